"""What may be read, and by whom. Lists and 404 follow the wrap, not the membership."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .enums import WAITING_STATES

if TYPE_CHECKING:
    from .models import AdviserKey, DeputyPeriod, EmergencyKey, Report  # noqa: F401


class AdviserKeyQuerySet(models.QuerySet["AdviserKey"]):
    def live(self) -> AdviserKeyQuerySet:
        """Keys that count: not retired, and not still waiting to take over from another."""
        return self.filter(retired_at__isnull=True, replaces__isnull=True)

    def taking_over(self) -> AdviserKeyQuerySet:
        """New keys that wait to take over from the same person's older one."""
        return self.filter(retired_at__isnull=True, replaces__isnull=False)

    def of(self, user: Any) -> AdviserKeyQuerySet:
        """The live keys of somebody who is an adviser there now; a superuser without a membership has none."""
        return self.live().filter(user=user, organisation__in=Organisation.objects.where(user, Role.ADVISER))


class EmergencyKeyQuerySet(models.QuerySet["EmergencyKey"]):
    def live(self) -> EmergencyKeyQuerySet:
        """The one that reports are sealed to."""
        return self.filter(listed_at__isnull=False, retired_at__isnull=True)

    def waiting(self) -> EmergencyKeyQuerySet:
        """Made, but not all three sheets are typed over yet."""
        return self.filter(listed_at__isnull=True, retired_at__isnull=True)


class DeputyPeriodQuerySet(models.QuerySet["DeputyPeriod"]):
    def on(self, day: date) -> DeputyPeriodQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> ReportQuerySet:
        """Reports of organisations where somebody is an adviser now, that are sealed to a live key of theirs."""
        keys = self.model._meta.apps.get_model("reporting", "AdviserKey").objects.of(user)
        wraps = self.model._meta.apps.get_model("reporting", "Wrap").objects.filter(
            entry__report=OuterRef("pk"), entry__sequence=1, recipient__in=keys.values("fingerprint")
        )
        return self.filter(Exists(wraps), organisation__in=keys.values("organisation"))

    def waiting(self) -> ReportQuerySet:
        """Reports whose clock to first contact still runs."""
        return self.filter(state__in=WAITING_STATES)
