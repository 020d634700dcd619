"""Quarters of a year, as "2026-4"."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def quarter_of(moment: datetime) -> str:
    """The quarter of a moment, in local time."""
    day = timezone.localdate(moment)
    return f"{day.year}-{(day.month - 1) // 3 + 1}"


def first_day_after(quarter: str) -> date:
    """The day on which the quarter is over."""
    year, number = (int(part) for part in quarter.split("-"))
    return date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)


def label_of(quarter: str) -> tuple[int, int]:
    """Number and year, for a sentence."""
    year, number = (int(part) for part in quarter.split("-"))
    return number, year
