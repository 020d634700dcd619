"""The dismissal mirror, measured on sentences that were labelled before its patterns were written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from learning.engine.mirror import Pattern, PatternError, check_pattern, look
from learning.engine.mirror_measure import labelled, measure

HERE = Path(__file__).parent / "mirror"
LIST = Path(__file__).parents[3] / "content" / "starter" / "mirror" / "nl.yaml"


@pytest.fixture(scope="module")
def patterns() -> list[Pattern]:
    rows = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return [
        Pattern(
            key=row["key"],
            words=tuple(row["words"]),
            why=row["why"],
            instead=row["instead"],
            unless=tuple(row.get("unless", ())),
        )
        for row in rows
    ]


def sentences(name: str) -> list[tuple[bool, str]]:
    return labelled((HERE / f"{name}.txt").read_text(encoding="utf-8"))


def test_there_are_enough_sentences_and_enough_good_ones() -> None:
    everything = sentences("tuning") + sentences("held_out")
    assert len(everything) >= 200
    assert sum(not closes for closes, _text in everything) >= 80
    assert abs(len(sentences("tuning")) - len(sentences("held_out"))) <= 20
    assert not {text for _closes, text in sentences("tuning")} & {text for _closes, text in sentences("held_out")}


def test_on_sentences_that_were_never_looked_at_it_is_right_and_finds_most(patterns: list[Pattern]) -> None:
    found = measure(sentences("held_out"), patterns)
    assert found.precision >= 0.90
    assert found.recall >= 0.70


def test_every_pattern_can_be_read_says_why_and_gives_an_opening(patterns: list[Pattern]) -> None:
    for pattern in patterns:
        check_pattern(pattern)
        assert pattern.why
        assert pattern.instead
        assert look(pattern.instead, patterns) == (), pattern.key


def one(*words: str, unless: tuple[str, ...] = ()) -> list[Pattern]:
    return [Pattern(key="een", words=words, why="Omdat.", instead="Vertel eens.", unless=unless)]


def marked(text: str, patterns: list[Pattern]) -> list[str]:
    marks = look(text, patterns)
    assert marks is not None
    return [text[mark.start : mark.end] for mark in marks]


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("niet zo bedoeld", "Dat is vast NIET zo bedoeld, hoor.", ["NIET zo bedoeld"]),
        ("vast ... bedoeld", "Vast écht niet zó bedoeld.", ["Vast écht niet zó bedoeld"]),
        ("is/was (maar) een grapje", "Het was maar een grapje.", ["was maar een grapje"]),
        ("is/was (maar) een grapje", "Het is een grapje.", ["is een grapje"]),
        ("overdrij*", "Je overdrijft.", ["overdrijft"]),
        ("^ waarom ?", "Maar waarom zei je niets?", ["waarom"]),
        ("^ waarom ?", "Ik snap waarom je niets zei.", []),
        ("^ heb je ?", "Heb je gebeld?", ["Heb je"]),
        ("^ heb je ?", "Wat heb je nodig?", []),
        ("negeer het", 'Hij zei: "negeer het gewoon".', []),
        ("negeer het", "Je broer zegt: negeer het.", []),
        ("moet melden", "Ik ga niet zeggen dat je moet melden.", []),
        ("valt mee", "Iedereen zegt tegen je dat het valt mee.", []),
        ("zeker", "Onzeker zijn mag.", []),
    ],
)
def test_how_a_phrasing_is_read(words: str, text: str, found: list[str]) -> None:
    assert marked(text, one(words)) == found


def test_an_exception_keeps_a_pattern_silent_in_its_own_sentence_only() -> None:
    patterns = one("negeren", unless=("hoeft niet",))
    assert marked("Je hoeft dit niet te negeren. Maar negeren helpt.", one("negeren", unless=("hoeft ... niet",))) == [
        "negeren"
    ]
    assert marked("Dat moet je negeren.", patterns) == ["negeren"]


def test_marks_do_not_overlap_and_stand_in_order() -> None:
    patterns = one("het gewoon", "negeer het gewoon", "gewoon niet doen")
    assert marked("Negeer het gewoon. Gewoon niet doen.", patterns) == ["Negeer het gewoon", "Gewoon niet doen"]


def test_a_language_without_patterns_has_no_mirror() -> None:
    assert look("Just ignore it.", []) is None


@pytest.mark.parametrize("words", ["", "   ", "...", "... bedoeld", "niet ...", "a(b", "[a]", "x" * 500])
def test_a_pattern_that_cannot_be_read_says_what_to_do(words: str) -> None:
    with pytest.raises(PatternError) as caught:
        check_pattern(one(words)[0])
    assert str(caught.value).endswith(".")


def test_a_hostile_text_takes_no_time(patterns: list[Pattern]) -> None:
    for text in ("niet " * 200, "heb je " * 150, "zegt " * 200 + ":", "“" * 1000, "a" * 1000):
        look(text[:1000], patterns)
