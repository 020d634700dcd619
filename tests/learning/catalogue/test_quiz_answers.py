"""What an answered question says: in numbers where it has parts, so that "partly right" never leaves anybody guessing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from learning.catalogue.quiz_answers import CheckedQuestion, checked
from learning.engine.quiz import question_from_dict

SEVERAL = {
    "kind": "multiple", "text": "Welke vragen houden het open?",
    "options": [{"key": "a", "text": "Hoe was dat?", "correct": True}, {"key": "b", "text": "Waarom?"},
                {"key": "c", "text": "Wat gebeurde er?", "correct": True}, {"key": "d", "text": "Was het een grapje?"}],
}  # fmt: skip
MATCHING = {
    "kind": "matching", "text": "Wie doet wat?",
    "pairs": [{"left": "mentor", "right": "luistert"}, {"left": "vertrouwenspersoon", "right": "denkt mee"},
              {"left": "bureau", "right": "helpt van buiten"}],
}  # fmt: skip
NEAR = {
    "kind": "single",
    "text": "Wat zeg je?",
    "options": [{"key": "a", "text": "Wat rot.", "correct": True}, {"key": "b", "text": "Vertel.", "weight": 0.5}],
}


def answered(question: dict[str, Any], chosen: Sequence[str]) -> CheckedQuestion:
    return checked(question_from_dict({**question, "key": "q"}), chosen, seed="", shuffle=False)


@pytest.mark.parametrize(
    ("chosen", "headline"),
    [
        (["a", "c"], "Dat klopt."),
        (["a"], "Je koos 1 van de 2 die kloppen."),
        (["a", "c", "d"], "Je koos 2 van de 2 die kloppen. En 1 die er niet bij hoort."),
        (["a", "b", "d"], "Je koos 1 van de 2 die kloppen. En 2 die er niet bij horen."),
        (["b"], "Dit klopt nog niet. Kijk hieronder."),
    ],
)
def test_several_answers_are_counted(chosen: list[str], headline: str) -> None:
    assert answered(SEVERAL, chosen).headline == headline


def test_what_was_left_out_and_what_does_not_belong_says_so() -> None:
    notes = {option.text: option.note for option in answered(SEVERAL, ["a", "d"]).options}
    assert notes["Hoe was dat?"] == notes["Waarom?"] == ""
    assert notes["Wat gebeurde er?"] == "Dit klopt ook. Jij koos het niet."
    assert notes["Was het een grapje?"] == "Jouw antwoord. Het hoort er niet bij."


def test_pairs_are_counted_and_an_answer_that_is_near_says_so() -> None:
    question = question_from_dict({**MATCHING, "key": "q"})
    keys = {text: key for key, text in question.rights.items()}
    pairs = {pair.left: pair.key for pair in question.pairs}
    chosen = [f"{pairs['mentor']}={keys['luistert']}", f"{pairs['vertrouwenspersoon']}={keys['helpt van buiten']}",
              f"{pairs['bureau']}={keys['denkt mee']}"]  # fmt: skip
    assert checked(question, chosen, seed="", shuffle=False).headline == "1 van de 3 klopt."
    assert answered(NEAR, ["b"]).headline == "Je zit dichtbij. Iets anders past nog beter."
