"""Every state of a conversation that can be reached: moment × openness × only those flags that a condition reads.

Exact up to 100,000 states; beyond that `too_large` says so and nothing is concluded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from .conversation import Flags, after, arriving, change_of, reaction_to, reply_is_open, saying
from .scenario import Line, Moment, Reaction, Reply, Scenario, When, clamp

MOST_STATES = 100_000
Node = tuple[str, int, Flags]
Step = Reply | Reaction


def conditions_of(scenario: Scenario) -> Iterator[tuple[str, When]]:
    """Every condition of a conversation with the place where it stands."""
    for fact in scenario.facts.values():
        yield f"feit {fact.key}", fact.when
    for moment in scenario.moments.values():
        place = f"moment {moment.key}"
        for number, line in enumerate(moment.lines, 1):
            yield f"{place}, zin {number}", line.when
        for reply in moment.replies:
            yield f"{place}, antwoord {reply.key}", reply.when
        for reaction in moment.give_back.reactions if moment.give_back else ():
            for number, line in enumerate(reaction.lines, 1):
                yield f"{place}, teruggeven, reactie {reaction.key}, zin {number}", line.when


def lines_of(scenario: Scenario) -> Iterator[tuple[str, Line]]:
    """Every line with its place."""
    for moment in scenario.moments.values():
        place = f"moment {moment.key}"
        for number, line in enumerate(moment.lines, 1):
            yield f"{place}, zin {number}", line
        for reaction in moment.give_back.reactions if moment.give_back else ():
            for number, line in enumerate(reaction.lines, 1):
                yield f"{place}, teruggeven, reactie {reaction.key}, zin {number}", line


def steps_of(moment: Moment) -> tuple[Step, ...]:
    """Replies, or the reactions to giving back."""
    return (*moment.replies, *(moment.give_back.reactions if moment.give_back else ()))


def flags_read(scenario: Scenario) -> frozenset[str]:
    """The flags that decide anything: those in conditions, and "once" of replies that can be given once."""
    read = {flag for _place, when in conditions_of(scenario) for flag in when.read}
    read |= {f"once:{moment.key}/{reply.key}" for moment in scenario.moments.values() for reply in moment.replies if reply.once}
    # A fact that has its own rule stays told once it was: that is read by the rule itself.
    read |= {f"told:{fact.key}" for fact in scenario.facts.values() if not fact.when.is_empty}
    return frozenset(read)


class Exploration:
    """The graph of states. ``also`` are flags to keep besides those that are read."""

    def __init__(self, scenario: Scenario, *, also: Iterable[str] = (), most: int = MOST_STATES) -> None:
        self.scenario = scenario
        self.read = flags_read(scenario) | frozenset(also)
        self.most = most
        self.edges: dict[Node, list[tuple[Step, Node]]] = {}
        self.told: set[str] = set()
        self.said: set[int] = set()
        self.silent: set[str] = set()
        self.too_large = False
        self._possible = {key: self._reactions(moment) for key, moment in scenario.moments.items()}
        self._walk()

    def _reactions(self, moment: Moment) -> tuple[Reaction, ...]:
        """The reactions that some set of ticks can bring."""
        if moment.give_back is None:
            return ()
        keys = [point.key for point in moment.give_back.points]
        found: dict[str, Reaction] = {}
        for number in range(2 ** min(len(keys), 12)):
            reaction = reaction_to(moment, [key for bit, key in enumerate(keys) if number >> bit & 1])
            if reaction is not None:
                found[reaction.key] = reaction
        return tuple(found.values())

    def steps(self, node: Node) -> list[Step]:
        """What can be done in a state."""
        key, openness, flags = node
        moment = self.scenario.moments[key]
        return [*(r for r in moment.replies if reply_is_open(moment, r, openness, flags)), *self._possible[key]]

    def _walk(self) -> None:
        first = self._arrive(self.scenario.start, self.scenario.openness, frozenset(), ())
        queue = deque([first])
        self.edges[first] = []
        while queue:
            node = queue.popleft()
            for step in self.steps(node):
                following = self._follow(node, step)
                self.edges[node].append((step, following))
                if following not in self.edges:
                    if len(self.edges) >= self.most:
                        self.too_large = True
                        return
                    self.edges[following] = []
                    queue.append(following)

    def _follow(self, node: Node, step: Step) -> Node:
        key, before, flags = node
        moment = self.scenario.moments[key]
        openness = clamp(before + change_of(moment, step))
        flags = after(moment, step, flags)
        if isinstance(step, Reply):
            flags |= {f"did:{deed}" for deed in step.does}
            return self._arrive(step.next, openness, flags, ())
        return self._arrive(step.next, openness, flags, step.lines)

    def _arrive(self, key: str, openness: int, flags: Flags, before: tuple[Line, ...]) -> Node:
        flags, first = saying(self.scenario, before, openness, flags)
        flags, said = arriving(self.scenario, key, openness, flags)
        self.said.update(map(id, (*first, *said)))
        if not said and not first:
            self.silent.add(key)
        self.told.update(line.tells for line in (*first, *said) if line.tells)
        self.told.update(name for name in self.scenario.moments[key].tells if f"told:{name}" in flags)
        return (key, openness, flags & self.read)

    @property
    def nodes(self) -> Iterable[Node]:
        return self.edges

    def leading_to(self, ends: Iterable[Node]) -> set[Node]:
        """The states from which one of these can be reached, themselves included."""
        back: dict[Node, list[Node]] = {}
        for node, edges in self.edges.items():
            for _step, following in edges:
                back.setdefault(following, []).append(node)
        found = set(ends)
        queue = deque(found)
        while queue:
            for before in back.get(queue.popleft(), []):
                if before not in found:
                    found.add(before)
                    queue.append(before)
        return found
