"""What the learner sees of a quiz: one question, its feedback, and all of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.engine.quiz import Option, Question, in_order

from .models import Attempt
from .playing import QuizPlay, quiz_of


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """The question where the learner is."""

    text: str
    options: Sequence[Option]
    is_multiple: bool
    sequence: int
    total: int
    shows_feedback: bool

    @property
    def number(self) -> int:
        return self.sequence + 1

    @property
    def pips(self) -> list[str]:
        return pips(self.number, self.total)


@dataclass(frozen=True, kw_only=True)
class CheckedOption:
    text: str
    feedback: str
    is_right: bool
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answered question, with what works and why."""

    number: int
    total: int
    text: str
    explanation: str
    source: str
    is_right: bool
    options: Sequence[CheckedOption]

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def pips(self) -> list[str]:
        return pips(self.number, self.total)


def pips(number: int, total: int) -> list[str]:
    """A class per dot: done, now, to come."""
    return ["is-on" if place < number else "is-now" if place == number else "is-next" for place in range(1, total + 1)]


def current_question(attempt: Attempt) -> OpenQuestion:
    """The next question of an open attempt."""
    play = QuizPlay(quiz_of(attempt.version), attempt.seed)
    questions, place = play.questions, attempt.answers.count()
    question = questions[place]
    return OpenQuestion(
        text=question.text,
        options=_options(question, attempt, play),
        is_multiple=question.several,
        sequence=place,
        total=len(questions),
        shows_feedback=play.quiz.show_feedback == "after_each",
    )


def _options(question: Question, attempt: Attempt, play: QuizPlay) -> list[Option]:
    """Options in the order of this attempt; true and false keep theirs."""
    return in_order(question.options, seed=str(attempt.seed), shuffle=play.quiz.shuffle and question.kind != "true_false")


def answered_questions(attempt: Attempt) -> list[Answered]:
    """All questions that were answered, in the order of the attempt."""
    play = QuizPlay(quiz_of(attempt.version), attempt.seed)
    total = len(play.questions)
    found = []
    for number, answer in enumerate(attempt.answers.all(), 1):
        question = play.quiz.question(answer.payload["question"])
        assert question is not None
        chosen = set(answer.payload["chosen"])
        options = [
            CheckedOption(text=option.text, feedback=option.feedback, is_right=option.correct, is_own=option.key in chosen)
            for option in _options(question, attempt, play)
        ]
        found.append(
            Answered(
                number=number,
                total=total,
                text=question.text,
                explanation=question.explanation,
                source=question.source,
                is_right=chosen == question.right,
                options=options,
            )
        )
    return found


def answered_question(attempt: Attempt, number: int) -> Answered | None:
    """One answered question; None where this attempt has no such answer, or its feedback waits for the end."""
    if attempt.is_open and quiz_of(attempt.version).show_feedback != "after_each":
        return None
    return next((answered for answered in answered_questions(attempt) if answered.number == number), None)


def is_passed(attempt: Attempt) -> bool:
    """Whether a finished quiz is done: always, unless it has a pass mark that was not reached."""
    payloads = list(attempt.answers.values_list("payload", flat=True))
    return QuizPlay(quiz_of(attempt.version), attempt.seed).passed(payloads) is not False
