"""How far one learner is: three questions, each asked when a page first needs its answer, and once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from gehoord.core.prepared import Prepared
from learning.completion.models import ModuleStatus

from .models import Attempt, StepDone

_done = Prepared(lambda pk: StepDone.objects.filter(user_id=pk).values_list("module_key", "step_key"), int)
_underway = Prepared(lambda pk: Attempt.objects.filter(user_id=pk).open().values_list("module_key", "step_key"), int)
_completed = Prepared(lambda pk: ModuleStatus.objects.filter(user_id=pk).finished().values_list("module_key", flat=True), int)


class Mine:
    """This learner's rows. Answering a question or showing a moment needs none of them."""

    def __init__(self, user: Any) -> None:
        self._user = user

    @cached_property
    def done(self) -> set[tuple[str, str]]:
        """Steps that are done, as (module, step)."""
        return set(_done(self._user.pk))

    @cached_property
    def underway(self) -> set[tuple[str, str]]:
        """Steps with an open attempt, as (module, step)."""
        return set(_underway(self._user.pk))

    @cached_property
    def completed(self) -> set[str]:
        """Modules that are finished."""
        return set(_completed(self._user.pk))
