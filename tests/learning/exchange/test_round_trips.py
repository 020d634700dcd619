"""What goes out comes back the same, and scores the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.engine.quiz import Question, question_from_dict, score
from learning.exchange.csv_table import read_csv, write_csv
from learning.exchange.found import Found
from learning.exchange.gift import read_gift
from learning.exchange.gift_writer import write_gift
from learning.exchange.moodle_xml import read_moodle_xml
from learning.exchange.moodle_xml_writer import write_moodle_xml
from tests.learning.engine.questions import full_answer, questions

SHARED = ("single", "multiple", "true_false", "sentence", "ordering", "matching", "gap", "number")
CATEGORY = ("De route / kort", "Wie doet wat")


def through(way: str, question: Question) -> Question:
    writers: dict[str, Callable[..., tuple[str, list[str]]]] = {
        "gift": write_gift,
        "moodlexml": write_moodle_xml,
        "csv": write_csv,
    }
    text, left = writers[way]([(CATEGORY, question)])
    found: Sequence[Found] = {"gift": read_gift, "csv": read_csv, "moodlexml": lambda one: read_moodle_xml(one.encode())}[way](
        text
    )
    assert left == []
    assert [one.findings for one in found] == [[]], text
    assert found[0].category == CATEGORY
    back = found[0].question
    assert back is not None
    return back


def without_own_extras(question: Question) -> Question:
    """Skills of a sentence are ours alone; keys of options follow from their place."""
    options = tuple(replace(option, key=str(place), skills=()) for place, option in enumerate(question.options))
    return replace(question, options=options)


@pytest.mark.parametrize("way", ["gift", "moodlexml", "csv"])
@given(data=st.data())
def test_a_question_comes_back_as_it_went_and_scores_the_same(way: str, data: st.DataObject) -> None:
    question = data.draw(questions(*SHARED))
    back = through(way, question)
    assert without_own_extras(back) == without_own_extras(question)
    assert score(back, full_answer(question)) == 1.0
    keys = [option.key for option in question.options]
    some = data.draw(st.lists(st.sampled_from(keys), unique=True)) if keys else full_answer(question)[:1]
    assert score(back, some) == score(question, some)


WEIGHTED = {
    "key": "sbb-later", "kind": "multiple", "text": "Wat helpt?\n\nKies wat past.", "explanation": "Twee alinea's.\n\nEn nog één.",
    "source": "kis.nl: 2023", "difficulty": "hard", "tags": ["route", "sbb"], "keep_order": True,
    "options": [
        {"text": "50% van {alles} = ~goed~", "correct": True, "weight": 0.75, "feedback": "#1: ja"},
        {"text": "//geen commentaar", "correct": True, "weight": 0.25}, {"text": "$CATEGORY: x", "weight": -0.5},
        {"text": "a -> b", "weight": 0},
    ],
}  # fmt: skip


@pytest.mark.parametrize("way", ["gift", "moodlexml", "csv"])
def test_weights_feedback_tags_source_and_signs_survive(way: str) -> None:
    question = question_from_dict(WEIGHTED)
    assert through(way, question) == question


PARTS = [
    {"key": "g", "kind": "gap", "text": "Ik _____ en ik _____ niets in.", "exact_case": True,
     "gaps": [{"accept": ["luister", {"text": "hoor*", "weight": 0.5, "feedback": "Bijna}~="}]}, {"accept": ["vul", "5\\*3"]}]},
    {"key": "n", "kind": "number", "text": "Hoeveel?", "unit": "%", "numbers": [
        {"value": 12.5, "tolerance": 0.5, "feedback": "Ja."}, {"value": -1e-06, "tolerance": 2, "weight": 0.25}]},
    {"key": "m", "kind": "matching", "text": "Wie?", "pairs": [{"left": "a -> b", "right": "r"}, {"left": "c", "right": "r2"}],
     "others": ["= niets"]},
    {"key": "o", "kind": "ordering", "text": "Volgorde?", "items": ["//eerst", "DAN DIT", "> en dit", "{laatst}"]},
    {"key": "e", "kind": "essay", "text": "Schrijf.", "guidance": "Let op erkennen."},
    {"key": "s", "kind": "scale", "text": "Ik durf het.", "low": "niet", "high": "wel", "compare": "zekerheid"},
    {"key": "v", "kind": "open", "text": "Wat zeg je?", "model_answer": "Wat rot.", "checks": ["Erken je?", "Vraag je?"]},
    {"key": "z", "kind": "sentence", "text": "Wat zeg je?", "options": [
        {"text": "=SOM(A1)", "correct": True, "skills": ["acknowledging", "open_question"]}, {"text": "-1", "feedback": "@x"}]},
]  # fmt: skip


@pytest.mark.parametrize("row", PARTS, ids=lambda row: row["kind"])
def test_every_kind_survives_the_table(row: dict) -> None:
    assert through("csv", question_from_dict(row)) == question_from_dict(row)


@pytest.mark.parametrize("row", PARTS[:5], ids=lambda row: row["kind"])
def test_gaps_numbers_pairs_order_and_essays_survive_moodle_xml(row: dict) -> None:
    assert through("moodlexml", question_from_dict(row)) == question_from_dict(row)


@pytest.mark.parametrize("row", [*PARTS[1:4]], ids=lambda row: row["kind"])
def test_numbers_pairs_and_order_survive_gift(row: dict) -> None:
    assert through("gift", question_from_dict(row)) == question_from_dict(row)


def test_one_gap_inside_a_text_stands_in_its_place_in_gift() -> None:
    one = question_from_dict({"key": "g", "kind": "gap", "text": "Ik _____ eerst.", "gaps": [{"accept": ["5\\*3", "l*"]}]})
    text, _ = write_gift([(CATEGORY, one)])
    assert "Ik {" in text
    assert through("gift", one) == one


def test_what_a_format_has_no_word_for_is_named() -> None:
    rows = [(CATEGORY, question_from_dict(row)) for row in PARTS]
    assert len(write_gift(rows)[1]) == 3
    assert len(write_moodle_xml(rows)[1]) == 2
    assert write_csv(rows)[1] == []


@pytest.mark.parametrize("items", [[">1", "0"], [">", "0"], [">2 ALL", "x"]])
def test_an_item_of_an_order_may_begin_with_the_sign_of_orders(items: list[str]) -> None:
    question = question_from_dict({"key": "q", "kind": "ordering", "text": "Wat eerst?", "items": items}, "q")
    assert [option.text for option in through("gift", question).options] == items
