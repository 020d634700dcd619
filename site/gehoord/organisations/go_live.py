"""This room's part of the "before you go live" list, and the whole list of one organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gehoord.core.registry import GoLiveItem, GoLiveItems, registry

from .enums import FORM_KINDS, Role
from .models import Organisation


def address(name: str, organisation: Any) -> str:
    """A page of people management about one organisation."""
    return f"{reverse(name)}?{urlencode({'organisatie': organisation.slug})}"


def go_live_items(organisation: Any) -> Iterable[GoLiveItem]:
    """Facts that only the organisation knows; no promises of this room."""
    yield GoLiveItem(
        key="organisations.administrators",
        kind="fact",
        title=_("Er zijn twee beheerders"),
        why=_("Is de een ziek of weg, dan kan de ander nog mensen toevoegen en rollen stoppen."),
        done=organisation.memberships.open().of_role(Role.ADMINISTRATOR).values("user").distinct().count() > 1,
        url=address("organisations:invite", organisation),
    )
    yield GoLiveItem(
        key="organisations.coordinator",
        kind="fact",
        title=_("Er is een coördinator"),
        why=_("Die ziet wie de training volgde en nodigt collega's uit."),
        done=organisation.memberships.open().of_role(Role.COORDINATOR).exists(),
        url=address("organisations:people", organisation),
    )
    if organisation.kind in FORM_KINDS:
        yield from _how_to_reach(organisation)
        yield from _who_and_when(organisation)


def _how_to_reach(organisation: Any) -> Iterable[GoLiveItem]:
    yield GoLiveItem(
        key="organisations.phone",
        kind="fact",
        title=_("Het telefoonnummer voor studenten staat erin"),
        why=_("Wie liever belt dan schrijft, vindt het onder elk formulier."),
        done=bool(organisation.phone),
        url=address("organisations:settings", organisation),
    )
    yield GoLiveItem(
        key="organisations.email",
        kind="fact",
        title=_("Het e-mailadres voor studenten staat erin"),
        why=_("Zo bereikt een student jullie ook als het formulier niet lukt."),
        done=bool(organisation.email),
        url=address("organisations:settings", organisation),
    )


def _who_and_when(organisation: Any) -> Iterable[GoLiveItem]:
    contacts = list(organisation.contacts.all())
    public = [contact for contact in contacts if contact.is_public and not contact.for_staff]
    yield GoLiveItem(
        key="organisations.adviser_cards",
        kind="fact",
        title=_("Elke vertrouwenspersoon heeft een kaart met een telefoonnummer"),
        why=_("Studenten kiezen met wie ze praten. Een naam en een gezicht verlagen de drempel."),
        done=_every_adviser_has_a_card(organisation, public),
        url=address("organisations:contacts", organisation),
    )
    yield GoLiveItem(
        key="organisations.closed_days",
        kind="fact",
        title=_("De vakanties staan in de kalender"),
        why=_("Op gesloten dagen staat de klok stil. Anders beloven jullie antwoord als er niemand is."),
        done=organisation.closed_periods.exists(),
        url=address("organisations:closed_days", organisation),
    )
    yield GoLiveItem(
        key="organisations.staff_card",
        kind="fact",
        title=_("Er is een kaart met hulp voor medewerkers"),
        why=_("Een verhaal kan ook een collega raken. Die moet weten bij wie hij terecht kan."),
        done=any(contact.for_staff for contact in contacts),
        url=address("organisations:contacts", organisation),
    )


def _every_adviser_has_a_card(organisation: Organisation, public: list[Any]) -> bool:
    advisers = set(organisation.memberships.open().of_role(Role.ADVISER).values_list("user_id", flat=True))
    reachable = {contact.user_id for contact in public if contact.phone}
    return bool(advisers) and advisers <= reachable


@dataclass(frozen=True)
class GoLiveList:
    """Everything that an organisation fills in or confirms, with a count that goes down."""

    items: list[GoLiveItem]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def left(self) -> int:
        return sum(not item.done for item in self.items)

    @property
    def open(self) -> list[GoLiveItem]:
        return [item for item in self.items if not item.done]

    @property
    def done(self) -> list[GoLiveItem]:
        return [item for item in self.items if item.done]


def go_live_list(organisation: Organisation) -> GoLiveList:
    """The items of every room, in the order of the rooms."""
    return GoLiveList([item for entry in registry.all(GoLiveItems) for item in entry.items(organisation)])


def promise_keys(organisation: Organisation) -> set[str]:
    """Keys that may be confirmed on the list."""
    return {item.key for item in go_live_list(organisation).items if item.kind == "promise"}
