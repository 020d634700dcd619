from __future__ import annotations

from collections import Counter

import pytest

from learning.engine.quiz import calibration, question_from_dict, quiz_from_dict, range_text, result
from learning.engine.quiz.statistics import separation, share_right, sums_of


def summed(rows: list[tuple[float, float]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for credit, rest in rows:
        total.update(sums_of(credit, rest))
    return total


def test_nothing_is_said_of_fewer_than_five_learners() -> None:
    assert share_right(summed([(1, 1)] * 4)) is None
    assert share_right(summed([(1, 1), (0, 0), (1, 0), (1, 1), (0.5, 1)])) == pytest.approx(0.7)


def test_the_separation_index_comes_from_thirty_on_with_its_uncertainty() -> None:
    strong_do_better = [(1, 0.9), (1, 0.8), (0, 0.2), (0, 0.4), (1, 0.3), (0, 0.7)] * 5
    assert separation(summed(strong_do_better[:29])) is None
    found = separation(summed(strong_do_better))
    assert found is not None
    # By hand, over six rows: 0.35 / √(1.5 × 0.415).
    assert found.index == pytest.approx(0.444, abs=0.001)
    assert (found.low, found.high) == (pytest.approx(0.099, abs=0.001), pytest.approx(0.693, abs=0.001))


def test_the_index_turns_negative_where_weak_learners_do_better_and_is_silent_where_all_did_the_same() -> None:
    turned = separation(summed([(0, 0.9), (1, 0.1), (0, 0.8)] * 10))
    assert turned is not None
    assert turned.index < -0.9
    assert separation(summed([(1, 0.5)] * 40)) is None


def test_sure_and_not_sure_come_back_as_calibration() -> None:
    question = question_from_dict({"kind": "true_false", "text": "x", "is_true": True})
    scale = question_from_dict({"kind": "scale", "text": "x", "low": "a", "high": "b"})
    found = calibration([
        (question, ["true"], True), (question, ["false"], True), (question, ["true"], False), (question, ["true"], None),
        (scale, ["1"], True),
    ])  # fmt: skip
    assert (found.sure_right, found.sure_missed, found.unsure_right, found.unsure_missed) == (1, 1, 1, 0)
    assert (found.sure, found.unsure) == (2, 1)


def test_words_for_a_score_range_and_no_mark_without_scored_questions() -> None:
    rows = [{"key": "s", "kind": "scale", "text": "x", "low": "a", "high": "b"}]
    quiz = quiz_from_dict(
        {"questions": rows, "pass_mark": 60, "ranges": [{"from": 0, "text": "laag"}, {"from": 60, "text": "hoog"}]}
    )
    assert result(quiz, {"s": ["4"]}).passed is None
    assert [range_text(quiz, percent) for percent in (0, 59, 60, 100)] == ["laag", "laag", "hoog", "hoog"]
