"""The organisation itself, its teams, cards, closed days and promises."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction

from gehoord.core import audit
from gehoord.core.models import Image
from gehoord.core.registry import OrganisationHook, registry
from gehoord.organisations.models import ClosedPeriod, Contact, GoLiveConfirmation, Organisation, Team

from .groups import ensure_collection, sync_groups

Row = TypeVar("Row", Contact, ClosedPeriod)


@transaction.atomic
def save_organisation(*, organisation: Organisation, by: Any) -> Organisation:
    """Make or change an organisation; rooms that keep something per organisation hear of it."""
    organisation.full_clean()
    organisation.save()
    audit.record(by=by, action="organisations.organisation_saved", target=organisation, organisation_id=organisation.pk)
    sync_groups(organisation=organisation)
    for hook in registry.all(OrganisationHook):
        hook.changed(organisation, by)
    return organisation


def _save(row: Team | Contact | ClosedPeriod, by: Any, action: str) -> None:
    row.full_clean()
    row.save()
    audit.record(by=by, action=action, target=row, organisation_id=row.organisation_id)


def _same_as(row: Row) -> Row | None:
    """The very same row, when a new one is sent a second time: a double click, or the page loaded again."""
    if row.pk is not None:
        return None
    Organisation.objects.select_for_update().get(pk=row.organisation_id)  # two at once come one after the other
    given = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row)._default_manager.filter(**given).first()


@transaction.atomic
def save_team(*, team: Team, by: Any) -> Team:
    """Make or rename a team."""
    _save(team, by, "organisations.team_saved")
    return team


@transaction.atomic
def delete_team(*, team: Team, by: Any) -> None:
    """Take a team away; its people stay."""
    audit.record(by=by, action="organisations.team_deleted", target=team, organisation_id=team.organisation_id)
    team.delete()


@transaction.atomic
def save_contact(*, contact: Contact, by: Any, new_picture: Any = None, without_picture: bool = False) -> Contact:
    """Make or change a card that pages, form, receipt and screens show; its picture lies in the organisation's collection.

    A new card that is sent twice is one card.
    """
    before = _same_as(contact) if new_picture is None else None
    if before is not None:
        return before
    if without_picture:
        contact.picture = None
    if new_picture is not None:
        ensure_collection(organisation=contact.organisation)
        contact.picture = Image.objects.create(
            title=contact.name, file=new_picture, collection=contact.organisation.collection, uploaded_by_user=by
        )
    _save(contact, by, "organisations.contact_saved")
    return contact


@transaction.atomic
def delete_contact(*, contact: Contact, by: Any) -> None:
    """Take a card off every page."""
    audit.record(by=by, action="organisations.contact_deleted", target=contact, organisation_id=contact.organisation_id)
    contact.delete()


@transaction.atomic
def save_closed_period(*, period: ClosedPeriod, by: Any) -> ClosedPeriod:
    """Write down days on which the clock stands still. Sent twice, they are written down once."""
    before = _same_as(period)
    if before is not None:
        return before
    _save(period, by, "organisations.closed_period_saved")
    return period


@transaction.atomic
def delete_closed_period(*, period: ClosedPeriod, by: Any) -> None:
    """Open those days again."""
    audit.record(by=by, action="organisations.closed_period_deleted", target=period, organisation_id=period.organisation_id)
    period.delete()


@transaction.atomic
def confirm_promise(*, organisation: Organisation, key: str, by: Any) -> GoLiveConfirmation:
    """Confirm a promise of the go-live list: from now on the pages may make it."""
    confirmation, _ = GoLiveConfirmation.objects.get_or_create(
        organisation=organisation, key=key, defaults={"confirmed_by": by}
    )
    audit.record(by=by, action="organisations.promise_confirmed", target=confirmation, organisation_id=organisation.pk)
    return confirmation


@transaction.atomic
def withdraw_promise(*, organisation: Organisation, key: str, by: Any) -> None:
    """Take a promise back: pages stop making it at once."""
    for confirmation in GoLiveConfirmation.objects.filter(organisation=organisation, key=key):
        confirmation.delete()  # one by one: pages that are kept hear of it
    audit.record(by=by, action="organisations.promise_withdrawn", target=organisation, organisation_id=organisation.pk)
