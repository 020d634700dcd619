"""All of a learner's finished conversations, a fixed number of queries however many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from .enums import PlayedKind
from .models import Attempt
from .playing import scenario_of

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Held:
    """One finished conversation."""

    title: str
    student: str
    url: str
    on: date
    take_along: str
    is_kept: bool


def conversations_of(user: Any) -> Sequence[Held]:
    """Newest first."""
    finished = Attempt.objects.of(user).finished().filter(kind=PlayedKind.SCENARIO).select_related("version")
    return [_held(attempt) for attempt in finished.order_by("-ended_at", "-pk")[:MOST]]


def _held(attempt: Attempt) -> Held:
    assert attempt.ended_at is not None
    scenario = scenario_of(attempt.version)
    return Held(
        title=scenario.title, student=scenario.student, url=reverse("progress:debrief", args=[attempt.pk]),
        on=timezone.localdate(attempt.ended_at), take_along=attempt.take_along, is_kept=attempt.is_kept,
    )  # fmt: skip
