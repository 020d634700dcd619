from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from gehoord.organisations.enums import REGION_WIDE_KINDS, Role
from gehoord.organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from .quiz_models import Essay  # noqa: F401


class EssayQuerySet(models.QuerySet["Essay"]):
    def visible_to(self, user: Any) -> EssayQuerySet:
        """Texts of the organisations in which somebody is a trainer; never one's own."""
        covered = Organisation.objects.where(user, Role.TRAINER)
        return self.filter(organisation__in=covered).exclude(answer__attempt__user=user)

    def to_read(self) -> EssayQuerySet:
        return self.filter(marked_on__isnull=True)

    def marked_before(self, day: date) -> EssayQuerySet:
        return self.filter(marked_on__lt=day)


def readers_of(organisation: Organisation, *, but: Any) -> list[str]:
    """Names of the trainers who read texts of an organisation: its own, and those who cover the whole region."""
    covers = Q(organisation=organisation) | Q(
        organisation__region=organisation.region_id, organisation__kind__in=REGION_WIDE_KINDS
    )
    memberships = Membership.objects.open().of_role(Role.TRAINER).filter(covers, user__is_active=True).exclude(user=but)
    return sorted({membership.user.get_full_name() for membership in memberships.select_related("user")})
