"""What public pages read of organisations. All of it is kept until one of them, or a page, changes (core.kept)."""

from __future__ import annotations

from gehoord.core.kept import kept
from gehoord.core.registry import FormDoor, registry
from gehoord.organisations.enums import OrganisationKind
from gehoord.organisations.models import Contact, GoLiveConfirmation, Organisation


def schools_with_form() -> list[Organisation]:
    """The schools that a student can choose from, by name."""
    found = Organisation.objects.listed().filter(kind=OrganisationKind.SCHOOL).order_by("name")
    return list(kept("pages.schools", lambda: list(found)))


def public_contacts(organisation: Organisation) -> list[Contact]:
    """The cards of an organisation that students may see, in its own order."""
    found = Contact.objects.public().filter(organisation=organisation, for_staff=False).select_related("picture")
    return list(kept(("pages.contacts", organisation.pk), lambda: list(found)))


def confirmed_promises(organisation: Organisation) -> frozenset[str]:
    """Keys of promises that this organisation confirmed: only those may stand on its pages."""
    keys = GoLiveConfirmation.objects.filter(organisation=organisation).values_list("key", flat=True)
    return kept(("pages.confirmed", organisation.pk), lambda: frozenset(keys))


def form_is_open(organisation: Organisation | None) -> bool:
    """Whether a student can send something to this organisation now."""
    return organisation is not None and any(door.is_open(organisation) for door in registry.all(FormDoor))


def bureau_of(school: Organisation) -> Organisation | None:
    """The independent bureau of the school's region."""
    found = Organisation.objects.filter(region_id=school.region_id, kind=OrganisationKind.BUREAU)
    return kept(("pages.bureau", school.region_id), found.first)
