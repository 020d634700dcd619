"""Writing down what leaves a learner's own room. Days only, never a time of day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from .enums import CompletedBy, ModuleState
from .errors import TooFewLearnersError
from .models import Completion, ModuleStatus, Tally

BATCH = 5
"""So many different learners must stand behind each move of a tally."""


@transaction.atomic
def record_invited(*, user: Any, module_key: str, on: date | None = None) -> ModuleStatus:
    """Somebody is asked to take a module; who already started stays where they are."""
    status, _ = ModuleStatus.objects.get_or_create(
        user=user, module_key=module_key, defaults={"state": ModuleState.INVITED, "invited_on": on or date.today()}
    )
    return status


@transaction.atomic(savepoint=False)
def record_started(*, user: Any, module_key: str, on: date | None = None) -> ModuleStatus:
    """Somebody took the first step of a module. Starting again undoes nothing."""
    on = on or date.today()
    status, made = ModuleStatus.objects.get_or_create(
        user=user, module_key=module_key, defaults={"state": ModuleState.STARTED, "started_on": on}
    )
    if not made and status.started_on is None:
        ModuleStatus.objects.filter(pk=status.pk, started_on__isnull=True).update(started_on=on)
        ModuleStatus.objects.filter(pk=status.pk, state=ModuleState.INVITED).update(state=ModuleState.STARTED)
        status.refresh_from_db()
    return status


@transaction.atomic
def record_completion(*, user: Any, module_key: str, how: CompletedBy, source: str, on: date | None = None) -> Completion:
    """Write down that somebody completed a module; the same ``source`` again changes nothing and returns the first.

    Whoever finished stays finished on the first day, whatever follows.
    """
    on = on or date.today()
    completion, made = Completion.objects.get_or_create(
        source=source, defaults={"user": user, "module_key": module_key, "how": how, "on": on}
    )
    if made:
        ModuleStatus.objects.get_or_create(
            user=user, module_key=module_key, defaults={"state": ModuleState.FINISHED, "finished_on": on}
        )
        ModuleStatus.objects.filter(user=user, module_key=module_key).exclude(state=ModuleState.FINISHED).update(
            state=ModuleState.FINISHED, finished_on=on
        )
    return completion


def last_completed_on(*, user: Any, module_key: str) -> date | None:
    """The day of somebody's newest completion of a module; None without one."""
    newest = Completion.objects.of_people([user]).of_module(module_key).order_by("-on").first()
    return newest.on if newest is not None else None


@transaction.atomic
def add_to_tallies(*, version: Any, counts: Mapping[tuple[str, str], int], learners: int) -> None:
    """Move the tallies of a version by what ``learners`` different people chose together: (item, choice) → times.

    Raises TooFewLearnersError under five. Who they were is not given, so it cannot be kept.
    """
    if learners < BATCH:
        raise TooFewLearnersError
    Tally.objects.bulk_create(
        [Tally(version=version, item=item, choice=choice) for item, choice in sorted(counts)], ignore_conflicts=True
    )
    for (item, choice), times in sorted(counts.items()):
        Tally.objects.filter(version=version, item=item, choice=choice).update(times=F("times") + times)
