"""Which cells of a table may be shown: pure functions without Django, attacked by a solver in the tests.

A table counts one axis (grounds, doors …) for the schools of a region, and for the region, which is their sum. A cell
under ten is hidden, and so are as many others as it takes that nobody can work it out: not from sums over the schools, and
not with each school's total either, which somebody may know from elsewhere (who knows when cases were closed). What is
published once is never published again, so there is no earlier version to subtract (publishing.py).

Whether a hidden cell can be another number than it is, is a question about moving one case: down here, up there, with every
sum that is known kept. For a table of sums such a move exists exactly when there is a path through the hidden cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

LEAST = 10
REGION = "region"
Cell = tuple[str, str]
Node = tuple[str, str]


@dataclass(frozen=True)
class Table:
    """Counts of one axis: school → value → count.

    With ``totals`` a case can have several values (grounds): a cell is at most its school's total, and a row adds up to
    nothing. Without, each case has exactly one value, and a row adds up to the total that somebody may know.
    """

    rows: Mapping[str, Mapping[str, int]]
    values: Sequence[str]
    totals: Mapping[str, int] | None = None

    @property
    def has_region(self) -> bool:
        """One school is the region itself: then there is no sum over schools."""
        return len(self.rows) > 1

    @property
    def shown_rows(self) -> list[str]:
        return [*self.rows, REGION] if self.has_region else list(self.rows)

    def count(self, row: str, value: str) -> int:
        if row == REGION:
            return sum(counts.get(value, 0) for counts in self.rows.values())
        return self.rows[row].get(value, 0)


@dataclass
class Shown:
    """Which cells are hidden. Everything else is shown as it is."""

    table: Table
    hidden: set[Cell] = field(default_factory=set)

    def is_hidden(self, row: str, value: str) -> bool:
        return (row, value) in self.hidden

    def is_free(self, value: str) -> bool:
        """Whether the sum over the schools is unknown in this column."""
        return not self.table.has_region or (REGION, value) in self.hidden


def suppress(table: Table) -> Shown:
    """Hide what is under ten, and then as little more as protects it."""
    shown = Shown(table)
    shown.hidden = {(row, value) for row in table.shown_rows for value in table.values if table.count(row, value) < LEAST}
    while (exposed := exposed_cells(shown)) and (more := _one_more(shown, exposed[0])):
        shown.hidden.add(more)
    return shown


def exposed_cells(shown: Shown) -> list[Cell]:
    """Hidden cells of one to nine that can be no other number, for somebody who knows every total."""
    small = [cell for cell in sorted(shown.hidden) if 0 < shown.table.count(*cell) < LEAST]
    return [cell for cell in small if not _can_be_another(shown, cell)]


def _one_more(shown: Shown, cell: Cell) -> Cell | None:
    """What to hide next: the region's cell of the column, else the smallest shown one beside, above or anywhere."""
    row, value = cell
    table = shown.table
    if table.has_region and not shown.is_free(value):
        return (REGION, value)
    beside = [(table.count(row, other), (row, other)) for other in table.values] if row != REGION else []
    above = [(table.count(other, value), (other, value)) for other in table.rows]
    regional = [(table.count(REGION, other), (REGION, other)) for other in table.values] if table.has_region else []
    anywhere = [(table.count(other, one), (other, one)) for other in table.rows for one in table.values]
    for candidates in (beside, above, regional, anywhere):
        still = sorted(candidate for candidate in candidates if candidate[1] not in shown.hidden)
        if still:
            return still[0][1]
    return None


def _can_be_another(shown: Shown, cell: Cell) -> bool:
    return _fits_under_totals(shown, cell) if shown.table.totals is not None else _has_a_move(shown, cell)


# ---------------------------------------------------------------- several values for a case: each column stands alone


def _fits_under_totals(shown: Shown, cell: Cell) -> bool:
    row, value = cell
    hidden = [other for other in shown.table.rows if shown.is_hidden(other, value)]
    if row == REGION:
        return any(_can_rise(shown, other, value) or shown.table.count(other, value) > 0 for other in hidden)
    if shown.is_free(value):
        return True
    others = [other for other in hidden if other != row]
    down = any(_can_rise(shown, other, value) for other in others)
    up = _can_rise(shown, row, value) and any(shown.table.count(other, value) > 0 for other in others)
    return down or up


def _can_rise(shown: Shown, row: str, value: str) -> bool:
    assert shown.table.totals is not None
    return shown.table.count(row, value) < shown.table.totals[row]


# ---------------------------------------------------------------- one value for a case: moves along rows and columns


def _has_a_move(shown: Shown, cell: Cell) -> bool:
    """One more or one fewer in this cell, and every known sum as it was."""
    row, value = cell
    column = ("column", value)
    if row == REGION:
        return shown.is_free(value) and any(
            _reaches(shown, start, goal, skip=None, closed=value) for start, goal in ((column, HUB), (HUB, column))
        )
    more = _reaches(shown, column, ("row", row), skip=cell)
    fewer = _reaches(shown, ("row", row), column, skip=cell)
    return more or fewer


HUB: Node = ("hub", "")


def _reaches(shown: Shown, start: Node, goal: Node, *, skip: Cell | None, closed: str = "") -> bool:
    seen, edge = {start}, [start]
    while edge:
        node = edge.pop()
        if node == goal:
            return True
        for following in _moves(shown, node, skip, closed):
            if following not in seen:
                seen.add(following)
                edge.append(following)
    return False


def _moves(shown: Shown, node: Node, skip: Cell | None, closed: str) -> Iterator[Node]:
    """A column with one too many takes it from a row's hidden cell, or hands it on when its own sum is unknown; a row with
    one too few puts it into another hidden cell."""
    kind, name = node
    table = shown.table
    if kind == "column":
        for row in table.rows:
            if shown.is_hidden(row, name) and (row, name) != skip and table.count(row, name) > 0:
                yield ("row", row)
        if shown.is_free(name) and name != closed:
            yield HUB
    elif kind == "row":
        for value in table.values:
            if shown.is_hidden(name, value) and (name, value) != skip:
                yield ("column", value)
    else:
        for value in table.values:
            if shown.is_free(value) and value != closed:
                yield ("column", value)
