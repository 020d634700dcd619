"""Adding one to a counter, and taking it off again. Called in the transaction of what is counted.

A counter knows a school, a quarter, an axis and a value, and nothing of the report. Test reports and abuse are never in it;
a reopened case is taken off with the values that stand sealed in its closing entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from gehoord.core.prepared import add_up

from .casefile import CaseFile
from .deadlines import Deadlines
from .enums import COUNTED_STATES
from .figure_models import Axis, ClockFact, FigureCounter
from .models import Report
from .quarters import quarter_of

IN_TIME, LATE = "in_time", "late"
CLOCK_FACTS_KEPT = timedelta(days=396)
COUNTERS_KEPT_YEARS = 5


def count(*, organisation_id: int, at: datetime, axis: Axis, value: str, by: int = 1) -> None:
    """Add to one counter; below zero it never goes."""
    quarter = quarter_of(at)
    if by < 0:
        row = FigureCounter.objects.filter(organisation_id=organisation_id, quarter=quarter, axis=axis, value=value)
        row.filter(count__gte=-by).update(count=F("count") + by)
        return
    key = {"organisation": organisation_id, "quarter": quarter, "axis": axis}
    add_up(FigureCounter, key=key, rows={value: {"count": by}}, by="value")


def count_received(report: Report, *, door: str, by: int = 1) -> None:
    """One report or signal more, by its door, in the quarter in which it came."""
    if not report.is_test:
        count(organisation_id=report.organisation_id, at=report.received_at, axis=Axis.DOOR, value=door, by=by)


def count_first_contact(report: Report) -> None:
    """Within the clock or not, and how long it took in open time. Call it once, when the clock stopped."""
    if report.is_test or report.first_contact_at is None:
        return
    days = Deadlines(report.organisation)
    in_time = report.first_contact_at <= days.due(report.received_at)
    value = IN_TIME if in_time else LATE
    count(organisation_id=report.organisation_id, at=report.first_contact_at, axis=Axis.CONTACT, value=value)
    minutes = int(days.elapsed(report.received_at, report.first_contact_at).total_seconds() // 60)
    ClockFact.objects.create(
        organisation_id=report.organisation_id, quarter=quarter_of(report.first_contact_at), minutes=minutes
    )


def count_closing(report: Report, closing: Mapping[str, Any], *, at: datetime, by: int = 1) -> None:
    """The four axes, in the quarter of closing. ``by=-1`` with the moment of that closing takes them off again."""
    if report.is_test:
        return
    one_of_each = ((Axis.AREA, "area"), (Axis.NATURE, "nature"), (Axis.HANDLING, "handling"))
    pairs = [(Axis.GROUND, str(ground)) for ground in closing.get("grounds", ())]
    pairs += [(axis, str(closing[key])) for axis, key in one_of_each if closing.get(key)]
    for axis, value in pairs:
        count(organisation_id=report.organisation_id, at=at, axis=axis, value=value, by=by)


def count_feedback(report: Report, answers: Mapping[str, Any], *, at: datetime, by: int = 1) -> None:
    """Felt heard, felt believed: each answer that was given."""
    if report.is_test:
        return
    for axis, key in ((Axis.HEARD, "heard"), (Axis.BELIEVED, "believed")):
        if answers.get(key):
            count(organisation_id=report.organisation_id, at=at, axis=axis, value=str(answers[key]), by=by)


def take_off(report: Report, case_file: CaseFile) -> None:
    """Everything that was counted of a report that turned out to be abuse or a test: with unlocked keys only."""
    count_received(report, door=str(case_file.wishes.get("door", "")), by=-1)
    closing = case_file.closing
    if closing is not None and closing.is_proven and report.state in COUNTED_STATES:
        count_closing(report, closing.payload, at=closing.written_at, by=-1)


def forget_clock_facts(now: datetime, dry_run: bool) -> int:
    """Clock facts of quarters over thirteen months ago."""
    old = ClockFact.objects.filter(quarter__lt=quarter_of(now - CLOCK_FACTS_KEPT))
    return old.count() if dry_run else old.delete()[0]


def forget_counters(now: datetime, dry_run: bool) -> int:
    """Counters over five years old. What was published stays published."""
    year = timezone.localdate(now).year - COUNTERS_KEPT_YEARS
    old = FigureCounter.objects.filter(quarter__lt=f"{year}-1")
    return old.count() if dry_run else old.delete()[0]


def counted(organisation_ids: Iterable[int], quarter: str) -> list[FigureCounter]:
    """The counters of these organisations in one quarter that hold anything."""
    return list(FigureCounter.objects.filter(organisation_id__in=organisation_ids, quarter=quarter, count__gt=0))
