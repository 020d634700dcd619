from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.engine.quiz import Option, Question, QuizFormatError, in_order, quiz_from_dict, result, score

OPTIONS = st.lists(st.booleans(), min_size=2, max_size=8).filter(any)


def question(right: list[bool], kind: str = "multiple") -> Question:
    options = tuple(Option(key=str(number), text=f"optie {number}", correct=correct) for number, correct in enumerate(right))
    return Question(key="q", kind=kind, text="Wat?", options=options)


@given(OPTIONS)
def test_a_full_answer_scores_one_and_an_empty_one_nothing(right: list[bool]) -> None:
    one = question(right)
    assert score(one, one.right) == 1.0
    assert score(one, []) == 0.0


@given(OPTIONS, st.randoms())
def test_order_does_not_matter(right: list[bool], random: object) -> None:
    one = question(right)
    chosen = [option.key for option in one.options]
    random.shuffle(chosen)  # type: ignore[attr-defined]  # a random.Random
    assert score(one, chosen) == score(one, sorted(chosen))


@given(OPTIONS, st.data())
def test_partial_credit_only_grows_with_a_better_answer(right: list[bool], data: st.DataObject) -> None:
    one = question(right)
    chosen = frozenset(data.draw(st.lists(st.sampled_from([option.key for option in one.options]), unique=True)))
    for option in one.options:
        if option.correct:
            assert score(one, chosen | {option.key}) >= score(one, chosen)
        else:
            assert score(one, chosen | {option.key}) <= score(one, chosen)


def test_one_right_answer_is_all_or_nothing() -> None:
    one = question([True, False, False], kind="single")
    assert [score(one, [key]) for key in "012"] == [1.0, 0.0, 0.0]
    assert score(one, ["0", "1"]) == 0.0


def test_unknown_options_are_ignored() -> None:
    assert score(question([True, False], kind="single"), ["0", "x"]) == 1.0


def make(**changes: object) -> dict:
    rows = [
        {
            "key": f"q{number}",
            "kind": "single",
            "text": "Wat?",
            "options": [{"key": "a", "text": "A", "correct": True}, {"key": "b", "text": "B"}],
        }
        for number in range(1, 5)
    ]
    return {"format": "gehoord-quiz/1", "slug": "s", "title": "T", "questions": rows, **changes}


def test_the_result_counts_and_passes_only_where_a_mark_is_asked() -> None:
    answers = {"q1": ["a"], "q2": ["a"], "q3": ["b"]}
    plain = result(quiz_from_dict(make()), answers)
    assert (plain.right, plain.most, plain.percent, plain.passed) == (2, 4, 50, None)
    assert result(quiz_from_dict(make(pass_mark=50)), answers).passed is True
    assert result(quiz_from_dict(make(pass_mark=51)), answers).passed is False


def test_shuffling_belongs_to_the_attempt() -> None:
    quiz = quiz_from_dict(make())
    assert in_order(quiz.questions, seed="1") == in_order(quiz.questions, seed="1")
    assert in_order(quiz.questions, seed="1", shuffle=False) == list(quiz.questions)


@pytest.mark.parametrize(
    "fault",
    [
        {"questions": []},
        {"format": "anders"},
        {"questions": [{"key": "q", "kind": "raden", "text": "x", "options": []}]},
        {"questions": [{"key": "q", "text": "", "options": []}]},
        {"questions": [{"key": "q", "text": "x", "options": [{"key": "a", "text": "A", "correct": True}]}]},
        {"questions": [{"key": "q", "text": "x", "options": [{"key": "a", "text": "A"}, {"key": "b", "text": "B"}]}]},
        {
            "questions": [
                {
                    "key": "q",
                    "text": "x",
                    "options": [{"key": "a", "text": "A", "correct": True}, {"key": "b", "text": "B", "correct": True}],
                }
            ]
        },
    ],
)
def test_a_faulty_quiz_says_where(fault: dict) -> None:
    with pytest.raises(QuizFormatError) as caught:
        quiz_from_dict(make(**fault))
    assert caught.value.place
