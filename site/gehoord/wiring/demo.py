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
        where = f" at {school}" if school else ""
        raise NoDemoPersonError(f"No demo person is {role}{where}. Load them with: python manage.py load_starter")
    return membership


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
