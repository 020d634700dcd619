"""The bank that we ship: enough, of many kinds, sound, and never silly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from learning.engine.quiz.reading import question_from_dict
from tests.architecture.house import ROOT

FOLDER = ROOT / "content" / "starter" / "questions"
FILES = sorted(FOLDER.glob("*/*.yaml"))


def questions(language: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted((FOLDER / language).glob("*.yaml")):
        found += [(path.stem, question) for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]]
    return found


def test_there_are_sixty_in_dutch_of_every_kind_and_ten_in_english() -> None:
    kinds = Counter(question["kind"] for _, question in questions("nl"))
    assert kinds.total() >= 60
    assert set(kinds) >= {
        "single",
        "multiple",
        "true_false",
        "sentence",
        "ordering",
        "matching",
        "gap",
        "number",
        "scale",
        "open",
    }
    assert len(questions("en")) >= 10


def test_a_key_names_one_question() -> None:
    keys = [question["key"] for _, question in questions("nl")]
    assert len(keys) == len(set(keys))


def test_a_translation_stands_beside_its_original_with_the_same_shape() -> None:
    originals = {(file, question["key"]): question for file, question in questions("nl")}
    for file, question in questions("en"):
        original = originals[file, question["key"]]
        assert question["kind"] == original["kind"]
        assert [bool(o.get("correct")) for o in question.get("options", [])] == [
            bool(o.get("correct")) for o in original.get("options", [])
        ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_question_can_be_taken(path: Path) -> None:
    for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]:
        question_from_dict(question, question["key"], language=path.parent.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_option_says_why(path: Path) -> None:
    """A wrong option is tempting, never silly: its feedback meets what somebody had in mind."""
    for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]:
        for option in question.get("options", []):
            assert len(option["feedback"]) > 2, f"{question['key']}: {option['text']}"


def test_the_quizzes_of_the_modules_draw_from_the_bank() -> None:
    categories = {
        yaml.safe_load(path.read_text(encoding="utf-8"))["category"]: len(
            yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
        )
        for path in (FOLDER / "nl").glob("*.yaml")
    }
    quizzes = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (FOLDER.parent / "quizzes" / "nl").glob("*.yaml")]
    draws = {quiz["slug"]: quiz["draws"] for quiz in quizzes if quiz.get("draws")}
    assert len(draws) >= 3
    for slug, found in draws.items():
        assert all(draw["number"] < categories[draw["category"]] for draw in found), slug
