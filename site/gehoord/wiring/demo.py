"""Demo people's doors, for development: never there in production."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from gehoord.accounts.demo import make_token
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership

DEMO_SCHOOL = "deltion"


class NoDemoPersonError(Exception):
    """No demo person has that role there."""


def find_membership(role: Role, school: str | None = None) -> Membership:
    """The first demo person of a role, at the demo school where it has one. Raises NoDemoPersonError."""
    found = Membership.objects.open().of_role(role).filter(user__email__endswith=f"@{settings.DEMO_EMAIL_DOMAIN}")
    found = found.filter(user__is_active=True).select_related("user", "organisation")
    if school:
        found = found.filter(organisation__slug=school)
    at_home = Case(When(organisation__slug=DEMO_SCHOOL, then=Value(0)), default=Value(1), output_field=IntegerField())
    membership = found.order_by(at_home, "pk").first()
    if membership is None:
        raise NoDemoPersonError(_why_nobody(role, school))
    return membership


def _why_nobody(role: Role, school: str | None) -> str:
    """What to type instead: where this role does have a demo person, or how to load them."""
    elsewhere = Membership.objects.open().of_role(role).filter(user__email__endswith=f"@{settings.DEMO_EMAIL_DOMAIN}")
    slugs = sorted(set(elsewhere.values_list("organisation__slug", flat=True)))
    if not slugs:
        return f"No demo person is {role}. Load them with: python manage.py load_starter"
    return f"No demo person is {role} at {school}. There is one at: {', '.join(slugs)} (--school {slugs[0]})"


def sign_in_address(role: Role, school: str | None = None) -> tuple[str, str]:
    """Who, and the address that signs that person in once. Raises NoDemoPersonError."""
    membership = find_membership(role, school)
    path = reverse("demo_sign_in", args=[make_token(membership.user)])
    return f"{membership.user.name}, {membership.organisation.name}", f"{settings.BASE_URL}{path}"


def all_doors() -> list[tuple[str, str, str]]:
    """Role, who, and a fresh address, for every role that has a demo person."""
    doors = []
    for role in Role:
        try:
            doors.append((str(role), *sign_in_address(role)))
        except NoDemoPersonError:
            continue
    return doors
