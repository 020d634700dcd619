"""What may be read, and by whom. Lists and 404 follow the wrap, not the membership."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .enums import WAITING_STATES

if TYPE_CHECKING:
    from .models import AdviserKey, Report  # noqa: F401


class AdviserKeyQuerySet(models.QuerySet["AdviserKey"]):
    def live(self) -> AdviserKeyQuerySet:
        return self.filter(retired_at__isnull=True)

    def of(self, user: Any) -> AdviserKeyQuerySet:
        """The live keys of somebody who is an adviser there now; a superuser without a membership has none."""
        return self.live().filter(user=user, organisation__in=Organisation.objects.where(user, Role.ADVISER))


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
