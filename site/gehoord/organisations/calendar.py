"""The calendar of open days: closed days do not count, open days count whole.

A report of Friday 16:00 is due Monday 16:00; one of Saturday is due Monday at midnight's end. Hours are real hours,
so the deadline is right on the two days a year that have 23 or 25 of them (SECURITY.md, proof table: clock).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings

from gehoord.core.kept import kept

from .models import Organisation

MOST_DAYS = 400  # a school that is closed longer than this has no calendar


class NeverOpenError(Exception):
    """The calendar has no open day within reach."""


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Dutch public holidays on which schools are closed."""
    return frozenset(holidays.country_holidays("NL", years=year))


class OpenDays:
    """An organisation's open days, read once."""

    def __init__(self, organisation: Organisation) -> None:
        self._weekdays = frozenset(organisation.open_weekdays)
        self._closed = kept(("organisations.closed", organisation.pk), lambda: _closed_periods(organisation))

    def is_open(self, day: date) -> bool:
        """Whether this is a day on which the clock runs."""
        if day.weekday() not in self._weekdays or day in public_holidays(day.year):
            return False
        return not any(first <= day <= last for first, last in self._closed)

    def deadline(self, start: datetime, *, hours: float = 24) -> datetime:
        """The moment at which ``hours`` have elapsed on open days since ``start`` (aware; the answer is local time).

        Raises NeverOpenError when the calendar has no such moment within 400 days.
        """
        zone = ZoneInfo(settings.TIME_ZONE)
        moment = start.astimezone(UTC)
        left = timedelta(hours=hours)
        for _ in range(MOST_DAYS):
            day = moment.astimezone(zone).date()
            midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
            if self.is_open(day):
                if midnight - moment >= left:
                    return (moment + left).astimezone(zone)
                left -= midnight - moment
            moment = midnight
        raise NeverOpenError(f"no open day for {hours} hours after {start:%Y-%m-%d}")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Time between two moments that falls on open days."""
        zone = ZoneInfo(settings.TIME_ZONE)
        moment, last, total = start.astimezone(UTC), end.astimezone(UTC), timedelta()
        while moment < last:
            day = moment.astimezone(zone).date()
            midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
            until = min(midnight, last)
            if self.is_open(day):
                total += until - moment
            moment = until
        return total


def _closed_periods(organisation: Organisation) -> list[tuple[date, date]]:
    return [(period.first_day, period.last_day) for period in organisation.closed_periods.all()]


def deadline(organisation: Organisation, start: datetime, *, hours: float = 24) -> datetime:
    """See `OpenDays.deadline`."""
    return OpenDays(organisation).deadline(start, hours=hours)
