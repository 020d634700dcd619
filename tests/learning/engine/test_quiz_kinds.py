"""Properties of scoring that hold for every kind of question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.engine.quiz import (
    KINDS,
    AnswerError,
    Question,
    QuizFormatError,
    offered_options,
    offered_rights,
    question_from_dict,
    questions_for,
    quiz_from_dict,
    read_answer,
    score,
)
from tests.learning.engine.questions import full_answer, questions


@given(questions())
def test_a_full_answer_scores_one_and_an_empty_one_nothing(question: Question) -> None:
    assert score(question, read_answer(question, full_answer(question))) == 1.0
    assert score(question, []) == 0.0
    assert score(question, [""]) == 0.0


@given(questions(), st.integers(0, 999))
def test_the_order_in_which_options_are_shown_does_not_matter(question: Question, seed: int) -> None:
    shown = [option.key for option in offered_options(question, seed=str(seed), shuffle=True)]
    assert sorted(shown) == sorted(option.key for option in question.options)
    if question.kind == "ordering":
        assert shown != [option.key for option in question.options]
        return
    chosen = sorted(full_answer(question), key=lambda key: shown.index(key) if key in shown else 0)
    assert score(question, chosen) == 1.0


@given(questions("ordering"), st.data())
def test_putting_two_neighbours_right_never_costs_credit(question: Question, data: st.DataObject) -> None:
    right = [option.key for option in question.options]
    order = data.draw(st.permutations(right))
    place = data.draw(st.integers(0, len(order) - 2))
    first, second = order[place : place + 2]
    if right.index(first) > right.index(second):
        better = [*order[:place], second, first, *order[place + 2 :]]
        assert score(question, better) >= score(question, order)


@given(questions("matching"), st.data())
def test_one_more_right_pair_never_costs_credit(question: Question, data: st.DataObject) -> None:
    right = full_answer(question)
    given_pairs = [f"{part.split('=')[0]}={data.draw(st.sampled_from(sorted(question.rights)))}" for part in right]
    place = data.draw(st.integers(0, len(right) - 1))
    better = [*given_pairs[:place], right[place], *given_pairs[place + 1 :]]
    assert score(question, better) >= score(question, given_pairs)


@given(questions(), st.lists(st.text(max_size=30), max_size=8))
def test_whatever_is_sent_gives_a_credit_between_nought_and_one(question: Question, sent: list[str]) -> None:
    assert 0.0 <= score(question, sent) <= 1.0


@given(questions(), st.lists(st.text(max_size=30), max_size=8))
def test_whatever_is_sent_is_kept_as_a_whole_answer_or_refused_with_a_reason(question: Question, sent: list[str]) -> None:
    try:
        kept = read_answer(question, sent)
    except AnswerError:
        return
    assert read_answer(question, kept) == kept


def make(kind: str, **parts: object) -> Question:
    return question_from_dict({"key": "q", "kind": kind, "text": "Wat zeg je?", **parts})


def test_weights_replace_the_usual_credit() -> None:
    weighted = make("multiple", options=[
        {"text": "a", "correct": True, "weight": 0.75}, {"text": "b", "correct": True, "weight": 0.25},
        {"text": "c", "weight": -0.5}, {"text": "d", "weight": 0},
    ])  # fmt: skip
    assert [score(weighted, keys) for keys in ("a", "ab", "ac", "abd", "c")] == [0.75, 1.0, 0.25, 1.0, 0.0]
    half = make("single", options=[{"text": "a", "correct": True}, {"text": "b", "weight": 0.5}, {"text": "c"}])
    assert [score(half, [key]) for key in "abc"] == [1.0, 0.5, 0.0]


@pytest.mark.parametrize(
    ("typed", "credit"), [("Rot", 1), (" rot. ", 1), ("  wat  rot", 0), ("erg", 0.5), ("heel naar", 1), ("", 0)]
)
def test_a_gap_takes_the_word_as_people_type_it(typed: str, credit: float) -> None:
    gap = make("gap", gaps=[{"accept": ["rot", {"text": "erg", "weight": 0.5}, "*naar"]}])
    assert score(gap, [typed]) == credit


def test_several_gaps_share_the_credit_and_a_star_can_be_meant() -> None:
    two = question_from_dict(
        {"kind": "gap", "text": "Ik ___ en ___.", "gaps": [{"accept": ["luister"]}, {"accept": [r"5\*3"]}]}
    )
    assert [score(two, texts) for texts in (["luister", "5*3"], ["luister"], ["", "553"])] == [1.0, 0.5, 0.0]
    exact = make("gap", gaps=[{"accept": ["SBB"]}], exact_case=True)
    assert [score(exact, [text]) for text in ("SBB", "sbb")] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("12", True),
        ("11,5", True),
        ("12.5", True),
        ("11,4", False),
        ("12 %", True),
        ("twaalf", False),
        ("1.2e1", True),
        ("", False),
    ],
)
def test_a_number_has_a_tolerance_and_a_decimal_comma(typed: str, fits: bool) -> None:
    assert score(make("number", value=12, tolerance=0.5), [typed]) == float(fits)


def test_thousands_may_have_a_point() -> None:
    assert score(make("number", value=17000), ["17.000"]) == 1.0
    assert score(make("number", value=-3), ["−3"]) == 1.0


def test_kinds_without_a_right_answer_are_left_out_of_the_result() -> None:
    scale = make("scale", low="onzeker", high="zeker", compare="zekerheid")
    essay, opened = (
        make("essay", guidance="Let op erkennen."),
        make("open", model_answer="Wat rot.", checks=["Erken je?", "Vraag je?"]),
    )
    assert [question.is_scored for question in (scale, essay, opened)] == [False] * 3
    assert read_answer(scale, ["4"]) == ["4"]
    assert read_answer(opened, ["1", "7"]) == ["1"]
    assert read_answer(essay, ["wat dan ook"]) == []


@pytest.mark.parametrize(
    ("kind", "sent", "reason"),
    [
        ("ordering", ["a", "a", "b"], "twice"),
        ("ordering", ["a"], "incomplete"),
        ("matching", ["a=r1"], "incomplete"),
        ("matching", ["a=r9"], "nothing"),
        ("number", ["veel"], "number"),
        ("number", [" "], "nothing"),
        ("gap", ["", " "], "nothing"),
        ("single", ["a", "b"], "one"),
        ("single", ["z"], "nothing"),
    ],
)
def test_what_is_missing_has_a_name(kind: str, sent: list[str], reason: str) -> None:
    parts = {
        "ordering": {"items": ["een", "twee", "drie"]},
        "matching": {"pairs": [{"left": "l", "right": "r"}, {"left": "m", "right": "s"}]},
        "number": {"value": 1},
        "gap": {"gaps": [{"accept": ["x"]}]},
        "single": {"options": [{"text": "x", "correct": True}, {"text": "y"}]},
    }
    with pytest.raises(AnswerError) as caught:
        read_answer(make(kind, **parts[kind]), sent)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("single", {"options": [{"text": "x", "correct": True}, {"text": "x"}]}),
        ("single", {"options": [{"text": "x", "correct": True}, {"text": ""}]}),
        ("multiple", {"options": [{"text": "x", "correct": True, "weight": 0.5}, {"text": "y", "weight": 0}]}),
        ("multiple", {"options": [{"text": "x", "correct": True, "weight": 1}, {"text": "y"}]}),
        ("single", {"options": [{"text": "x", "correct": True, "weight": 0.5}, {"text": "y"}]}),
        ("sentence", {"options": [{"text": "x", "correct": True, "skills": ["goochelen"]}, {"text": "y"}]}),
        ("true_false", {}),
        ("true_false", {"is_true": "ja"}),
        ("matching", {"pairs": [{"left": "l", "right": "r"}]}),
        ("matching", {"pairs": [{"left": "l", "right": "r"}, {"left": "m", "right": "r"}]}),
        ("matching", {"pairs": ["l", "r"]}),
        ("gap", {"gaps": []}),
        ("gap", {"gaps": [{"accept": ["x"]}, {"accept": ["y"]}]}),
        ("gap", {"gaps": [{"accept": [{"text": "x", "weight": 0.5}]}]}),
        ("number", {}),
        ("number", {"value": "veel"}),
        ("scale", {"low": "niet"}),
        ("open", {}),
        ("open", {"model_answer": "x", "difficulty": "reuze"}),
        ("essay", {"media": {"kind": "image", "file": 1}}),
        ("essay", {"media": {"kind": "film", "file": 1}}),
        ("raden", {}),
    ],
)
def test_a_question_that_cannot_be_taken_is_refused_with_a_sentence(kind: str, parts: dict) -> None:
    with pytest.raises(QuizFormatError) as caught:
        question_from_dict({"kind": kind, "text": "Wat?", **parts}, "vraag 7")
    assert caught.value.place == "vraag 7"
    assert caught.value.sentence


def test_every_kind_is_read_somewhere_above() -> None:
    assert len(KINDS) == 11


def bank(number: int) -> list[dict]:
    return [{"key": f"b{one}", "kind": "true_false", "text": f"Stelling {one}", "is_true": True} for one in range(number)]


def test_an_attempt_draws_its_own_questions_and_none_twice() -> None:
    keys = [f"b{one}" for one in range(10)]
    quiz = quiz_from_dict(
        {"questions": bank(12), "plan": ["b10", {"number": 3, "from": keys}, {"number": 3, "from": keys[:5]}, "b11"]}
    )
    drawn = {seed: [question.key for question in questions_for(quiz, str(seed))] for seed in range(40)}
    assert all(len(set(one)) == len(one) == 8 and {"b10", "b11"} <= set(one) for one in drawn.values())
    assert len({frozenset(one) for one in drawn.values()}) > 20
    assert [question.key for question in questions_for(quiz, "7")] == drawn[7]


def test_a_draw_takes_what_there_is_and_a_subset_is_a_subset() -> None:
    quiz = quiz_from_dict({"questions": bank(3), "plan": [{"number": 9, "from": ["b0", "b1"]}], "shuffle": False})
    assert sorted(question.key for question in questions_for(quiz, "1")) == ["b0", "b1"]
    few = quiz_from_dict({"questions": bank(9), "most": 4})
    assert len(questions_for(few, "1")) == 4
    assert {question.key for seed in range(40) for question in questions_for(few, str(seed))} == {f"b{one}" for one in range(9)}


def test_what_can_be_matched_does_not_tell_where_it_belongs() -> None:
    question = make(
        "matching", pairs=[{"left": "l", "right": "r"}, {"left": "m", "right": "s"}, {"left": "n", "right": "r"}], others=["t"]
    )
    assert sorted(text for _, text in offered_rights(question, seed="1")) == ["r", "s", "t"]
    assert score(question, full_answer(question)) == 1.0
