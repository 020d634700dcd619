"""Playing a conversation: the state is rebuilt from the answers alone, and the same answers give the same state.

What the conversation remembers are flags: "visited:m1", "told:naam", "used:repair", "owing:judging" (used and not yet
repaired), "once:m1/a". Validation walks the same rules with only the flags that somebody reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from .scenario import Line, Moment, Reaction, Reply, Scenario, When, clamp
from .skills import CLOSING, REPAIR

Flags = frozenset[str]
TICKS = "ticks:"
PRESSING_COSTS = -1


class ReplyNotOpenError(ValueError):
    """This reply does not exist at this moment, or its conditions do not hold."""


class ConversationEndedError(ValueError):
    """The conversation has ended: there is nothing to reply to."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One reply that was given, and what it did. ``answer`` is what was given: a reply's key, or `ticks`."""

    moment: str
    answer: str
    reply: str
    before: int
    after: int
    arrived: str
    said: tuple[Line, ...] = ()
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a conversation stands. ``opening`` are the lines with which it began."""

    moment: str
    openness: int
    flags: Flags = frozenset()
    opening: tuple[Line, ...] = ()
    turns: tuple[Turn, ...] = field(default=())

    def _named(self, kind: str) -> frozenset[str]:
        return frozenset(flag.removeprefix(kind) for flag in self.flags if flag.startswith(kind))

    @property
    def visited(self) -> frozenset[str]:
        return self._named("visited:")

    @property
    def told(self) -> frozenset[str]:
        return self._named("told:")

    @property
    def used(self) -> frozenset[str]:
        return self._named("used:")

    @property
    def owing(self) -> frozenset[str]:
        """Closing skills that were used and not repaired yet."""
        return self._named("owing:")


# ---------------------------------------------------------------- the rules, on openness and flags alone
def holds(when: When, openness: int, flags: Flags) -> bool:
    """Whether conditions hold."""
    return when.is_empty or (
        (when.openness_min is None or openness >= when.openness_min)
        and (when.openness_max is None or openness <= when.openness_max)
        and when.needed <= flags
        and when.forbidden.isdisjoint(flags)
        and (not when.one_of or not when.one_of.isdisjoint(flags))
    )


def presses_on(moment: Moment, reply: Reply) -> bool:
    """Whether a reply goes on pushing after a "nee": marked so, or closing without repairing."""
    return moment.refusal and (reply.presses_on or (bool(set(reply.skills) & CLOSING) and REPAIR not in reply.skills))


def change_of(moment: Moment, step: Reply | Reaction) -> int:
    """How a step moves openness. Pressing on after a "nee" lowers it, whatever is written."""
    if isinstance(step, Reply) and presses_on(moment, step):
        return min(step.openness, PRESSING_COSTS)
    return step.openness


def reply_is_open(moment: Moment, reply: Reply, openness: int, flags: Flags) -> bool:
    """Whether a reply may be given."""
    return not (reply.once and f"once:{moment.key}/{reply.key}" in flags) and holds(reply.when, openness, flags)


def after(moment: Moment, step: Reply | Reaction, flags: Flags) -> Flags:
    """What is remembered once a step was taken. Repair clears what stood between the two, and counts before what follows it."""
    if REPAIR in step.skills:
        flags = frozenset(flag for flag in flags if not flag.startswith("owing:"))
    once = {f"once:{moment.key}/{step.key}"} if isinstance(step, Reply) and step.once else set()
    return flags | gained_by(step.skills) | once


@lru_cache(maxsize=2000)
def gained_by(skills: tuple[str, ...]) -> Flags:
    """What using these skills leaves."""
    return frozenset(f"used:{skill}" for skill in skills) | frozenset(f"owing:{skill}" for skill in skills if skill in CLOSING)


def arriving(scenario: Scenario, key: str, openness: int, flags: Flags) -> tuple[Flags, tuple[Line, ...]]:
    """The flags and the lines on arriving at a moment: a fact is told only when it is earned."""
    moment = scenario.moments[key]
    told = [f"told:{name}" for name in moment.tells if is_earned(scenario, name, openness, flags)]
    flags = flags | {f"visited:{key}", *told}
    return saying(scenario, moment.lines, openness, flags)


def saying(scenario: Scenario, lines: Iterable[Line], openness: int, flags: Flags) -> tuple[Flags, tuple[Line, ...]]:
    """Which of these lines are said, one after the other, and what is told by them."""
    said = []
    for line in lines:
        if not holds(line.when, openness, flags):
            continue
        if line.tells:
            if not is_earned(scenario, line.tells, openness, flags):
                continue
            flags |= {f"told:{line.tells}"}
        said.append(line)
    return flags, tuple(said)


def is_earned(scenario: Scenario, name: str, openness: int, flags: Flags) -> bool:
    """Whether the other tells this fact now; what was told once stays told."""
    fact = scenario.facts.get(name)
    return fact is None or f"told:{name}" in flags or holds(fact.when, openness, flags)


def reaction_to(moment: Moment, ticked: Iterable[str]) -> Reaction | None:
    """The first reaction that fits what was ticked; the last is for whatever remains."""
    if moment.give_back is None:
        return None
    kinds = {point.key: point.kind for point in moment.give_back.points}
    have = {key for key in ticked if key in kinds}
    have |= {kinds[key] for key in have}
    fitting = (reaction for reaction in moment.give_back.reactions if set(reaction.ticked) <= have)
    return next(fitting, moment.give_back.reactions[-1] if moment.give_back.reactions else None)


# ---------------------------------------------------------------- playing
def ticks(keys: Iterable[str]) -> str:
    """The answer that says which key points were in the learner's summary."""
    return TICKS + ",".join(sorted(set(keys)))


