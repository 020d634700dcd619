"""The published figures as a page shows them: sentences, tables and drawings. Reads publications only, never a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.organisations.models import Organisation

from .axes import Area, Ground, Handling, Nature
from .charts import Bar, bars
from .counting import IN_TIME, LATE
from .doors import Door
from .figure_models import Axis, Publication
from .quarters import label_of
from .step_forms import Felt
from .suppression import LEAST

# Statistics Netherlands 2024, students in BOL: 1 in 10 experienced internship discrimination (discriminatie.nl, 23-12-2025).
EXPECTED_SHARE = 0.1
QUARTERS_SHOWN = 8
LABELS = {
    Axis.DOOR: Door, Axis.GROUND: Ground, Axis.AREA: Area, Axis.NATURE: Nature, Axis.HANDLING: Handling, Axis.HEARD: Felt,
    Axis.BELIEVED: Felt,
}  # fmt: skip
CONTACT_LABELS = {IN_TIME: gettext_lazy("binnen de tijd"), LATE: gettext_lazy("later dan beloofd")}
TITLES = {
    Axis.RECEIVED: gettext_lazy("Hoeveel meldingen en signalen?"),
    Axis.DOOR: gettext_lazy("Hoe kwam het bij ons?"),
    Axis.CONTACT: gettext_lazy("Was er op tijd contact?"),
    Axis.GROUND: gettext_lazy("Waar ging het om?"),
    Axis.AREA: gettext_lazy("Waar gebeurde het?"),
    Axis.NATURE: gettext_lazy("Wat gebeurde er?"),
    Axis.HANDLING: gettext_lazy("Wat is er gedaan?"),
    Axis.HEARD: gettext_lazy("Voelde de student zich gehoord?"),
    Axis.BELIEVED: gettext_lazy("Voelde de student zich geloofd?"),
}


@dataclass(frozen=True)
class Row:
    """One value of an axis; ``number`` None is hidden."""

    label: str
    number: int | None


@dataclass(frozen=True)
class AxisTable:
    """One axis with its drawing."""

    key: str
    title: str
    rows: tuple[Row, ...]
    chart: str

    @property
    def is_empty(self) -> bool:
        """Nothing can be shown at all."""
        return not any(row.number for row in self.rows)


@dataclass(frozen=True)
class QuarterFigures:
    """One closed quarter of a school or the region."""

    quarter: str
    number: int
    year: int
    registered: int | None
    """Reports and signals; None when hidden: under ten, so that no zero is ever shown as good news."""
    expected: int | None
    median_hours: int | None
    tables: tuple[AxisTable, ...]
    compared: str

    @property
    def share_in_time(self) -> int | None:
        """Per cent of first contacts within the clock; only when both numbers are shown."""
        contact = next(table for table in self.tables if table.key == Axis.CONTACT)
        numbers = {row.label: row.number for row in contact.rows}
        shown = [number for number in numbers.values() if number is not None]
        if len(shown) < len(numbers):
            return None
        return round(100 * (contact.rows[0].number or 0) / sum(shown)) if sum(shown) else None


def label_for(axis: Axis, value: str) -> str:
    if axis is Axis.RECEIVED:
        return _("Alles samen")
    if axis is Axis.CONTACT:
        return str(CONTACT_LABELS[value])
    return str(LABELS[axis](value).label)


def quarters_of(organisation: Organisation) -> list[QuarterFigures]:
    """Published quarters of a school, newest first."""
    publications = Publication.objects.filter(organisation=organisation).prefetch_related("cells")[:QUARTERS_SHOWN]
    return [_figures(publication) for publication in publications]


def regional_quarters(region_id: int) -> list[QuarterFigures]:
    publications = Publication.objects.filter(region=region_id, organisation=None).prefetch_related("cells")[:QUARTERS_SHOWN]
    return [_figures(publication) for publication in publications]


def _figures(publication: Publication) -> QuarterFigures:
    number, year = label_of(publication.quarter)
    cells = list(publication.cells.all())
    tables = []
    for axis in Axis:
        rows = tuple(Row(label_for(axis, cell.value), cell.count) for cell in cells if cell.axis == axis)
        tables.append(AxisTable(axis.value, str(TITLES[axis]), rows, bars([Bar(row.label, row.number) for row in rows])))
    registered = next((cell.count for cell in cells if cell.axis == Axis.RECEIVED), None)
    expected = round(publication.bol_students * EXPECTED_SHARE / 4) if publication.bol_students else None
    compared = bars([Bar(_("Verteld en gemeld"), registered), Bar(_("Te verwachten"), expected, kind=2)])
    hours = None if publication.median_minutes is None else max(round(publication.median_minutes / 60), 1)
    return QuarterFigures(
        quarter=publication.quarter, number=number, year=year, registered=registered, expected=expected,
        median_hours=hours, tables=tuple(tables), compared=compared,
    )  # fmt: skip


def csv_rows(quarters: Sequence[QuarterFigures]) -> list[list[str]]:
    """Every published number as a line: quarter, question, answer, number. A hidden one says so in words."""
    rows = [[_("kwartaal"), _("vraag"), _("antwoord"), _("aantal")]]
    for figures in quarters:
        name = f"{figures.year}-{figures.number}"
        for table in figures.tables:
            for row in table.rows:
                number = _("minder dan %(least)d, of verborgen") % {"least": LEAST} if row.number is None else str(row.number)
                rows.append([name, table.title, row.label, number])
        rows.append(
            [
                name,
                _("Uren tot het eerste contact (de middelste)"),
                "",
                "" if figures.median_hours is None else str(figures.median_hours),
            ]
        )
        rows.append([name, _("Te verwachten ervaringen"), "", "" if figures.expected is None else str(figures.expected)])
    return rows
