"""One good way through a conversation: to the best ending that can be reached, leaving the other as open as possible."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .conversation import reaction_to, ticks
from .exploring import Exploration, Node, Step
from .scenario import Moment, Reply, Scenario
from .skills import CLOSING

RANK = {"good": 0, "mixed": 1, "stuck": 2}
MOST_STATES = 20_000


@dataclass(frozen=True, kw_only=True)
class PathStep:
    """One step of a path; ``answer`` is what to give to `advance`."""

    moment: str
    step: Step
    answer: str

    @property
    def text(self) -> str:
        """The words of a reply; nothing for a summary, which everybody says in own words."""
        return self.step.text if isinstance(self.step, Reply) else ""


def best_path(scenario: Scenario) -> tuple[PathStep, ...]:
    """A shortest way to the best ending; among equals the one that leaves the other most open. Empty where none ends."""
    explored = Exploration(scenario, most=MOST_STATES)
    ends = [node for node in explored.nodes if scenario.moments[node[0]].ending]
    if not ends:
        return ()
    came = _first_ways(explored)
    target = min(
        (node for node in ends if node in came), key=lambda node: (_rank(scenario, node), -node[1], len(_back(came, node)))
    )
    way = _back(came, target)
    return tuple(
        PathStep(moment=before[0], step=step, answer=answer_for(scenario.moments[before[0]], step))
        for (before, _first), (_after, step) in pairwise(way)
        if step is not None
    )


def _first_ways(explored: Exploration) -> dict[Node, tuple[Node | None, Step | None]]:
    """How each state is reached first. Steps that close nothing go before those that do."""
    first = next(iter(explored.nodes))
    came: dict[Node, tuple[Node | None, Step | None]] = {first: (None, None)}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        for step, following in sorted(explored.edges[node], key=lambda edge: bool(set(edge[0].skills) & CLOSING)):
            if following not in came:
                came[following] = (node, step)
                queue.append(following)
    return came


def _back(came: dict[Node, tuple[Node | None, Step | None]], target: Node) -> list[tuple[Node, Step | None]]:
    """The states on the way to one, each with the step that led to it."""
    way: list[tuple[Node, Step | None]] = []
    node: Node | None = target
    while node is not None:
        before, step = came[node]
        way.append((node, step))
        node = before
    return way[::-1]


def _rank(scenario: Scenario, node: Node) -> int:
    ending = scenario.moments[node[0]].ending
    return RANK[ending.kind] if ending else len(RANK)


def answer_for(moment: Moment, step: Step) -> str:
    """The answer that brings this step: a reply's key, or the fewest ticks that bring this reaction."""
    if isinstance(step, Reply) or moment.give_back is None:
        return step.key
    keys = [point.key for point in moment.give_back.points]
    tries: Iterable[list[str]] = sorted(
        ([key for bit, key in enumerate(keys) if number >> bit & 1] for number in range(2 ** min(len(keys), 12))), key=len
    )
    return next(ticks(tried) for tried in tries if reaction_to(moment, tried) == step)
