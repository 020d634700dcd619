"""The growth line as coordinates. Its words and its table stand beside it in the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .queries import Month

LEFT, RIGHT, TOP, BOTTOM = 44, 500, 30, 230


@dataclass(frozen=True, kw_only=True)
class Point:
    month: Month
    x: int
    y: int
    labelled: bool  # every third month, so that the letters stay readable on a phone


@dataclass(frozen=True, kw_only=True)
class Tick:
    value: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Line:
    points: Sequence[Point]
    path: str
    area: str
    ticks: Sequence[Tick]
    last: Point


def growth_line(months: Sequence[Month], total: int) -> Line:
    """A line from the first to the last month, on a scale up to all learners."""
    top = max(total, 1)
    width = (RIGHT - LEFT) / max(len(months) - 1, 1)
    last = len(months) - 1
    points = [
        Point(month=month, x=round(LEFT + width * place), y=height(month.finished, top), labelled=(last - place) % 3 == 0)
        for place, month in enumerate(months)
    ]
    path = "M" + "L".join(f"{point.x} {point.y}" for point in points)
    return Line(
        points=points,
        path=path,
        area=f"{path}V{BOTTOM}H{LEFT}Z",
        ticks=[Tick(value=value, y=height(value, top)) for value in sorted({0, top // 2, top})],
        last=points[-1],
    )


def height(value: int, top: int) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * value / top)
