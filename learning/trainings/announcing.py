"""What every step of a live training has in common: its lock, its mails, and telling the rooms that wait for attendance."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from gehoord.core import outbox
from gehoord.core.registry import AttendanceHook, registry

from .models import LiveTraining

REMINDED_BEFORE = timedelta(days=2)


def locked(training: LiveTraining) -> LiveTraining:
    """The training's row, locked until the end of the transaction."""
    return LiveTraining.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=training.pk)


def tell(*, kind: str, training: LiveTraining, user_id: int, at: datetime | None = None) -> None:
    """Write down a mail. It names ids and the sequence: one about an older time or place is not sent any more."""
    context = {"training": training.pk, "sequence": training.sequence}
    outbox.enqueue(kind=kind, account_id=user_id, context=context, at=at)


def remind(*, training: LiveTraining, user_id: int, now: datetime) -> None:
    """A reminder two days before; nobody is reminded of what begins sooner."""
    at = training.starts_at - REMINDED_BEFORE
    if at > now:
        tell(kind="trainings.reminder", training=training, user_id=user_id, at=at)


def attended(*, training: LiveTraining, user: Any, on: date) -> None:
    """Tell the rooms that wait for it. Safe to call again: each of them writes once."""
    if training.module_key:
        for hook in registry.all(AttendanceHook):
            hook.attended(user, training.module_key, on)
