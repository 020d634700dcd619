"""All ways through a conversation: how many, how long, and one by one for whoever reads them before learners do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from learning.engine.conversation import State, advance, begin, is_ended, open_replies
from learning.engine.paths import answer_for
from learning.engine.scenario import Moment, Scenario

MOST_PATHS = 1_000
MOST_STEPS = 30_000
WORDS_A_MINUTE = 150
SECONDS_A_CHOICE = 15


@dataclass(frozen=True, kw_only=True)
class Step:
    """At a moment this answer was given (``reply`` is the reply's or reaction's key); the ending has none."""

    moment: str
    reply: str = ""
    answer: str = ""
    openness: int


@dataclass(frozen=True, kw_only=True)
class Paths:
    """``is_all`` is False where there are more than were walked. Each path gives each reply at most once.

    The first ``covering`` of them show together every reply that any of them shows.
    """

    paths: Sequence[Sequence[Step]]
    is_all: bool
    minutes: int
    covering: int

    @property
    def count(self) -> int:
        return len(self.paths)


def walk(scenario: Scenario) -> Paths:
    """The ways through, up to MOST_PATHS; ways that show a new reply come first, so that a reader meets everything soon."""
    found: list[tuple[Step, ...]] = []
    is_all = True
    for path in _paths(scenario):
        if path is None or len(found) >= MOST_PATHS:
            is_all = False
            break
        found.append(path)
    first, later = _new_first(found)
    return Paths(paths=[*first, *later], is_all=is_all, minutes=_minutes(scenario, found), covering=len(first))


def _paths(scenario: Scenario) -> Iterator[tuple[Step, ...] | None]:
    """Depth first; None once MOST_STEPS were taken."""
    if scenario.start not in scenario.moments:
        return
    steps = 0
    stack: list[tuple[State, tuple[Step, ...]]] = [(begin(scenario), ())]
    while stack:
        state, before = stack.pop()
        steps += 1
        if steps > MOST_STEPS:
            yield None
            return
        if is_ended(scenario, state):
            yield (*before, Step(moment=state.moment, openness=state.openness))
            continue
        given = {(step.moment, step.reply) for step in before}
        for key, answer in reversed(_answers(scenario, state)):
            if (state.moment, key) not in given:
                here = Step(moment=state.moment, reply=key, answer=answer, openness=state.openness)
                stack.append((advance(scenario, state, answer), (*before, here)))


def _answers(scenario: Scenario, state: State) -> list[tuple[str, str]]:
    """What can be given here: (key, answer) of each open reply, or of each reaction to a summary."""
    moment = scenario.moments[state.moment]
    if moment.give_back is None:
        return [(one.key, one.key) for one in open_replies(scenario, state) if one.next in scenario.moments]
    return _reactions(scenario, moment)


def _reactions(scenario: Scenario, moment: Moment) -> list[tuple[str, str]]:
    found = []
    for reaction in moment.give_back.reactions if moment.give_back else ():
        if reaction.next in scenario.moments:
            try:
                found.append((reaction.key, answer_for(moment, reaction)))
            except StopIteration:  # an earlier reaction always fits: the findings say so
                continue
    return found


def _new_first(paths: list[tuple[Step, ...]]) -> tuple[list[tuple[Step, ...]], list[tuple[Step, ...]]]:
    seen: set[tuple[str, str]] = set()
    first: list[tuple[Step, ...]] = []
    later: list[tuple[Step, ...]] = []
    for path in paths:
        given = {(step.moment, step.reply) for step in path}
        (first if given - seen else later).append(path)
        seen |= given
    return first, later


def _minutes(scenario: Scenario, paths: Sequence[Sequence[Step]]) -> int:
    """What the middle path takes: reading all that stands on the screen, and choosing. Whole minutes, at least one."""
    if not paths:
        return 0
    choices = {
        key: sum(len(reply.text.split()) for reply in moment.replies) + sum(len(line.text.split()) for line in moment.lines)
        for key, moment in scenario.moments.items()
    }
    seconds = [
        sum(choices[step.moment] for step in path) * 60 / WORDS_A_MINUTE + SECONDS_A_CHOICE * (len(path) - 1) for path in paths
    ]
    return max(1, round(median(seconds) / 60))
