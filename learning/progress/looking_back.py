"""Looking back on a finished conversation: everything that was hidden during play. No mark, no points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.catalogue.mirror import Mirror, Mirrored
from learning.catalogue.player import Message, message_of
from learning.engine.debrief import Exchange, make_debrief
from learning.engine.scenario import Ending, Line, Scenario
from learning.engine.skills import SKILLS

from .curve import Curve, openness_curve
from .models import Answer, Attempt
from .playing import scenario_of


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One exchange in the debrief, with everything that was hidden."""

    number: int
    own: str
    is_silent: bool
    answer: Sequence[Message]
    thoughts: Sequence[str]
    feedback: str
    skills: Sequence[str]
    change: int
    own_words: str
    mirror: Mirrored | None
    ticked: Sequence[str]
    missed: Sequence[str]
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
    permission_questions: int
    reflections: int
    questions: int
    better_path: Sequence[str]
    take_along: str
    coached: bool

    @property
    def turning_points(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.is_turning_point]


def looking_back(attempt: Attempt) -> LookingBack:
    """The debrief of a finished attempt, from its frozen version and its answers alone."""
    scenario = scenario_of(attempt.version)
    answers = list(attempt.answers.all())
    found = make_debrief(scenario, [answer.payload["reply"] for answer in answers])
    turning = {exchange.number for exchange in found.turning_points}
    mirror = Mirror(attempt.version.language)
    turns = [
        _turn(scenario, exchange, answer, mirror, exchange.number in turning)
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
        permission_questions=found.permission_questions,
        reflections=found.reflections_to_questions.first,
        questions=found.reflections_to_questions.second,
        better_path=[step.text or _("Je geeft terug wat je hoorde.") for step in found.better_path],
        take_along=scenario.take_along,
        coached=attempt.coached,
    )


def _messages(scenario: Scenario, lines: Sequence[Line]) -> list[Message]:
    return [message_of(scenario, line, _("Jij")) for line in lines]


def _turn(scenario: Scenario, exchange: Exchange, answer: Answer, mirror: Mirror, is_turning_point: bool) -> Turn:
    own_words = answer.own_words
    return Turn(
        number=exchange.number,
        own=exchange.text or _("Je geeft terug wat je hoorde."),
        is_silent=getattr(exchange.reply, "silent", False),
        answer=_messages(scenario, exchange.answer),
        thoughts=[line.thought for line in exchange.answer if line.thought],
        feedback=exchange.reply.feedback,
        skills=[skill_name(key) for key in exchange.reply.skills if key in SKILLS],
        change=exchange.change,
        own_words=own_words,
        mirror=mirror.look(own_words),
        ticked=[point.text for point in exchange.ticked],
        missed=[point.text for point in exchange.missed],
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
