"""Publishing the figures of a closed quarter: once, for all schools of a region together, protected against arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from django.db import transaction
from django.utils import timezone

from gehoord.organisations.enums import FORM_KINDS
from gehoord.organisations.models import Organisation, Region

from .axes import Area, Ground, Handling, Nature
from .counting import IN_TIME, LATE, counted
from .doors import Door
from .figure_models import Axis, ClockFact, FigureCounter, Publication, PublishedCell
from .quarters import first_day_after, quarter_of
from .step_forms import Felt
from .suppression import LEAST, REGION, Shown, Table, suppress

SETTLED_AFTER = timedelta(days=14)
"""A quarter is published when it has been over for two weeks, so that late counts of its last day are in."""
ALL = "all"
VALUES: dict[Axis, Sequence[str]] = {
    Axis.RECEIVED: [ALL],
    Axis.DOOR: Door.values,
    Axis.CONTACT: [IN_TIME, LATE],
    Axis.GROUND: Ground.values,
    Axis.AREA: Area.values,
    Axis.NATURE: Nature.values,
    Axis.HANDLING: Handling.values,
    Axis.HEARD: Felt.values,
    Axis.BELIEVED: Felt.values,
}


def publish_closed_quarters(now: datetime) -> None:
    """The daily job. Safe to run again: what stands published is left alone, whatever the counters say by then."""
    for region in Region.objects.all():
        quarters = FigureCounter.objects.filter(organisation__region=region).values_list("quarter", flat=True).distinct()
        done = set(Publication.objects.filter(region=region).values_list("quarter", flat=True))
        for quarter in sorted(set(quarters) - done):
            if is_settled(quarter, now):
                publish(region=region, quarter=quarter, now=now)


def is_settled(quarter: str, now: datetime) -> bool:
    """Whether a quarter is over, two weeks ago at least."""
    return timezone.localdate(now) >= first_day_after(quarter) + SETTLED_AFTER and quarter < quarter_of(now)


@transaction.atomic
def publish(*, region: Region, quarter: str, now: datetime) -> list[Publication]:
    """Publish one quarter of a region. Nothing happens when it was published before."""
    if Publication.objects.filter(region=region, quarter=quarter).exists():
        return []
    organisations = list(Organisation.objects.filter(region=region, kind__in=FORM_KINDS).order_by("pk"))
    rows = _counts(organisations, quarter)
    publications = {
        str(one.pk): Publication(
            region=region, organisation=one, quarter=quarter, published_at=now, bol_students=one.bol_students,
            median_minutes=_median([one.pk], quarter),
        )
        for one in organisations
    }  # fmt: skip
    students = [one.bol_students for one in organisations if one.bol_students]
    publications[REGION] = Publication(
        region=region, organisation=None, quarter=quarter, published_at=now, bol_students=sum(students) or None,
        median_minutes=_median([one.pk for one in organisations], quarter),
    )  # fmt: skip
    for publication in publications.values():
        publication.save(force_insert=True)
    PublishedCell.objects.bulk_create(_cells(publications, rows))
    return list(publications.values())


def _counts(organisations: Sequence[Organisation], quarter: str) -> dict[Axis, dict[str, dict[str, int]]]:
    """Axis → organisation → value → count."""
    rows: dict[Axis, dict[str, dict[str, int]]] = {axis: {str(one.pk): {} for one in organisations} for axis in VALUES}
    for counter in counted([one.pk for one in organisations], quarter):
        rows[Axis(counter.axis)][str(counter.organisation_id)][counter.value] = counter.count
    rows[Axis.RECEIVED] = {one: {ALL: sum(doors.values())} for one, doors in rows[Axis.DOOR].items()}
    return rows


def _cells(
    publications: Mapping[str, Publication], rows: Mapping[Axis, Mapping[str, Mapping[str, int]]]
) -> list[PublishedCell]:
    """Every cell of every table, hidden where it must be."""
    closed = {school: sum(counts.values()) for school, counts in rows[Axis.AREA].items()}
    unbounded = dict.fromkeys(closed, 10**9)
    cells = []
    for axis, values in VALUES.items():
        totals = {Axis.GROUND: closed, Axis.RECEIVED: unbounded}.get(axis)
        table = Table(rows[axis], values, totals)
        shown = suppress(table)
        for name, publication in publications.items():
            for value in values:
                hidden = shown.is_hidden(name, value) or (
                    name == REGION and not table.has_region and _alone(shown, rows[axis], value)
                )
                number = None if hidden else table.count(name, value)
                cells.append(PublishedCell(publication=publication, axis=axis, value=value, count=number))
    return cells


def _alone(shown: Shown, rows: Mapping[str, Mapping[str, int]], value: str) -> bool:
    """A region of one school shows what that school shows."""
    return all(counts.get(value, 0) < LEAST for counts in rows.values()) or any(
        shown.is_hidden(school, value) for school in rows
    )


def _median(organisation_ids: Sequence[int], quarter: str) -> int | None:
    """Median minutes to first contact; None under ten of them."""
    minutes = list(
        ClockFact.objects.filter(organisation_id__in=organisation_ids, quarter=quarter).values_list("minutes", flat=True)
    )
    return int(median(minutes)) if len(minutes) >= LEAST else None
