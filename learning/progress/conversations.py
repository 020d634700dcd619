"""What the learner sees of a conversation: while talking only consequences; afterwards everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.catalogue.player import ConversationScreen, Message, conversation_screen, message_of
from learning.engine.debrief import Exchange, make_debrief
from learning.engine.scenario import Ending, Line, Scenario
from learning.engine.skills import SKILLS

from .curve import Curve, openness_curve
from .models import Answer, Attempt
from .playing import scenario_of


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A conversation where it stands, with what the learner said first at this place."""

    shown: ConversationScreen
    asks_own_words: bool
    own_words: str

    @property
    def new_messages(self) -> list[Message]:
        return [message for message in self.shown.messages if message.is_new]

    @property
    def title(self) -> str:
        """The page's title names the moment: the last thing that was said."""
        if self.shown.is_ended:
            return _("Het gesprek is klaar")
        last = next((one for one in reversed(self.shown.messages) if not one.is_own and not one.is_scene), None)
        return f"{last.name}: {last.text}" if last is not None else _("Wat zeg jij?")


def screen_of(attempt: Attempt) -> Screen:
    """The page of an attempt: all lines so far, those since the last reply marked as new, and the open replies."""
    replies = [payload["reply"] for payload in attempt.payloads()]
    shown = conversation_screen(attempt.version.content, replies, seed=str(attempt.seed), own_name=_("Jij"))
    said = attempt.said_at == shown.sequence
    return Screen(
        shown=shown,
        asks_own_words=shown.asks_own_words and not said,
        own_words=attempt.said if shown.asks_own_words and said else "",
    )


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One exchange in the debrief, with everything that was hidden."""

    number: int
    own: str
    answer: Sequence[Message]
    thoughts: Sequence[str]
    feedback: str
    skills: Sequence[str]
    change: int
    own_words: str
    alternative: str
    alternative_feedback: str
    is_turning_point: bool

    @property
    def sequence(self) -> int:
        """How many replies came before this one: where "try again from here" begins."""
        return self.number - 1

    @property
    def opened(self) -> bool:
        return self.change > 0

    @property
    def closed(self) -> bool:
        return self.change < 0


@dataclass(frozen=True, kw_only=True)
class Skill:
    """How often a skill was used, with a bar for the eye."""

    name: str
    times: int
    percent: int
    opens: bool | None


@dataclass(frozen=True, kw_only=True)
class Untold:
    """What stayed untold, and what gives room for it."""

    text: str
    invites: str


@dataclass(frozen=True, kw_only=True)
class LookingBack:
    """The whole debrief."""

    title: str
    student: str
    ending: Ending
    sentence: str
    opening: Sequence[Message]
    turns: Sequence[Turn]
    curve: Curve
    untold: Sequence[Untold]
    skills: Sequence[Skill]
    open_questions: int
    closed_questions: int
    reflections: int
    questions: int
    better_path: Sequence[str]
    take_along: str

    @property
    def turning_points(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.is_turning_point]


def looking_back(attempt: Attempt) -> LookingBack:
    """The debrief of a finished attempt, from its frozen version and its answers alone."""
    scenario = scenario_of(attempt.version)
    answers = list(attempt.answers.all())
    found = make_debrief(scenario, [answer.payload["reply"] for answer in answers])
    turning = {exchange.number for exchange in found.turning_points}
    turns = [
        _turn(scenario, exchange, answer, exchange.number in turning)
        for exchange, answer in zip(found.exchanges, answers, strict=True)
    ]
    most = max((times for _key, times in found.skills), default=1)
    return LookingBack(
        title=scenario.title,
        student=scenario.student,
        ending=found.ending,
        sentence=_sentence(scenario.student, turns),
        opening=_messages(scenario, found.opening),
        turns=turns,
        curve=openness_curve(scenario, found.curve, turning),
        untold=[Untold(text=fact.text, invites=fact.invites) for fact in found.untold],
        skills=[_skill(key, times, most) for key, times in found.skills if key in SKILLS],
        open_questions=found.open_to_closed.first,
        closed_questions=found.open_to_closed.second,
        reflections=found.reflections_to_questions.first,
        questions=found.reflections_to_questions.second,
        better_path=[step.text or _("Je geeft terug wat je hoorde.") for step in found.better_path],
        take_along=scenario.take_along,
    )


def _messages(scenario: Scenario, lines: Sequence[Line]) -> list[Message]:
    return [message_of(scenario, line, _("Jij")) for line in lines]


def _turn(scenario: Scenario, exchange: Exchange, answer: Answer, is_turning_point: bool) -> Turn:
    return Turn(
        number=exchange.number,
        own=exchange.text or _("Je geeft terug wat je hoorde."),
        answer=_messages(scenario, exchange.answer),
        thoughts=[line.thought for line in exchange.answer if line.thought],
        feedback=exchange.reply.feedback,
        skills=[skill_name(key) for key in exchange.reply.skills if key in SKILLS],
        change=exchange.change,
        own_words=answer.own_words,
        alternative=exchange.alternative.text if exchange.alternative is not None else "",
        alternative_feedback=exchange.alternative.feedback if exchange.alternative is not None else "",
        is_turning_point=is_turning_point,
    )


def skill_name(key: str) -> str:
    """A skill in the language of the page; the engine knows both words."""
    return SKILLS[key].en if get_language() == "en" else SKILLS[key].nl


def _skill(key: str, times: int, most: int) -> Skill:
    return Skill(name=skill_name(key), times=times, percent=round(100 * times / most), opens=SKILLS[key].opens)


def _sentence(student: str, turns: Sequence[Turn]) -> str:
    """The conversation in one or two sentences: where it closed and where it opened."""
    closed = next((turn for turn in turns if turn.is_turning_point and turn.closed), None)
    opened = next((turn for turn in turns if turn.is_turning_point and turn.opened), None)
    names: dict[str, str | int] = {"student": student}
    if closed is not None and opened is not None:
        names |= {"closed": closed.number, "opened": opened.number}
        if closed.number < opened.number:
            return _("Bij moment %(closed)s sloot %(student)s zich. Bij moment %(opened)s ging het weer open.") % names
        return _("Bij moment %(opened)s ging %(student)s verder open. Bij moment %(closed)s werd het weer stiller.") % names
    if opened is not None:
        return _("%(student)s werd opener terwijl jullie praatten.") % names
    if closed is not None:
        return _("%(student)s werd stiller terwijl jullie praatten. Hieronder zie je waar.") % names
    return ""
