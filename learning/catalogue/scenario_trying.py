"""A draft being played: the same rules and lines as a learner meets, from any moment, and nothing kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from learning.engine.conversation import (
    ConversationEndedError,
    ReplyNotOpenError,
    State,
    Turn,
    advance,
    begin,
    is_ended,
    open_replies,
)
from learning.engine.scenario import Ending, Point, Scenario
from learning.engine.skills import SKILLS

from .player import LETTERS, Message, OfferedReply, message_of
from .scenario_forms import skill_name


class NotPlayableError(ValueError):
    """These answers do not fit this draft (any more)."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """One step that was taken, with what a learner sees only afterwards."""

    text: str
    skills: str
    before: int
    after: int
    feedback: str


@dataclass(frozen=True, kw_only=True)
class Trial:
    """The screen of a try-out; ``stopped`` where nothing can be said and it is no ending."""

    messages: Sequence[Message]
    replies: Sequence[OfferedReply]
    points: Sequence[Point]
    visible: str
    openness: int
    told: Sequence[str]
    done: Sequence[Done]
    ending: Ending | None
    moment: str
    answers: Sequence[str]

    @property
    def stopped(self) -> bool:
        return self.ending is None and not self.replies and not self.points


def trial_of(scenario: Scenario, *, start: str, openness: int, told: Sequence[str], answers: Sequence[str]) -> Trial:
    """Play the answers from a moment on. Raises NotPlayableError."""
    if start not in scenario.moments:
        raise NotPlayableError
    begun = replace(scenario, start=start, openness=openness)
    state = begin(begun)
    state = replace(state, flags=state.flags | {f"told:{key}" for key in told})
    try:
        for answer in answers:
            state = advance(begun, state, answer)
    except (ReplyNotOpenError, ConversationEndedError) as error:
        raise NotPlayableError from error
    here = begun.moments[state.moment]
    ended = is_ended(begun, state)
    offered = [] if ended else open_replies(begun, state, seed="proef")
    said = state.turns[-1].said if state.turns else state.opening
    written = [line.visible for line in said if line.visible]
    return Trial(
        messages=_shown(begun, state),
        replies=[
            OfferedReply(key=one.key, letter=letter, text=one.text) for letter, one in zip(LETTERS, offered, strict=False)
        ],
        points=here.give_back.points if here.give_back and not ended else (),
        visible=written[-1] if written else begun.visible_at(state.openness),
        openness=state.openness,
        told=[begun.facts[key].text for key in begun.facts if key in state.told],
        done=[_done(begun, turn) for turn in state.turns],
        ending=here.ending,
        moment=state.moment,
        answers=list(answers),
    )


def _words(scenario: Scenario, turn: Turn) -> str:
    reply = scenario.moments[turn.moment].reply(turn.reply)
    return reply.text if reply is not None else _("Je geeft terug wat je hoorde.")


def _shown(scenario: Scenario, state: State) -> list[Message]:
    own = _("Jij")
    shown = [message_of(scenario, line, own, is_new=not state.turns) for line in state.opening]
    for number, turn in enumerate(state.turns, 1):
        last = number == len(state.turns)
        shown.append(Message(speaker="learner", name=own, text=_words(scenario, turn), is_new=last))
        shown += [message_of(scenario, line, own, is_new=last) for line in turn.said]
    return shown


def _done(scenario: Scenario, turn: Turn) -> Done:
    moment = scenario.moments[turn.moment]
    reactions = moment.give_back.reactions if moment.give_back else ()
    step = moment.reply(turn.reply) or next(one for one in reactions if one.key == turn.reply)
    skills = ", ".join(skill_name(SKILLS[key]) for key in step.skills if key in SKILLS)
    words = _words(scenario, turn)
    return Done(text=words, skills=skills, before=turn.before, after=turn.after, feedback=step.feedback)
