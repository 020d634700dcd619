"""What a learner may read of the own room. Every verb here starts from one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from .enums import AttemptState, TallyState

if TYPE_CHECKING:
    from .models import Attempt, StepDone  # noqa: F401


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, user: Any) -> AttemptQuerySet:
        return self.filter(user=user)

    def of_step(self, module_key: str, step_key: str) -> AttemptQuerySet:
        return self.filter(module_key=module_key, step_key=step_key)

    def open(self) -> AttemptQuerySet:
        return self.filter(state=AttemptState.OPEN)

    def finished(self) -> AttemptQuerySet:
        return self.filter(state=AttemptState.FINISHED)

    def waiting_for_tally(self) -> AttemptQuerySet:
        return self.finished().filter(tally=TallyState.WAITING)


class StepDoneQuerySet(models.QuerySet["StepDone"]):
    def of(self, user: Any) -> StepDoneQuerySet:
        return self.filter(user=user)

    def of_module(self, module_key: str) -> StepDoneQuerySet:
        return self.filter(module_key=module_key)
