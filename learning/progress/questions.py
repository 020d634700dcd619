"""What the learner sees of a quiz: one question, its feedback, and all of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from learning.catalogue.models import FrozenVersion
from learning.catalogue.quiz_answers import CheckedQuestion, checked
from learning.catalogue.quiz_screens import OfferedQuestion, compare, offered
from learning.engine.quiz import Calibration, Question, range_text

from .models import Answer, Attempt
from .playing import play_of, quiz_of
from .quiz_models import SavedQuestion
from .quiz_play import Payload, QuizPlay
from .quiz_services import tries_left


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """The question where the learner is."""

    question: OfferedQuestion
    sequence: int
    number: int
    total: int
    shows_feedback: bool
    asks_sure: bool
    sure: str = ""
    own_words: str = ""

    @property
    def pips(self) -> list[str]:
        return pips(self.number, self.total)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answered question, with what works and why. ``answer_id`` is where a text of the learner's own lies."""

    number: int
    total: int
    key: str
    checked: CheckedQuestion
    answer_id: int
    is_saved: bool = False

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def pips(self) -> list[str]:
        return pips(self.number, self.total)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How it ended. Without a pass mark nothing is passed or failed, and no percentage is shown."""

    heading: str
    words: str
    range_words: str
    is_done: bool
    calibration: Calibration | None
    has_missed: bool
    has_saved: bool
    tries_left: int | None

    @property
    def may_again(self) -> bool:
        return self.tries_left != 0


@dataclass(frozen=True, kw_only=True)
class Introduction:
    """What somebody knows before a quiz begins."""

    intro: str
    number: int
    tries: int | None
    pass_mark: int | None
    asks_sure: bool


def introduction_of(version_id: int) -> Introduction:
    quiz = quiz_of(FrozenVersion.objects.get(pk=version_id))
    number = len(QuizPlay(quiz, 0).all)
    return Introduction(
        intro=quiz.intro, number=number, tries=quiz.tries, pass_mark=quiz.pass_mark, asks_sure=quiz.asks_sure
    )  # fmt: skip


def pips(number: int, total: int) -> list[str]:
    """A class per dot: done, now, to come; none where dots would be uncountable."""
    if total > 20:
        return []
    return ["is-on" if place < number else "is-now" if place == number else "is-next" for place in range(1, total + 1)]


def payloads_of(attempt: Attempt) -> list[Mapping[str, Any]]:
    return attempt.payloads()


def play_of_quiz(attempt: Attempt) -> QuizPlay:
    play = play_of(attempt)
    assert isinstance(play, QuizPlay)
    return play


def question_now(attempt: Attempt, payloads: Sequence[Payload]) -> Question:
    """The engine's question where an open attempt with these answers stands."""
    return play_of_quiz(attempt).current(payloads)


def current_question(attempt: Attempt, sent: QueryDict | None = None, reason: str = "") -> OpenQuestion:
    """The next question of an open attempt; ``sent`` keeps what was filled in when something was missing."""
    play, payloads = play_of_quiz(attempt), payloads_of(attempt)
    question, place = play.current(payloads), len(payloads)
    compares = question.kind == "open" and attempt.said_at == place
    return OpenQuestion(
        question=compare(question) if compares else offered(
            question, seed=str(attempt.seed), shuffle=play.quiz.shuffle, sent=sent, reason=reason
        ),
        sequence=place,
        number=place - attempt.head + 1,
        total=len(play.all) - attempt.head,
        shows_feedback=play.quiz.show_feedback == "after_each",
        asks_sure=play.quiz.asks_sure and question.is_scored,
        sure=(sent.get("sure") or "") if sent else "",
        own_words=attempt.said if compares else "",
    )  # fmt: skip


def answered_questions(attempt: Attempt) -> list[Answered]:
    """All questions that were answered, in the order of the attempt; those that stood from the start come last."""
    answers = list(attempt.answers.all())
    saved = set(
        SavedQuestion.objects.filter(
            user_id=attempt.user_id, module_key=attempt.module_key, step_key=attempt.step_key
        ).values_list("question_key", flat=True)
    )
    play = play_of_quiz(attempt)
    questions = {question.key: question for question in play.quiz.questions}
    before = _before(attempt, answers)
    rows = [*answers[attempt.head :], *answers[: attempt.head]]
    total = len(play.all) - attempt.head
    return [
        _answered(attempt, play, questions[answer.payload["question"]], answer, number, total, saved, before)
        for number, answer in enumerate(rows, 1)
        if answer.payload["question"] in questions
    ]


