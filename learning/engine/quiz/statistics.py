"""What can be said of a question without a person: from sums over learners, never from their answers one by one.

The separation index is the correlation between the credit for one question and the credit for the rest of the quiz. Its
uncertainty is the 95 % interval of Fisher's transformation (https://en.wikipedia.org/wiki/Fisher_transformation).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 5
"""Learners behind any number that is shown."""
FEWEST_FOR_SEPARATION = 30
SCALE = 100
"""Credits are counted in whole hundredths, so that sums stay exact."""
SUMS = ("#n", "#x", "#t", "#xx", "#tt", "#xt")
"""Learners, credit, rest credit, their squares and their product."""


@dataclass(frozen=True, kw_only=True)
class Separation:
    """From −1 to 1, and between which values it lies with 95 % certainty."""

    index: float
    low: float
    high: float


def sums_of(credit: float, rest: float) -> dict[str, int]:
    """One learner's part of the sums: the credit for the question and the mean credit for the rest (0 to 1)."""
    x, t = round(SCALE * credit), round(SCALE * rest)
    return {"#n": 1, "#x": x, "#t": t, "#xx": x * x, "#tt": t * t, "#xt": x * t}


def share_right(sums: Mapping[str, int]) -> float | None:
    """The mean credit, from 0 to 1; None under five learners."""
    learners = sums.get("#n", 0)
    return sums.get("#x", 0) / (SCALE * learners) if learners >= FEWEST else None


def separation(sums: Mapping[str, int]) -> Separation | None:
    """None under thirty learners, and where everybody did the same."""
    n = sums.get("#n", 0)
    if n < FEWEST_FOR_SEPARATION:
        return None
    x, t = sums.get("#x", 0), sums.get("#t", 0)
    spread = (n * sums.get("#xx", 0) - x * x) * (n * sums.get("#tt", 0) - t * t)
    if spread <= 0:
        return None
    index = max(-1.0, min(1.0, (n * sums.get("#xt", 0) - x * t) / math.sqrt(spread)))
    if abs(index) > 0.9999:
        return Separation(index=index, low=index, high=index)
    middle, margin = math.atanh(index), 1.96 / math.sqrt(n - 3)
    return Separation(index=index, low=math.tanh(middle - margin), high=math.tanh(middle + margin))
