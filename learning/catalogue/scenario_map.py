"""The map of a conversation: moments in layers from the beginning, replies as lines. Plain numbers for an SVG.

Layers by the shortest way from the beginning; within a layer each moment stands near the middle of those it comes from
(the barycentre rule of Sugiyama, Tagawa and Toda, 1981, four sweeps). What cannot be reached stands in a last layer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .scenario_check import Check, Placed
from .scenario_graph import first_words, moments_of, start_of, steps_of

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 168, 64, 28, 56, 20
SWEEPS = 4
LETTERS = 22


@dataclass(frozen=True, kw_only=True)
class Node:
    """One moment on the map. ``state`` is "error", "warning" or "" (nothing to mend)."""

    key: str
    number: int
    words: str
    lines: Sequence[str]
    x: int
    y: int
    ending: str
    is_start: bool
    is_current: bool
    findings: Sequence[Placed]
    replies: int

    @property
    def errors(self) -> int:
        return sum(one.is_error for one in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors

    @property
    def state(self) -> str:
        return "error" if self.errors else "warning" if self.findings else ""


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One or more replies from one moment to another; ``mood`` is "opens", "closes" or "" by what they do to openness."""

    path: str
    mood: str
    is_back: bool


@dataclass(frozen=True, kw_only=True)
class Map:
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    width: int
    height: int


def make_map(graph: Mapping[str, Any], check: Check, current: str = "") -> Map:
    """The map of a draft, finished or not."""
    moments = {str(moment["key"]): moment for moment in moments_of(graph)}
    targets = {
        key: [str(reply.get("next") or "") for reply in steps_of(moment) if str(reply.get("next") or "") in moments]
        for key, moment in moments.items()
    }
    depth = _depths(start_of(graph), targets)
    layers = _layers(depth, targets)
    widest = max((len(layer) for layer in layers), default=1)
    place: dict[str, tuple[int, int]] = {}
    for row, layer in enumerate(layers):
        left = EDGE + (widest - len(layer)) * (WIDTH + GAP_X) // 2
        for column, key in enumerate(layer):
            place[key] = (left + column * (WIDTH + GAP_X), EDGE + row * (HEIGHT + GAP_Y))
    nodes = [
        _node(graph, check, key, moment, number, place[key], current) for number, (key, moment) in enumerate(moments.items(), 1)
    ]
    return Map(
        nodes=nodes,
        edges=_edges(moments, place),
        width=EDGE * 2 + widest * (WIDTH + GAP_X) + 40,
        height=EDGE * 2 + len(layers) * (HEIGHT + GAP_Y) - GAP_Y + 10,
    )


def _depths(start: str, targets: Mapping[str, Sequence[str]]) -> dict[str, int]:
    depth = {start: 0} if start in targets else {}
    queue = deque(depth)
    while queue:
        key = queue.popleft()
        for following in targets[key]:
            if following not in depth:
                depth[following] = depth[key] + 1
                queue.append(following)
    last = max(depth.values(), default=-1) + 1
    return {key: depth.get(key, last) for key in targets}


def _layers(depth: Mapping[str, int], targets: Mapping[str, Sequence[str]]) -> list[list[str]]:
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for key, row in depth.items():
        layers[row].append(key)
    sources: dict[str, list[str]] = {key: [] for key in targets}
    for key, following in targets.items():
        for target in following:
            sources[target].append(key)
    for sweep in range(SWEEPS):
        neighbours, order = (sources, layers) if sweep % 2 == 0 else (targets, layers[::-1])
        for layer in order:
            middle = {key: (number + 0.5) / len(row) for row in layers for number, key in enumerate(row)}
            layer.sort(key=lambda key: _mean([middle[one] for one in neighbours[key] if depth[one] != depth[key]], middle[key]))
    return layers


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def _node(  # noqa: PLR0917 - a row of the map
    graph: Mapping[str, Any], check: Check, key: str, moment: Mapping[str, Any], number: int, at: tuple[int, int], current: str
) -> Node:
    words = first_words(moment, 10)
    ending = moment.get("ending")
    return Node(
        key=key,
        number=number,
        words=words,
        lines=_wrapped(words),
        x=at[0],
        y=at[1],
        ending=str(ending.get("kind") or "") if isinstance(ending, dict) else "",
        is_start=key == start_of(graph),
        is_current=key == current,
        findings=check.at(key),
        replies=len(steps_of(moment)),
    )


def _wrapped(words: str) -> list[str]:
    """Two lines that fit the box."""
    lines: list[str] = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) + 1 > LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    shown = [line[:LETTERS] for line in lines[:2]]
    if len(lines) > 2 and not shown[-1].endswith("…"):
        shown[-1] = shown[-1][: LETTERS - 1] + "…"
    return shown


def _edges(moments: Mapping[str, Mapping[str, Any]], place: Mapping[str, tuple[int, int]]) -> list[Edge]:
    joined: dict[tuple[str, str], list[int]] = {}
    for key, moment in moments.items():
        for reply in steps_of(moment):
            target = str(reply.get("next") or "")
            if target in moments:
                change = reply.get("openness")
                joined.setdefault((key, target), []).append(change if isinstance(change, int) else 0)
    return [_edge(place[source], place[target], changes) for (source, target), changes in joined.items()]


def _edge(source: tuple[int, int], target: tuple[int, int], changes: Sequence[int]) -> Edge:
    mood = "opens" if min(changes) > 0 else "closes" if max(changes) < 0 else ""
    (x1, y1), (x2, y2) = source, target
    if y2 > y1:
        sx, sy, tx, ty = x1 + WIDTH // 2, y1 + HEIGHT, x2 + WIDTH // 2, y2
        bend = max(24, (ty - sy) // 2)
        return Edge(path=f"M{sx} {sy}C{sx} {sy + bend} {tx} {ty - bend} {tx} {ty - 4}", mood=mood, is_back=False)
    if y1 == y2 and x1 != x2:
        sx, tx, below = x1 + WIDTH // 2, x2 + WIDTH // 2 + (14 if x2 > x1 else -14), y1 + HEIGHT + 34
        return Edge(path=f"M{sx} {y1 + HEIGHT}C{sx} {below} {tx} {below} {tx} {y2 + HEIGHT + 4}", mood=mood, is_back=True)
    sx, sy, tx, ty = x1 + WIDTH, y1 + HEIGHT // 2, x2 + WIDTH, y2 + HEIGHT // 2 + (10 if source == target else 0)
    out = max(sx, tx) + 32
    return Edge(path=f"M{sx} {sy}C{out} {sy} {out} {ty} {tx + 4} {ty}", mood=mood, is_back=True)
