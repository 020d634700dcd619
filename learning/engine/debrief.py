"""The conversation laid out afterwards: what was said and thought, where it turned, what stayed untold. No mark."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

from .conversation import State, Turn, advance, begin, is_ended, open_replies
from .scenario import Ending, Fact, Line, Reply, Scenario
from .skills import CLOSED_QUESTIONS, OPEN_QUESTIONS, QUESTIONS, REFLECTIONS

MOST_STATES = 20_000
RANK = {"good": 0, "mixed": 1, "stuck": 2}


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One turn with everything that was hidden during play."""

    number: int
    turn: Turn
    reply: Reply
    answer: tuple[Line, ...]
    alternative: Reply | None

    @property
    def change(self) -> int:
        return self.turn.after - self.turn.before


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """Two counts side by side, such as open and closed questions."""

    first: int
    second: int


@dataclass(frozen=True, kw_only=True)
class Debrief:
    ending: Ending
    opening: tuple[Line, ...]
    exchanges: tuple[Exchange, ...]
    curve: tuple[int, ...]
    turning_points: tuple[Exchange, ...]
    untold: tuple[Fact, ...]
    skills: tuple[tuple[str, int], ...]
    open_to_closed: Ratio
    reflections_to_questions: Ratio
    better_path: tuple[Reply, ...]


def make_debrief(scenario: Scenario, reply_keys: Sequence[str]) -> Debrief:
    """The debrief of a finished conversation. Raises ValueError when it has not ended."""
    state = begin(scenario)
    exchanges: list[Exchange] = []
    for number, key in enumerate(reply_keys, 1):
        before = state
        state = advance(scenario, state, key)
        exchanges.append(_exchange(scenario, before, state, number))
    ending = scenario.moments[state.moment].ending
    if ending is None:
        raise ValueError("the conversation has not ended")
    used = Counter(skill for exchange in exchanges for skill in exchange.reply.skills)
    return Debrief(
        ending=ending,
        opening=scenario.moments[scenario.start].lines,
        exchanges=tuple(exchanges),
        curve=(scenario.openness, *(exchange.turn.after for exchange in exchanges)),
        turning_points=_turning_points(exchanges),
        untold=tuple(fact for key, fact in scenario.facts.items() if key not in state.told),
        skills=tuple(used.most_common()),
        open_to_closed=_ratio(used, OPEN_QUESTIONS, CLOSED_QUESTIONS),
        reflections_to_questions=_ratio(used, REFLECTIONS, QUESTIONS),
        better_path=best_path(scenario) if ending.kind != "good" else (),
    )


def _ratio(used: Counter[str], first: frozenset[str], second: frozenset[str]) -> Ratio:
    return Ratio(first=sum(used[key] for key in first), second=sum(used[key] for key in second))


def _exchange(scenario: Scenario, before: State, after: State, number: int) -> Exchange:
    turn = after.turns[-1]
    reply = scenario.moments[turn.moment].reply(turn.reply)
    assert reply is not None
    others = [other for other in open_replies(scenario, before) if other.openness > max(reply.openness, 0)]
    best = max(others, key=lambda other: other.openness, default=None)
    return Exchange(number=number, turn=turn, reply=reply, answer=scenario.moments[turn.arrived].lines, alternative=best)


def _turning_points(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Where openness rose most and where it fell most, in the order of the conversation."""
    rose = max((one for one in exchanges if one.change > 0), key=lambda one: one.change, default=None)
    fell = min((one for one in exchanges if one.change < 0), key=lambda one: one.change, default=None)
    return tuple(sorted((one for one in (rose, fell) if one is not None), key=lambda one: one.number))


def best_path(scenario: Scenario) -> tuple[Reply, ...]:
    """One short way to the best ending that can be reached; among equals the one that leaves the student most open."""
    first = begin(scenario)
    queue: deque[State] = deque([first])
    seen = {_position(first)}
    ends: list[State] = []
    while queue and len(seen) < MOST_STATES:
        state = queue.popleft()
        if is_ended(scenario, state):
            ends.append(state)
            continue
        for reply in open_replies(scenario, state):
            if reply.next not in scenario.moments:
                continue
            following = advance(scenario, state, reply.key)
            if _position(following) not in seen:
                seen.add(_position(following))
                queue.append(following)
    if not ends:
        return ()
    best = min(ends, key=lambda state: (_rank(scenario, state), -state.openness, len(state.turns)))
    return tuple(found for turn in best.turns if (found := scenario.moments[turn.moment].reply(turn.reply)) is not None)


def _rank(scenario: Scenario, state: State) -> int:
    ending = scenario.moments[state.moment].ending
    return RANK[ending.kind] if ending else len(RANK)


def _position(state: State) -> tuple[object, ...]:
    return (state.moment, state.openness, state.visited, state.told, state.used, state.given)
