"""What the engine says can be read in every language of the CMS: each of its sentences has a text for translation."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from learning.catalogue.engine_words import DEFINITIONS, PLACES, SENTENCES, worded, worded_place
from learning.catalogue.scenario_check import check
from learning.catalogue.scenario_screens import skill_help
from learning.engine.said import Said, said
from learning.engine.skills import SKILLS
from tests.architecture.house import ROOT

SENTENCE = re.compile(r"^[A-Z“].* .*[.?]$", re.DOTALL)
OWN_LANGUAGES = {"skills.py", "checklist.py", "mirror_measure.py", "said.py"}  # these hold both languages, or none for people


def sentences_in(path: Path) -> set[str]:
    """Every text in a file that reads as a sentence for people; docstrings are not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks and SENTENCE.match(node.value)
    }  # fmt: skip


def engine_files() -> list[Path]:
    return [path for path in sorted((ROOT / "learning" / "engine").rglob("*.py")) if path.name not in OWN_LANGUAGES]


def test_every_sentence_of_the_engine_can_be_translated_and_none_is_left_over() -> None:
    found = set().union(*(sentences_in(path) for path in engine_files()))
    assert found == set(SENTENCES)


def test_no_sentence_is_put_together_in_a_way_that_hides_it() -> None:
    """An f-string that reads as a sentence could never be translated."""
    for path in engine_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                words = "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
                assert not SENTENCE.match(words), f"{path.name}: {words}"


def test_every_sentence_has_its_english() -> None:
    with translation.override("en"):
        same = [sentence for sentence in SENTENCES if worded(sentence) == sentence]
    assert same == []


def test_each_skill_is_defined_in_english_too() -> None:
    assert {skill.definition for skill in SKILLS.values()} == set(DEFINITIONS)
    with translation.override("en"):
        assert skill_help()[0].definition == "A question to which the other can answer anything. You fill nothing in."


def test_a_filled_in_sentence_is_the_same_one_in_another_language() -> None:
    sentence = said("Hierna komt “%(name)s”, maar dat moment is er niet.", name="m4")
    assert isinstance(sentence, Said)
    assert sentence == "Hierna komt “m4”, maar dat moment is er niet."
    with translation.override("en"):
        assert worded(sentence) == "“m4” comes next, but that moment is not there."


@pytest.mark.parametrize(
    ("place", "english"),
    [("moment m1, antwoord a", "moment m1, answer a"), ("feit naam", "fact naam"), ("gesprek", "conversation"), ("", "")],
)
def test_a_place_is_worded_and_keys_stay(place: str, english: str) -> None:
    assert worded_place(place) == place
    with translation.override("en"):
        assert worded_place(place) == english
    assert "moment" in PLACES


@pytest.mark.django_db
def test_a_draft_is_checked_in_the_language_of_the_page() -> None:
    graph = {"format": "gehoord-scenario/1", "start": "m1", "student": {"name": "Sem"}, "moments": [
        {"key": "m1", "lines": [{"speaker": "student", "text": "Hoi."}]}]}  # fmt: skip
    dutch = {one.sentence for one in check(graph, title="Sem", slug="sem").findings}
    assert "Er is geen enkel einde. Maak van minstens één moment een einde." in dutch
    with translation.override("en"):
        english = {one.sentence for one in check(graph, title="Sem", slug="sem").findings}
    assert "There is no ending at all. Make at least one moment an ending." in english
    assert not dutch & english
