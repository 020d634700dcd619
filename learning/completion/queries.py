"""What may be read of completions: who, which module, on which day. Never an answer, a score or a time of day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from .enums import ModuleState

if TYPE_CHECKING:
    from .models import Completion, ModuleStatus, Tally  # noqa: F401


class ModuleStatusQuerySet(models.QuerySet["ModuleStatus"]):
    def of_people(self, users: Iterable[Any] | models.QuerySet[Any]) -> ModuleStatusQuerySet:
        return self.filter(user__in=users)

    def of_module(self, module_key: str) -> ModuleStatusQuerySet:
        return self.filter(module_key=module_key)

    def finished(self) -> ModuleStatusQuerySet:
        return self.filter(state=ModuleState.FINISHED)

    def underway(self) -> ModuleStatusQuerySet:
        return self.filter(state=ModuleState.STARTED)


class CompletionQuerySet(models.QuerySet["Completion"]):
    def of_people(self, users: Iterable[Any] | models.QuerySet[Any]) -> CompletionQuerySet:
        return self.filter(user__in=users)

    def of_module(self, module_key: str) -> CompletionQuerySet:
        return self.filter(module_key=module_key)


class TallyQuerySet(models.QuerySet["Tally"]):
    def of_version(self, version: Any) -> TallyQuerySet:
        return self.filter(version=version)
