"""A learner's own quizzes together: how each category goes, and every quiz that was done, also those brought in from elsewhere.

For this person alone: no count of it leaves the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from learning.engine.quiz import score

from .enums import PlayedKind
from .models import Attempt
from .questions import play_of_quiz

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class CategoryRate:
    """How often it was right, of how many; the newest answer to each question counts."""

    title: str
    right: int
    answered: int

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.answered) if self.answered else 0


@dataclass(frozen=True, kw_only=True)
class DoneQuiz:
    attempt_id: int
    title: str
    on: date
    right: int
    most: int
    is_brought_in: bool


@dataclass(frozen=True, kw_only=True)
class History:
    categories: Sequence[CategoryRate]
    quizzes: Sequence[DoneQuiz]


def history_of(user: Any) -> History:
    """The last fifty quizzes, in two queries."""
    attempts = (
        Attempt.objects.of(user)
        .finished()
        .filter(kind=PlayedKind.QUIZ)
        .select_related("version")
        .prefetch_related("answers")
        .order_by("-ended_at", "-pk")[:SHOWN]
    )
    seen: set[tuple[int, str]] = set()
    right: dict[str, list[bool]] = {}
    quizzes = []
    for attempt in attempts:
        play, payloads = play_of_quiz(attempt), [answer.payload for answer in attempt.answers.all()]
        quizzes.append(_done(attempt, play.result(payloads)))
        questions = {question.key: question for question in play.questions(payloads)}
        for payload in payloads:
            question = questions.get(payload["question"])
            if question is None or not question.is_scored or (attempt.version.page_id or 0, question.key) in seen:
                continue
            seen.add((attempt.version.page_id or 0, question.key))
            if question.category:
                right.setdefault(question.category, []).append(score(question, payload["chosen"]) == 1.0)
    rates = [CategoryRate(title=title, right=sum(found), answered=len(found)) for title, found in sorted(right.items())]
    return History(categories=rates, quizzes=quizzes)


def _done(attempt: Attempt, found: Any) -> DoneQuiz:
    assert attempt.ended_at is not None
    return DoneQuiz(
        attempt_id=attempt.pk,
        title=attempt.version.content["title"],
        on=timezone.localdate(attempt.ended_at),
        right=found.right,
        most=found.most,
        is_brought_in=not attempt.module_key,
    )