def _answered(  # noqa: PLR0917 - a row of the list above
    attempt: Attempt, play: QuizPlay, question: Question, answer: Answer, number: int, total: int, saved: set[str],
    before: Mapping[str, str],
) -> Answered:  # fmt: skip
    option = question.option(before.get(question.compare, "")) if question.compare else None
    laid_out = checked(
        question, answer.payload["chosen"], seed=str(attempt.seed), shuffle=play.quiz.shuffle,
        own_words=answer.own_words, before=option.text if option is not None else "",
    )  # fmt: skip
    return Answered(
        number=number, total=total, key=question.key, checked=laid_out, answer_id=answer.pk, is_saved=question.key in saved
    )  # fmt: skip


def _before(attempt: Attempt, answers: Sequence[Answer]) -> dict[str, str]:
    """What this learner chose on the same scales earlier in this module; no query where the quiz has no such scale."""
    names = {answer.payload["compare"] for answer in answers if answer.payload.get("compare")}
    if not names:
        return {}
    earlier = (
        Answer.objects.filter(attempt__user_id=attempt.user_id, attempt__module_key=attempt.module_key, pk__lt=answers[0].pk)
        .exclude(attempt_id=attempt.pk)
        .order_by("-pk")
        .values_list("payload", flat=True)[:500]
    )
    found: dict[str, str] = {}
    for payload in earlier:
        if payload.get("compare") in names and payload["chosen"]:
            found.setdefault(payload["compare"], payload["chosen"][0])
    return found


def answered_question(attempt: Attempt, number: int) -> Answered | None:
    """One answered question; None where this attempt has no such answer, or its feedback waits for the end."""
    if attempt.is_open and quiz_of(attempt.version).show_feedback != "after_each":
        return None
    mine = [one for one in answered_questions(attempt) if one.number <= attempt.answers.count() - attempt.head]
    return next((answered for answered in mine if answered.number == number), None)


def outcome_of(attempt: Attempt) -> Outcome:
    """The end of a finished attempt in words."""
    play, payloads = play_of_quiz(attempt), payloads_of(attempt)
    found, missed = play.result(payloads), play.missed(payloads)
    calibrated = play.calibration(payloads)
    left = tries_left(
        user=attempt.user, module_key=attempt.module_key, step_key=attempt.step_key, tries=play.quiz.tries
    )  # fmt: skip
    keys = {question.key for question in play.all}
    saved = SavedQuestion.objects.filter(
        user_id=attempt.user_id, module_key=attempt.module_key, step_key=attempt.step_key, question_key__in=keys
    )
    heading, words = _words(found.passed, found.percent, play.quiz.pass_mark, left)
    return Outcome(
        heading=heading,
        words=words,
        range_words=range_text(play.quiz, found.percent) if found.most else "",
        is_done=found.passed is not False,
        calibration=calibrated if calibrated.sure + calibrated.unsure else None,
        has_missed=play.quiz.only_missed and 0 < len(missed) < len(play.all),
        has_saved=saved.exists(),
        tries_left=left,
    )


def _words(passed: bool | None, percent: int, mark: int | None, left: int | None) -> tuple[str, str]:
    if passed is None:
        return _("Deze vragen zijn klaar"), _("Hieronder staat alles nog eens bij elkaar.")
    values = {"percent": percent, "mark": mark}
    if passed:
        return _("Gehaald"), _("Je hebt %(percent)s procent. Nodig was %(mark)s procent.") % values
    sentence = _("Je hebt %(percent)s procent. Nodig is %(mark)s procent.") % values
    if left == 0:
        return _("Nog niet gehaald"), sentence + " " + _("Opnieuw doen kan hier niet meer. Vraag je trainer wat nu kan.")
    return _("Nog niet gehaald"), sentence + " " + _("Lees hieronder terug en probeer het opnieuw.")
