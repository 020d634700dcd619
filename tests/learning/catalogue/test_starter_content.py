"""The text we ship is whole: quizzes that can be scored, modules that name what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from learning.engine.quiz import quiz_from_dict
from tests.architecture.house import ROOT

STARTER = ROOT / "content" / "starter"


def files(folder: str) -> list[Path]:
    return sorted((STARTER / folder).glob("*/*.yaml"))


def read(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def name(path: Path) -> str:
    return path.relative_to(STARTER).as_posix()


@pytest.mark.parametrize("path", files("quizzes"), ids=name)
def test_a_quiz_explains_every_option(path: Path) -> None:
    content = read(path)
    quiz = quiz_from_dict(content)
    assert len(quiz.questions) + sum(draw["number"] for draw in content.get("draws", [])) >= 6
    for question in quiz.questions:
        assert question.explanation, question.key
        assert all(option.feedback for option in question.options), question.key


@pytest.mark.parametrize("path", files("modules"), ids=name)
def test_a_module_names_what_is_there_and_reads_as_a_whole(path: Path) -> None:
    module = read(path)
    kinds = [step["kind"] for step in module["steps"]]
    assert {"reading", "scenario", "quiz"} <= set(kinds)
    for step in module["steps"]:
        if step["kind"] == "reading":
            assert len(step["body"].split()) >= 120, step["key"]
        elif step["kind"] == "film":
            assert (STARTER / "files" / step["film"]).exists(), step["key"]
            assert (STARTER / "files" / step["captions"]).read_text(encoding="utf-8").startswith("WEBVTT"), step["key"]
        elif step["kind"] in {"scenario", "quiz"}:
            folder = {"scenario": "scenarios", "quiz": "quizzes"}[step["kind"]]
            assert list((STARTER / folder).glob(f"*/{step[step['kind']]}.yaml")), step["key"]


def test_dutch_is_there_for_every_kind() -> None:
    for folder in ("modules", "scenarios", "quizzes", "pages"):
        assert list((STARTER / folder / "nl").glob("*.yaml")), folder


@pytest.mark.parametrize("path", [*files("pages"), *files("modules"), *files("screens")], ids=name)
def test_a_day_is_promised_with_its_condition(path: Path) -> None:
    """24 hours is always "meestal binnen 24 uur, op schooldagen" (the field's own words: in principle)."""
    text = " ".join(path.read_text(encoding="utf-8").split()).lower()
    for found in ("binnen 24 uur", "within 24 hours"):
        for before, after in zip(text.split(found)[:-1], text.split(found)[1:], strict=True):
            assert any(word in before[-60:] for word in ("meestal", "usually", "in principe", "in principle")), name(path)
            assert any(word in after[:60] for word in ("schooldagen", "school days", "antwoord", "answer")), name(path)


@pytest.mark.parametrize("path", sorted(STARTER.glob("modules/en/*.yaml")), ids=name)
def test_a_module_in_english_has_the_same_steps_and_its_parts_in_english(path: Path) -> None:
    """Learners of both languages do the same, so that what they finished counts in both."""
    english, dutch = read(path), read(STARTER / "modules" / "nl" / path.name)
    assert [(step["key"], step["kind"]) for step in english["steps"]] == [(s["key"], s["kind"]) for s in dutch["steps"]]
    for step in english["steps"]:
        for kind, folder in (("scenario", "scenarios"), ("quiz", "quizzes")):
            if step["kind"] == kind:
                assert (STARTER / folder / "en" / f"{step[kind]}.yaml").exists(), step["key"]


@pytest.mark.parametrize("path", sorted(STARTER.glob("quizzes/en/*.yaml")), ids=name)
def test_a_quiz_in_english_asks_the_same(path: Path) -> None:
    english, dutch = read(path), read(STARTER / "quizzes" / "nl" / path.name)
    for ours, theirs in zip(english["questions"], dutch["questions"], strict=True):
        assert (ours["key"], ours["kind"]) == (theirs["key"], theirs["kind"])
        assert [(o["key"], o.get("correct")) for o in ours["options"]] == [
            (o["key"], o.get("correct")) for o in theirs["options"]
        ]


def test_the_base_module_is_there_in_english() -> None:
    assert (STARTER / "modules" / "en" / "herkennen-en-erkennen.yaml").exists()
