"""What public pages read of organisations."""

from __future__ import annotations

from gehoord.organisations.enums import OrganisationKind
from gehoord.organisations.models import Contact, GoLiveConfirmation, Organisation


def schools_with_form() -> list[Organisation]:
    """The schools that a student can choose from, by name."""
    return list(Organisation.objects.listed().filter(kind=OrganisationKind.SCHOOL).order_by("name"))


def public_contacts(organisation: Organisation) -> list[Contact]:
    """The cards of an organisation that students may see, in its own order."""
    return list(Contact.objects.public().filter(organisation=organisation, for_staff=False).select_related("picture"))


def confirmed_promises(organisation: Organisation) -> frozenset[str]:
    """Keys of promises that this organisation confirmed: only those may stand on its pages."""
    return frozenset(GoLiveConfirmation.objects.filter(organisation=organisation).values_list("key", flat=True))
