"""How far one learner is: three questions, each asked when a page first needs its answer, and once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from gehoord.core.prepared import Prepared
from learning.completion.enums import ModuleState
from learning.completion.models import ModuleStatus

from .models import Attempt, StepDone

_done = Prepared(lambda pk: StepDone.objects.filter(user_id=pk).values_list("module_key", "step_key"), int)
_underway = Prepared(lambda pk: Attempt.objects.filter(user_id=pk).open().values_list("module_key", "step_key"), int)
_statuses = Prepared(lambda pk: ModuleStatus.objects.filter(user_id=pk).values_list("module_key", "state", "not_now"), int)


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
        return {key for key, state, _ in self._statuses if state == ModuleState.FINISHED}

    @cached_property
    def put_off(self) -> set[str]:
        """Modules to which this learner said "not now"."""
        return {key for key, _, not_now in self._statuses if not_now}

    @cached_property
    def _statuses(self) -> list[tuple[str, str, bool]]:
        return _statuses(self._user.pk)
