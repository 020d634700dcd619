"""The clock to first contact: 24 hours on the school's own calendar of open days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gehoord.organisations.calendar import NeverOpenError, OpenDays
from gehoord.organisations.models import Organisation

HOURS = 24
WARN_AT = 0.75
SOON = timedelta(hours=6)


@dataclass(frozen=True)
class Clock:
    """How long somebody has been waiting, and may still wait."""

    due_at: datetime
    left: timedelta
    """Open time that is left; negative when it is too late."""

    @property
    def is_late(self) -> bool:
        return self.left < timedelta()

    @property
    def is_soon(self) -> bool:
        return not self.is_late and self.left <= SOON

    @property
    def minutes(self) -> int:
        """Whole minutes left, or minutes too late."""
        return int(abs(self.left).total_seconds() // 60)

    @property
    def hours(self) -> int:
        return self.minutes // 60

    @property
    def rest_minutes(self) -> int:
        return self.minutes % 60

    @property
    def spent_hours(self) -> float:
        """Of the 24 hours, how many are gone (0 to 24), for the drawing."""
        return min(max(HOURS - self.left.total_seconds() / 3600, 0), HOURS)


class Deadlines:
    """An organisation's calendar, read once for many reports."""

    def __init__(self, organisation: Organisation) -> None:
        self._days = OpenDays(organisation)

    def due(self, received_at: datetime, *, share: float = 1.0) -> datetime:
        """When ``share`` of the time is over. A calendar without open days falls back on plain hours."""
        try:
            return self._days.deadline(received_at, hours=HOURS * share)
        except NeverOpenError:
            return received_at + timedelta(hours=HOURS * share)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Open time between two moments."""
        return self._days.elapsed(start, end)

    def clock(self, received_at: datetime, now: datetime) -> Clock:
        due_at = self.due(received_at)
        left = self._days.elapsed(now, due_at) if now <= due_at else -(now - due_at)
        return Clock(due_at, left)
