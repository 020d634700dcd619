"""How open the student was, as a line. The same in words stands in a list beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.engine.scenario import HIGHEST, Scenario

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 520, 24, 500, 24, 184


@dataclass(frozen=True, kw_only=True)
class Point:
    """``number`` 0 is the beginning."""

    number: int
    x: int
    y: int
    seen: str
    is_turning_point: bool
    is_labelled: bool


@dataclass(frozen=True, kw_only=True)
class Curve:
    points: Sequence[Point]
    path: str


def openness_curve(scenario: Scenario, openness: Sequence[int], turning: set[int]) -> Curve:
    """A line through how open the student was at the start and after each reply."""
    step = (RIGHT - LEFT) / max(len(openness) - 1, 1)
    every = 1 if len(openness) <= 13 else 2
    points = [
        Point(
            number=number,
            x=round(LEFT + step * number),
            y=round(BOTTOM - (BOTTOM - TOP) * value / HIGHEST),
            seen=scenario.visible_at(value),
            is_turning_point=number in turning,
            is_labelled=number > 0 and number % every == 0,
        )
        for number, value in enumerate(openness)
    ]
    return Curve(points=points, path="M" + "L".join(f"{point.x} {point.y}" for point in points))
