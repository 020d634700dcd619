"""Figures attacked by a solver that has everything that is published, and every total besides."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy
import pytest
from scipy.optimize import linprog

from content.reporting.suppression import LEAST, REGION, Shown, Table, exposed_cells, suppress


def solve(shown: Shown) -> dict[tuple[str, str], tuple[int, int]]:
    """The range of every hidden cell for somebody who knows all that is shown and each school's total: linear programming,
    written apart from the code it attacks. The whole numbers follow because such tables of sums are totally unimodular."""
    table = shown.table
    cells = [(row, value) for row in table.rows for value in table.values]
    place = {cell: index for index, cell in enumerate(cells)}
    equations, sides = [], []
    for row, value in cells:
        if not shown.is_hidden(row, value):
            equations.append([1.0 if cell == (row, value) else 0.0 for cell in cells])
            sides.append(table.count(row, value))
    if table.totals is None:
        for row in table.rows:
            equations.append([1.0 if cell[0] == row else 0.0 for cell in cells])
            sides.append(sum(table.count(row, value) for value in table.values))
    if table.has_region:
        for value in table.values:
            if not shown.is_hidden(REGION, value):
                equations.append([1.0 if cell[1] == value else 0.0 for cell in cells])
                sides.append(table.count(REGION, value))
    caps = [(0, None if table.totals is None else table.totals[row]) for row, _value in cells]
    wanted = [cell for cell in shown.hidden if 0 < table.count(*cell) < LEAST]
    found = {}
    for cell in wanted:
        goal = numpy.zeros(len(cells))
        for row in table.rows if cell[0] == REGION else [cell[0]]:
            goal[place[(row, cell[1])]] = 1
        ends = []
        for sign in (1, -1):
            answer = linprog(sign * goal, A_eq=equations or None, b_eq=sides or None, bounds=caps, method="highs")
            ends.append(10**6 if answer.status == 3 else round(sign * answer.fun))
        found[cell] = (ends[0], ends[1])
    return found


def recovered(shown: Shown) -> list[tuple[str, str]]:
    return [cell for cell, (low, high) in solve(shown).items() if low == high]


def table_of(seed: int, *, several: bool) -> Table:
    chance = random.Random(seed)
    schools = [f"school{number}" for number in range(chance.randint(1, 5))]
    values = [f"v{number}" for number in range(chance.randint(3, 7))]
    sizes = [0, 1, 2, 3, 5, 8, 9, 10, 12, 15, 40]
    rows = {school: {value: chance.choice(sizes) for value in values} for school in schools}
    totals = {school: max(counts.values()) + chance.randint(0, 3) for school, counts in rows.items()} if several else None
    return Table(rows, values, totals)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("block", range(3))
def test_no_cell_under_ten_is_recovered(several: bool, block: int) -> None:
    for seed in range(block * 25, block * 25 + 25):
        shown = suppress(table_of(seed, several=several))
        assert recovered(shown) == [], f"table {seed}"


@pytest.mark.parametrize("several", [False, True])
def test_the_code_and_the_solver_agree_on_what_is_exposed_before_protection(several: bool) -> None:
    for seed in range(200, 240):
        table = table_of(seed, several=several)
        naive = Shown(table, {(r, v) for r in table.shown_rows for v in table.values if table.count(r, v) < LEAST})
        assert sorted(exposed_cells(naive)) == sorted(recovered(naive)), f"table {seed}"


def test_hiding_the_small_cells_alone_would_not_have_been_enough() -> None:
    """The attack works: without complementary suppression it recovers cells."""
    found = 0
    for seed in range(60):
        table = table_of(seed, several=False)
        naive = Shown(table, {(r, v) for r in table.shown_rows for v in table.values if table.count(r, v) < LEAST})
        found += len(recovered(naive))
    assert found > 20


def test_nothing_under_ten_is_ever_shown_and_no_zero_either() -> None:
    for seed in range(100):
        shown = suppress(table_of(seed, several=False))
        table = shown.table
        assert all(
            shown.is_hidden(row, value) or table.count(row, value) >= LEAST
            for row in table.shown_rows
            for value in table.values
        )


def test_large_tables_stay_useful() -> None:
    table = Table({"a": {"x": 40, "y": 30, "z": 25}, "b": {"x": 50, "y": 22, "z": 4}}, ["x", "y", "z"])

    shown = suppress(table)

    assert not shown.is_hidden("a", "x")
    assert not shown.is_hidden(REGION, "x")
    assert shown.is_hidden("b", "z")


def test_the_region_shows_what_single_schools_cannot() -> None:
    rows = {f"s{number}": {"race": number + 3, "religion": 2, "other": 1} for number in range(5)}
    table = Table(rows, ["race", "religion", "other"], dict.fromkeys(rows, 8))

    shown = suppress(table)

    assert not shown.is_hidden(REGION, "race")
    assert all(shown.is_hidden(school, "race") for school in rows)


def test_hiding_is_steady() -> None:
    for seed, following in pairwise([7, 7, 7]):
        assert suppress(table_of(seed, several=False)).hidden == suppress(table_of(following, several=False)).hidden
