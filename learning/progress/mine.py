"""How far one learner is: three questions, each asked when a page first needs its answer, and once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from learning.completion.models import ModuleStatus

from .models import Attempt, StepDone


class Mine:
    """This learner's rows. Answering a question or showing a moment needs none of them."""

    def __init__(self, user: Any) -> None:
        self._user = user

    @cached_property
    def done(self) -> set[tuple[str, str]]:
        """Steps that are done, as (module, step)."""
        return set(StepDone.objects.of(self._user).values_list("module_key", "step_key"))

    @cached_property
    def underway(self) -> set[tuple[str, str]]:
        """Steps with an open attempt, as (module, step)."""
        return set(Attempt.objects.of(self._user).open().values_list("module_key", "step_key"))

    @cached_property
    def completed(self) -> set[str]:
        """Modules that are finished."""
        return set(ModuleStatus.objects.filter(user=self._user).finished().values_list("module_key", flat=True))
