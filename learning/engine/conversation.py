"""Playing a conversation: the state is rebuilt from the answers alone, and the same answers give the same state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .scenario import Moment, Reply, Scenario, clamp


class ReplyNotOpenError(ValueError):
    """This reply does not exist at this moment, or its conditions do not hold."""


class ConversationEndedError(ValueError):
    """The conversation has ended: there is nothing to reply to."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One reply that was given, and what it did."""

    moment: str
    reply: str
    before: int
    after: int
    arrived: str


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a conversation stands."""

    moment: str
    openness: int
    visited: frozenset[str]
    told: frozenset[str]
    used: frozenset[str]
    given: frozenset[tuple[str, str]]
    turns: tuple[Turn, ...] = ()


def begin(scenario: Scenario) -> State:
    """The state at the first moment."""
    state = State(
        moment=scenario.start,
        openness=scenario.openness,
        visited=frozenset(),
        told=frozenset(),
        used=frozenset(),
        given=frozenset(),
    )
    return _arrive(scenario, state, scenario.start)


def _arrive(scenario: Scenario, state: State, key: str) -> State:
    moment = scenario.moments[key]
    return replace(state, moment=key, visited=state.visited | {key}, told=state.told | set(moment.tells))


def is_open(state: State, moment: Moment, reply: Reply) -> bool:
    """Whether a reply may be given in this state."""
    when = reply.when
    return not (
        (reply.once and (moment.key, reply.key) in state.given)
        or (when.openness_min is not None and state.openness < when.openness_min)
        or (when.openness_max is not None and state.openness > when.openness_max)
        or not set(when.visited) <= state.visited
        or not set(when.told) <= state.told
        or not set(when.used) <= state.used
    )


def open_replies(scenario: Scenario, state: State, *, seed: str = "") -> list[Reply]:
    """The replies that are open now, in the order that belongs to this attempt's seed (as written without one)."""
    moment = scenario.moments[state.moment]
    replies = [reply for reply in moment.replies if is_open(state, moment, reply)]
    if not seed:
        return replies
    return sorted(replies, key=lambda reply: hashlib.sha256(f"{seed}/{moment.key}/{reply.key}".encode()).digest())


def is_ended(scenario: Scenario, state: State) -> bool:
    """Whether this moment is an ending."""
    return scenario.moments[state.moment].ending is not None


def advance(scenario: Scenario, state: State, reply_key: str) -> State:
    """Give a reply. Raises ConversationEndedError or ReplyNotOpenError; never leaves the graph."""
    moment = scenario.moments[state.moment]
    if moment.ending is not None:
        raise ConversationEndedError(state.moment)
    reply = moment.reply(reply_key)
    if reply is None or not is_open(state, moment, reply) or reply.next not in scenario.moments:
        raise ReplyNotOpenError(f"{moment.key}/{reply_key}")
    after = clamp(state.openness + reply.openness)
    turn = Turn(moment=moment.key, reply=reply.key, before=state.openness, after=after, arrived=reply.next)
    moved = replace(
        state,
        openness=after,
        used=state.used | set(reply.skills),
        given=state.given | {(moment.key, reply.key)},
        turns=(*state.turns, turn),
    )
    return _arrive(scenario, moved, reply.next)


def replay(scenario: Scenario, reply_keys: Iterable[str]) -> State:
    """The state after these replies, from the beginning."""
    state = begin(scenario)
    for key in reply_keys:
        state = advance(scenario, state, key)
    return state
