"""A quiz as something that is played: which questions this attempt has, what was answered, and what is left.

Payload: ``{"question": key, "chosen": [...], "sure": true|false (only where somebody said so), "compare": name (scales)}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from learning.engine.quiz import (
    AnswerError,
    Calibration,
    Question,
    Quiz,
    Result,
    calibration,
    questions_for,
    read_answer,
    result,
    score,
)
from learning.engine.quiz.statistics import FEWEST, SCALE, sums_of

from .errors import WrongReplyError

Payload = Mapping[str, Any]


class QuizPlay:
    """One attempt at a quiz. What was answered stands first, in its order; what is left follows in the attempt's own."""

    def __init__(self, quiz: Quiz, seed: int) -> None:
        self.quiz = quiz
        self.seed = seed
        self.all = questions_for(quiz, str(seed))

    def questions(self, payloads: Sequence[Payload]) -> list[Question]:
        by_key = {question.key: question for question in self.quiz.questions}
        answered = [by_key[payload["question"]] for payload in payloads if payload["question"] in by_key]
        if len(answered) >= len(self.all):
            return answered
        keys = {question.key for question in answered}
        return answered + [question for question in self.all if question.key not in keys]

    def current(self, payloads: Sequence[Payload]) -> Question:
        """The question where the learner is; raises WrongReplyError where none is left."""
        questions = self.questions(payloads)
        if len(payloads) >= len(questions):
            raise WrongReplyError
        return questions[len(payloads)]

    def taken(self, payloads: Sequence[Payload], payload: Payload) -> tuple[dict[str, Any], bool]:
        question = self.current(payloads)
        try:
            chosen = read_answer(question, payload.get("chosen", ()))
        except AnswerError as error:
            raise WrongReplyError(error.reason) from error
        kept: dict[str, Any] = {"question": question.key, "chosen": chosen}
        if isinstance(payload.get("sure"), bool) and question.is_scored:
            kept["sure"] = payload["sure"]
        if question.compare:
            kept["compare"] = question.compare
        return kept, len(payloads) + 1 == len(self.all)

    def completes_step(self, payloads: Sequence[Payload]) -> bool:
        """Handed in completes the step; where a pass mark is set, reaching it does. Essays and scales never count."""
        return self.result(payloads).passed is not False

    def result(self, payloads: Sequence[Payload]) -> Result:
        return result(self.quiz, {payload["question"]: payload["chosen"] for payload in payloads}, self.questions(payloads))

    def calibration(self, payloads: Sequence[Payload]) -> Calibration:
        by_key = {question.key: question for question in self.questions(payloads)}
        return calibration(
            (by_key[payload["question"]], payload["chosen"], payload.get("sure"))
            for payload in payloads
            if payload["question"] in by_key
        )

    def missed(self, payloads: Sequence[Payload]) -> list[str]:
        """Keys of the scored questions that did not get full credit."""
        given = {payload["question"]: payload["chosen"] for payload in payloads}
        return [
            question.key
            for question in self.questions(payloads)
            if question.is_scored and score(question, given.get(question.key, ())) < 1.0
        ]

    def choices(self, payloads: Sequence[Payload]) -> Counter[tuple[str, str]]:
        """What is tallied: options by key (never a text that somebody typed), and sums of credits per question."""
        given = {payload["question"]: payload["chosen"] for payload in payloads}
        found: Counter[tuple[str, str]] = Counter()
        credit = {question.key: score(question, given.get(question.key, ())) for question in self.all if question.is_scored}
        for question in self.all:
            if question.options and question.kind != "ordering":
                found.update((question.key, key) for key in given.get(question.key, ()))
            if question.key in credit:
                others = [other for key, other in credit.items() if key != question.key]
                rest = sum(others) / len(others) if others else 0.0
                found.update({(question.key, name): amount for name, amount in sums_of(credit[question.key], rest).items()})
                found[question.key, "#missed"] += credit[question.key] * SCALE < SCALE
        return found


PATIENCE = 40
"""Learners after which a tally no longer waits for questions that are hardly ever drawn: those are left out then."""


def with_enough_learners(each: Sequence[Counter[tuple[str, str]]], *, learners: int) -> Counter[tuple[str, str]] | None:
    """All choices together; None where a drawn question has fewer than five learners in this batch and it pays to wait.

    Without this, a question that one learner of the batch drew would move by that one answer.
    """
    total: Counter[tuple[str, str]] = Counter()
    for choices in each:
        total.update(choices)
    drawn = {item: total[item, "#n"] for item, name in total if name == "#n"}
    few = {item for item, number in drawn.items() if number < FEWEST}
    if few and learners < PATIENCE:
        return None
    return Counter({key: times for key, times in total.items() if key[0] not in few})
