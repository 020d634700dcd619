"""When a school's form is open, and who could read what arrives there.

It opens first with two proven ways of two different people to open a report. From then on a lapsed proof never closes
it; only "no usable key at all" does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from gehoord.core import audit
from gehoord.core.kept import kept
from gehoord.core.prepared import Prepared
from gehoord.organisations.enums import OrganisationKind, Role
from gehoord.organisations.models import Contact, Membership, Organisation

from .demo_keys import demo_fingerprints
from .key_lists import emergency_keys, read_pin
from .models import AdviserKey, FormOpening
from .readers import Candidate


@dataclass(frozen=True)
class IntakeAdviser:
    """Somebody a student can see, choose, or exclude."""

    candidate: Candidate
    name: str
    about: str

    @property
    def user_id(self) -> int:
        return self.candidate.user_id


# What one request has found out so far; None outside `one_look`.
_look: ContextVar[dict[int, list[IntakeAdviser]] | None] = ContextVar("reporting_look", default=None)
_keys_of = Prepared(lambda pk: AdviserKey.objects.live().filter(organisation_id=pk).select_related("user"), int)
_advisers_of = Prepared(
    lambda pk, role: Membership.objects.filter(organisation_id=pk, role=role, user__is_active=True), int, str
)
_cards_of = Prepared(lambda pk: Contact.objects.public().filter(organisation_id=pk, user__isnull=False), int)


@contextmanager
def one_look() -> Iterator[None]:
    """Within it, who can read at an organisation is asked once: one request is one moment."""
    token = _look.set({})
    try:
        yield
    finally:
        _look.reset(token)


def intake_advisers(organisation: Organisation) -> list[IntakeAdviser]:
    """Advisers of today with a key in the pinned list, in the order of their cards. Demo keys count in development only."""
    look = _look.get()
    if look is None:
        return _intake_advisers(organisation.pk)
    if organisation.pk not in look:
        look[organisation.pk] = _intake_advisers(organisation.pk)
    return look[organisation.pk]


def _intake_advisers(organisation_id: int) -> list[IntakeAdviser]:
    pin = read_pin(organisation_id)
    if pin is None:
        return []
    pinned = {keys.fingerprint.hex(): keys for keys in pin[1].keys}
    owners = {mark.hex(): owner for mark, owner in pin[1].owners.items()}
    refused = frozenset() if settings.DEMO_PEOPLE else demo_fingerprints()
    today = date.today()
    present = {row.user_id for row in _advisers_of(organisation_id, Role.ADVISER.value) if row.holds_on(today)}
    rows = [row for row in _keys_of(organisation_id) if row.user_id in present and row.fingerprint in pinned]
    cards = {card.user_id: card for card in _cards_of(organisation_id)}
    advisers = [
        (cards[row.user_id].sort_order if row.user_id in cards else 1000, row.pk, _adviser(row, pinned[row.fingerprint], cards))
        for row in rows
        if bytes.fromhex(row.fingerprint) not in refused and owners.get(row.fingerprint, row.user_id) == row.user_id
    ]
    return [adviser for _order, _pk, adviser in sorted(advisers, key=lambda found: found[:2])]


def _adviser(row: AdviserKey, keys: Any, cards: dict[int | None, Contact]) -> IntakeAdviser:
    card = cards.get(row.user_id)
    name = card.first_name if card else row.user.get_short_name()
    return IntakeAdviser(Candidate(row.user_id, keys), name, card.position if card else "")


def has_two_independent_ways(organisation: Organisation) -> bool:
    """Two proven, independent ways to open a report: two advisers, or one and the emergency key, in the pinned list."""
    listed = {adviser.candidate.keys.fingerprint.hex() for adviser in intake_advisers(organisation)}
    keys = AdviserKey.objects.live().filter(organisation=organisation, fingerprint__in=listed)
    advisers = sum(1 for key in keys if key.phrase_proven_at or key.code_proven_at)
    return advisers + (1 if emergency_keys(organisation.pk) else 0) >= 2


def open_form_if_ready(*, organisation: Organisation, now: datetime, by: Any) -> bool:
    """Open the school's form as soon as the gate lets it. True when it is open now."""
    if FormOpening.objects.filter(organisation=organisation).exists():
        return True
    if not has_two_independent_ways(organisation):
        return False
    FormOpening.objects.get_or_create(organisation=organisation, defaults={"opened_at": now})
    audit.record(by=by, action="reporting.form_opened", target=organisation, organisation_id=organisation.pk)
    return True


def form_is_open(organisation: Organisation) -> bool:
    """Whether a student can send something now: it opened once, and somebody can read it."""
    return has_opened(organisation.pk) and bool(intake_advisers(organisation))


def has_opened(organisation_id: int) -> bool:
    """Whether the form opened once: from then on it stays so."""
    return kept(
        ("reporting.opened", organisation_id), lambda: FormOpening.objects.filter(organisation_id=organisation_id).exists()
    )


def open_forms() -> frozenset[int]:
    """Organisations whose form is open, for lists and public pages: kept until an opening or a key changes. The form itself
    asks `form_is_open`."""

    def find() -> frozenset[int]:
        opened = Organisation.objects.filter(pk__in=FormOpening.objects.values("organisation"))
        return frozenset(organisation.pk for organisation in opened if intake_advisers(organisation))

    return kept("reporting.open_forms", find)


def bureau_for(organisation: Organisation) -> Organisation | None:
    """The independent bureau of the school's region; None for the bureau itself."""
    if organisation.kind == OrganisationKind.BUREAU:
        return None
    region_id = organisation.region_id
    return kept(
        ("reporting.bureau", region_id),
        lambda: Organisation.objects.filter(region_id=region_id, kind=OrganisationKind.BUREAU).first(),
    )
