"""How a whole quiz went, for the learner alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .scoring import score
from .shapes import Question, Quiz


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a whole quiz went. ``passed`` is None where no mark is asked."""

    points: float
    most: int
    percent: int
    right: int
    passed: bool | None


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """How "sure" and "not sure" went together with right and not right; unscored questions are left out."""

    sure_right: int
    sure_missed: int
    unsure_right: int
    unsure_missed: int

    @property
    def sure(self) -> int:
        return self.sure_right + self.sure_missed

    @property
    def unsure(self) -> int:
        return self.unsure_right + self.unsure_missed


def result(quiz: Quiz, answers: Mapping[str, Iterable[str]], questions: Sequence[Question] | None = None) -> Result:
    """The result over ``questions`` (those of the attempt; all when not given), unanswered ones counting 0."""
    counted = [question for question in (quiz.questions if questions is None else questions) if question.is_scored]
    points = [score(question, answers.get(question.key, ())) for question in counted]
    percent = round(100 * sum(points) / len(points)) if points else 0
    return Result(
        points=sum(points),
        most=len(points),
        percent=percent,
        right=sum(1 for one in points if one == 1.0),
        passed=None if quiz.pass_mark is None or not points else percent >= quiz.pass_mark,
    )


def calibration(answers: Iterable[tuple[Question, Iterable[str], bool | None]]) -> Calibration:
    """Count (question, chosen, sure) where somebody said sure or not sure."""
    count = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for question, chosen, sure in answers:
        if sure is not None and question.is_scored:
            count[sure, score(question, chosen) == 1.0] += 1
    return Calibration(
        sure_right=count[True, True],
        sure_missed=count[True, False],
        unsure_right=count[False, True],
        unsure_missed=count[False, False],
    )


def range_text(quiz: Quiz, percent: int) -> str:
    """The words of the highest range that a percentage reaches; empty where there is none."""
    reached = [part for part in quiz.ranges if percent >= part.start]
    return max(reached, key=lambda part: part.start).text if reached else ""
