"""Scoring of quiz questions. A full answer scores 1, an empty one 0; partial credit only grows with better answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = "gehoord-quiz/1"
KINDS = ("single", "multiple", "true_false")


class QuizFormatError(ValueError):
    """A quiz cannot be read; ``place`` and ``sentence`` say where and what to do."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place}: {sentence}" if place else sentence)
        self.place, self.sentence = place, sentence


@dataclass(frozen=True, kw_only=True)
class Option:
    key: str
    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    key: str
    kind: str
    text: str
    options: tuple[Option, ...]
    explanation: str = ""
    source: str = ""

    @property
    def right(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.correct)

    @property
    def several(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.kind == "multiple"


@dataclass(frozen=True, kw_only=True)
class Quiz:
    slug: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    minutes: int = 5
    show_feedback: str = "after_each"
    pass_mark: int | None = None
    shuffle: bool = True

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a whole quiz went. ``passed`` is None where no mark is asked."""

    points: float
    most: int
    percent: int
    right: int
    passed: bool | None


def quiz_from_dict(data: Mapping[str, Any]) -> Quiz:
    """Read a quiz; raises QuizFormatError with a place and a plain sentence."""
    if not isinstance(data, Mapping) or data.get("format", FORMAT) != FORMAT:
        raise QuizFormatError("format", f"Dit is geen quiz in het formaat {FORMAT}.")
    rows = data.get("questions")
    if not isinstance(rows, list | tuple) or not rows:
        raise QuizFormatError("questions", "Een quiz heeft minstens één vraag nodig.")
    questions = tuple(_question(row, number) for number, row in enumerate(rows, 1))
    if len({question.key for question in questions}) != len(questions):
        raise QuizFormatError("questions", "Twee vragen hebben dezelfde key.")
    mark = data.get("pass_mark")
    return Quiz(
        slug=str(data.get("slug", "")),
        title=str(data.get("title", "")),
        questions=questions,
        intro=str(data.get("intro", "") or ""),
        minutes=int(data.get("minutes", 5) or 5),
        show_feedback=str(data.get("show_feedback", "after_each")),
        pass_mark=None if mark is None else int(mark),
        shuffle=bool(data.get("shuffle", True)),
    )


def _question(row: Any, number: int) -> Question:
    place = f"vraag {number}"
    if not isinstance(row, Mapping):
        raise QuizFormatError(place, "Hier hoort een blok met namen en waarden.")
    kind, text = str(row.get("kind", "single")), str(row.get("text", "")).strip()
    if kind not in KINDS:
        raise QuizFormatError(place, f"Soort “{kind}” ken ik niet. Kies uit: {', '.join(KINDS)}.")
    if not text:
        raise QuizFormatError(place, "Vul de vraag in.")
    options = tuple(
        Option(
            key=str(option["key"]),
            text=str(option["text"]),
            correct=bool(option.get("correct")),
            feedback=str(option.get("feedback", "") or ""),
        )
        for option in row.get("options", [])
    )
    question = Question(
        key=str(row.get("key", f"q{number}")), kind=kind, text=text, options=options,
        explanation=str(row.get("explanation", "") or ""), source=str(row.get("source", "") or ""),
    )  # fmt: skip
    _check(question, place)
    return question


def _check(question: Question, place: str) -> None:
    keys = [option.key for option in question.options]
    if len(keys) < 2 or len(set(keys)) != len(keys):
        raise QuizFormatError(place, "Geef minstens twee verschillende antwoorden.")
    if not question.right:
        raise QuizFormatError(place, "Geef aan welk antwoord goed is.")
    if question.kind != "multiple" and len(question.right) != 1:
        raise QuizFormatError(place, "Bij deze soort is precies één antwoord goed.")


def score(question: Question, chosen: Iterable[str]) -> float:
    """Points from 0 to 1. Several right answers: each right one adds its share, each wrong one takes one off, never below 0."""
    picked = frozenset(chosen) & {option.key for option in question.options}
    if not question.several:
        return 1.0 if picked == question.right else 0.0
    share = (len(picked & question.right) - len(picked - question.right)) / len(question.right)
    return max(0.0, share)


def in_order(items: Sequence[Any], *, seed: str, shuffle: bool = True) -> list[Any]:
    """Questions or options in the order that belongs to this attempt's seed."""
    if not shuffle or not seed:
        return list(items)
    return sorted(items, key=lambda item: hashlib.sha256(f"{seed}/{item.key}".encode()).digest())


def result(quiz: Quiz, answers: Mapping[str, Iterable[str]]) -> Result:
    """The whole quiz, unanswered questions counting 0."""
    points = [score(question, answers.get(question.key, ())) for question in quiz.questions]
    percent = round(100 * sum(points) / len(points))
    return Result(
        points=sum(points),
        most=len(points),
        percent=percent,
        right=sum(1 for one in points if one == 1.0),
        passed=None if quiz.pass_mark is None else percent >= quiz.pass_mark,
    )
