"""Writing to organisations: keyword-only, with the actor, audited, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.core.registry import MembershipHook, OrganisationHook, registry

from .enums import Role
from .models import GoLiveConfirmation, Membership, Organisation, Team


def _tell_membership(membership: Membership, by: Any) -> None:
    for hook in registry.all(MembershipHook):
        hook.changed(membership, by)


@transaction.atomic
def save_organisation(*, organisation: Organisation, by: Any) -> Organisation:
    """Make or change an organisation; rooms that keep something per organisation hear of it."""
    organisation.full_clean()
    organisation.save()
    audit.record(by=by, action="organisations.organisation_saved", target=organisation, organisation_id=organisation.pk)
    for hook in registry.all(OrganisationHook):
        hook.changed(organisation, by)
    return organisation


@transaction.atomic
def add_membership(
    *,
    user: Any,
    organisation: Organisation,
    role: Role,
    by: Any,
    functions: Sequence[str] = (),
    teams: Sequence[Team] = (),
    started_on: date | None = None,
) -> Membership:
    """Give somebody a role; when it is already there, its functions and teams are added to."""
    membership, made = Membership.objects.open().get_or_create(
        user=user, organisation=organisation, role=role,
        defaults={"functions": list(functions), "started_on": started_on or date.today()},
    )  # fmt: skip
    if not made and set(functions) - set(membership.functions):
        membership.functions = [*membership.functions, *(f for f in functions if f not in membership.functions)]
        membership.save(update_fields=["functions"])
    membership.teams.add(*teams)
    audit.record(by=by, action="organisations.membership_added", target=membership, organisation_id=organisation.pk)
    _tell_membership(membership, by)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Any, on: date | None = None) -> Membership:
    """End a role as of a day (today: it stops at once)."""
    membership.ended_on = on or date.today()
    membership.save(update_fields=["ended_on"])
    audit.record(by=by, action="organisations.membership_ended", target=membership, organisation_id=membership.organisation_id)
    _tell_membership(membership, by)
    return membership


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
    GoLiveConfirmation.objects.filter(organisation=organisation, key=key).delete()
    audit.record(by=by, action="organisations.promise_withdrawn", target=organisation, organisation_id=organisation.pk)
