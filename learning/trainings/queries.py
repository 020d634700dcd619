"""What may be read of live trainings: who gives one sees its people; learners see what is open to their organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .enums import ACTIVE_STATES, SignUpState

if TYPE_CHECKING:
    from .models import LiveTraining, SignUp  # noqa: F401


class LiveTrainingQuerySet(models.QuerySet["LiveTraining"]):
    def given_by(self, user: Any) -> LiveTrainingQuerySet:
        """Trainings that this person plans and gives: as trainer, those of the organisations that the role covers and gave themselves."""
        return self.filter(Q(trainer=user) | Q(organisation__in=Organisation.objects.where(user, Role.TRAINER).values("pk")))

    def open_to(self, organisations: Iterable[Organisation]) -> LiveTrainingQuerySet:
        """Trainings to which people of one of these organisations may come."""
        return self.filter(pk__in=self.model._default_manager.filter(schools__in=list(organisations)).values("pk"))

    def visible_to(self, user: Any, organisations: Iterable[Organisation]) -> LiveTrainingQuerySet:
        """What a learner may open: trainings for own organisations, and those signed up for before moving on."""
        own = Q(schools__in=list(organisations)) | Q(sign_ups__user=user)
        return self.filter(pk__in=self.model._default_manager.filter(own).values("pk"))

    def upcoming(self, now: datetime) -> LiveTrainingQuerySet:
        return self.filter(ends_at__gt=now, cancelled_at__isnull=True)

    def with_seats_taken(self) -> LiveTrainingQuerySet:
        """Adds ``taken`` and ``waiting``: counts, however many people there are, in the same query."""
        return self.annotate(
            taken=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.SEATED), distinct=True),
            waiting=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING), distinct=True),
        )


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def active(self) -> SignUpQuerySet:
        return self.filter(state__in=ACTIVE_STATES)

    def seated(self) -> SignUpQuerySet:
        return self.filter(state=SignUpState.SEATED)

    def waiting(self) -> SignUpQuerySet:
        """Who waits, in the order in which they came."""
        return self.filter(state=SignUpState.WAITING).order_by("since", "pk")

    def of(self, user: Any) -> SignUpQuerySet:
        return self.filter(user=user)
