"""A draft being played: the same rules and lines as a learner meets, from any moment, and nothing kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from learning.engine.conversation import ConversationEndedError, ReplyNotOpenError, State, Turn, advance, arriving
from learning.engine.scenario import Ending, Scenario
from learning.engine.skills import SKILLS

from .player import ConversationScreen, screen_of_state
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
    """The screen of a try-out: the learner's own, and beside it what a learner does not see."""

    screen: ConversationScreen
    openness: int
    told: Sequence[str]
    done: Sequence[Done]
    ending: Ending | None
    moment: str
    answers: Sequence[str]

    @property
    def stopped(self) -> bool:
        """Nothing can be said, and it is no ending."""
        return self.ending is None and not self.screen.replies and not self.screen.points


def trial_of(scenario: Scenario, *, start: str, openness: int, told: Sequence[str], answers: Sequence[str]) -> Trial:
    """Play the answers from a moment on. Raises NotPlayableError."""
    if start not in scenario.moments:
        raise NotPlayableError
    begun = replace(scenario, start=start, openness=openness)
    flags, said = arriving(begun, start, openness, frozenset(f"told:{key}" for key in told))
    state = State(moment=start, openness=openness, flags=flags, opening=said)
    try:
        for answer in answers:
            state = advance(begun, state, answer)
    except (ReplyNotOpenError, ConversationEndedError) as error:
        raise NotPlayableError from error
    return Trial(
        screen=screen_of_state(begun, state, seed="proef", own_name=_("Jij")),
        openness=state.openness,
        told=[fact.text for key, fact in begun.facts.items() if key in state.told],
        done=[_done(begun, turn) for turn in state.turns],
        ending=begun.moments[state.moment].ending,
        moment=state.moment,
        answers=list(answers),
    )


def _done(scenario: Scenario, turn: Turn) -> Done:
    moment = scenario.moments[turn.moment]
    reply = moment.reply(turn.reply)
    step = reply or moment.reaction(turn.reply)
    assert step is not None
    skills = ", ".join(skill_name(SKILLS[key]) for key in step.skills if key in SKILLS)
    words = reply.text if reply is not None else _("Je geeft terug wat je hoorde.")
    return Done(text=words, skills=skills, before=turn.before, after=turn.after, feedback=step.feedback)