def ticked_in(answer: str) -> tuple[str, ...]:
    """The key points in such an answer."""
    return tuple(key for key in answer.removeprefix(TICKS).split(",") if key)


def begin(scenario: Scenario) -> State:
    """The state at the first moment."""
    flags, said = arriving(scenario, scenario.start, scenario.openness, frozenset())
    return State(moment=scenario.start, openness=scenario.openness, flags=flags, opening=said)


def open_replies(scenario: Scenario, state: State, *, seed: str = "") -> list[Reply]:
    """The replies that are open now, in the order that belongs to this attempt's seed (as written without one)."""
    moment = scenario.moments[state.moment]
    replies = [reply for reply in moment.replies if reply_is_open(moment, reply, state.openness, state.flags)]
    if not seed:
        return replies
    return sorted(replies, key=lambda reply: hashlib.sha256(f"{seed}/{moment.key}/{reply.key}".encode()).digest())


def is_ended(scenario: Scenario, state: State) -> bool:
    """Whether this moment is an ending."""
    return scenario.moments[state.moment].ending is not None


def advance(scenario: Scenario, state: State, answer: str) -> State:
    """Give a reply, or tick what was given back. Raises ConversationEndedError or ReplyNotOpenError; never leaves the graph."""
    moment = scenario.moments[state.moment]
    if moment.ending is not None:
        raise ConversationEndedError(state.moment)
    step = _step(moment, state, answer)
    if step is None or step.next not in scenario.moments:
        raise ReplyNotOpenError(f"{moment.key}/{answer}")
    openness = clamp(state.openness + change_of(moment, step))
    flags = after(moment, step, state.flags)
    flags, first = saying(scenario, step.lines if isinstance(step, Reaction) else (), openness, flags)
    flags, said = arriving(scenario, step.next, openness, flags)
    turn = Turn(
        moment=moment.key,
        answer=answer,
        reply=step.key,
        before=state.openness,
        after=openness,
        arrived=step.next,
        said=first + said,
        ticked=ticked_in(answer) if isinstance(step, Reaction) else (),
    )
    return State(moment=step.next, openness=openness, flags=flags, opening=state.opening, turns=(*state.turns, turn))


def _step(moment: Moment, state: State, answer: str) -> Reply | Reaction | None:
    if moment.give_back is not None:
        ticked = ticked_in(answer)
        known = {point.key for point in moment.give_back.points}
        return reaction_to(moment, ticked) if answer.startswith(TICKS) and set(ticked) <= known else None
    reply = moment.reply(answer)
    return reply if reply is not None and reply_is_open(moment, reply, state.openness, state.flags) else None


def replay(scenario: Scenario, answers: Iterable[str]) -> State:
    """The state after these answers, from the beginning."""
    state = begin(scenario)
    for answer in answers:
        state = advance(scenario, state, answer)
    return state
