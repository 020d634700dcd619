"""What may be read of organisations, memberships and contacts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from .enums import FORM_KINDS, REGION_WIDE_KINDS, REGION_WIDE_ROLES, OrganisationKind, Role
from .held import asks_once, covered_regions, holding

if TYPE_CHECKING:
    from .models import Contact, Invitation, Membership, Organisation  # noqa: F401


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def schools(self) -> OrganisationQuerySet:
        return self.filter(kind=OrganisationKind.SCHOOL)

    def with_form(self) -> OrganisationQuerySet:
        """Organisations that can have a report form."""
        return self.filter(kind__in=FORM_KINDS)

    def listed(self) -> OrganisationQuerySet:
        return self.filter(is_listed=True)

    def where(self, user: Any, *roles: Role) -> OrganisationQuerySet:
        """Organisations in which ``user`` has one of ``roles``: by an own membership, or region-wide where the role allows.

        A superuser without a membership has none: a superuser is no key.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if asks_once(user):
            held = holding(user, roles)
            ids = {membership.organisation_id for membership in held}
            covered = covered_regions(held)
            if not held:
                return self.none()
            return self.filter(Q(pk__in=ids) | Q(region_id__in=covered)) if covered else self.filter(pk__in=ids)
        own = user.memberships.open().filter(role__in=roles)
        wide = own.filter(role__in=REGION_WIDE_ROLES & set(roles), organisation__kind__in=REGION_WIDE_KINDS)
        return self.filter(Q(pk__in=own.values("organisation_id")) | Q(region_id__in=wide.values("organisation__region_id")))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open(self, on: date | None = None) -> MembershipQuerySet:
        """Memberships that hold on a day (today)."""
        on = on or date.today()
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), started_on__lte=on)

    def of_role(self, role: Role) -> MembershipQuerySet:
        return self.filter(role=role)


class ContactQuerySet(models.QuerySet["Contact"]):
    def public(self) -> ContactQuerySet:
        return self.filter(is_public=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> InvitationQuerySet:
        """Invitations that nobody answered yet, of roles that still hold."""
        return self.filter(accepted_at__isnull=True, membership__ended_on__isnull=True)
