"""The conversation laid out afterwards: what was said and thought, where it turned, what stayed untold. No mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .conversation import State, Turn, advance, begin, open_replies
from .paths import PathStep, best_path
from .scenario import Ending, Fact, Line, Point, Reaction, Reply, Scenario
from .skills import CLOSING, OPEN_QUESTIONS, PERMISSION, QUESTIONS, REFLECTIONS, is_closed_question


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One turn with everything that was hidden during play. ``ticked`` and ``missed``: key points of a summary."""

    number: int
    turn: Turn
    reply: Reply | Reaction
    answer: tuple[Line, ...]
    alternative: Reply | None
    ticked: tuple[Point, ...] = ()
    missed: tuple[Point, ...] = ()

    @property
    def change(self) -> int:
        return self.turn.after - self.turn.before

    @property
    def text(self) -> str:
        """The words that were said; nothing for a summary in own words."""
        return self.reply.text if isinstance(self.reply, Reply) else ""


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
    told: tuple[Fact, ...]
    untold: tuple[Fact, ...]
    skills: tuple[tuple[str, int], ...]
    open_to_closed: Ratio
    permission_questions: int
    reflections_to_questions: Ratio
    better_path: tuple[PathStep, ...]


def make_debrief(scenario: Scenario, answers: Sequence[str]) -> Debrief:
    """The debrief of a finished conversation. Raises ValueError when it has not ended."""
    state = begin(scenario)
    exchanges: list[Exchange] = []
    for number, answer in enumerate(answers, 1):
        before = state
        state = advance(scenario, state, answer)
        exchanges.append(_exchange(scenario, before, state, number))
    ending = scenario.moments[state.moment].ending
    if ending is None:
        raise ValueError("the conversation has not ended")
    used = Counter(skill for exchange in exchanges for skill in exchange.reply.skills)
    return Debrief(
        ending=ending,
        opening=state.opening,
        exchanges=tuple(exchanges),
        curve=(scenario.openness, *(exchange.turn.after for exchange in exchanges)),
        turning_points=_turning_points(exchanges),
        told=tuple(fact for key, fact in scenario.facts.items() if key in state.told),
        untold=tuple(fact for key, fact in scenario.facts.items() if key not in state.told),
        skills=tuple(used.most_common()),
        open_to_closed=_open_to_closed(exchanges),
        permission_questions=used[PERMISSION],
        reflections_to_questions=_reflections_to_questions(exchanges),
        better_path=best_path(scenario) if ending.kind != "good" else (),
    )


def _open_to_closed(exchanges: Sequence[Exchange]) -> Ratio:
    """Replies with an open question beside those with a closed one; one that asks permission is not closed."""
    return Ratio(
        first=sum(bool(set(exchange.reply.skills) & OPEN_QUESTIONS) for exchange in exchanges),
        second=sum(is_closed_question(exchange.reply.skills) for exchange in exchanges),
    )


def _reflections_to_questions(exchanges: Sequence[Exchange]) -> Ratio:
    """Replies that give back what was heard beside those that ask."""
    return Ratio(
        first=sum(bool(set(exchange.reply.skills) & REFLECTIONS) for exchange in exchanges),
        second=sum(bool(set(exchange.reply.skills) & QUESTIONS) for exchange in exchanges),
    )


def _exchange(scenario: Scenario, before: State, after: State, number: int) -> Exchange:
    turn = after.turns[-1]
    moment = scenario.moments[turn.moment]
    reply = moment.reply(turn.reply) or moment.reaction(turn.reply)
    assert reply is not None
    points = moment.give_back.points if moment.give_back else ()
    return Exchange(
        number=number,
        turn=turn,
        reply=reply,
        answer=turn.said,
        alternative=_alternative(open_replies(scenario, before), reply),
        ticked=tuple(point for point in points if point.key in turn.ticked),
        missed=tuple(point for point in points if point.key not in turn.ticked),
    )


def _alternative(replies: Sequence[Reply], given: Reply | Reaction) -> Reply | None:
    """The reply that would have opened most, where it closes nothing itself."""
    better = [
        reply for reply in replies if reply.openness > max(given.openness, 0) and not set(reply.skills) & CLOSING
    ]  # fmt: skip
    return max(better, key=lambda reply: reply.openness, default=None)


def _turning_points(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Where openness rose most and where it fell most, in the order of the conversation."""
    rose = max((one for one in exchanges if one.change > 0), key=lambda one: one.change, default=None)
    fell = min((one for one in exchanges if one.change < 0), key=lambda one: one.change, default=None)
    return tuple(sorted((one for one in (rose, fell) if one is not None), key=lambda one: one.number))
