"""Which questions are alike: by the words that carry meaning, whatever the order, the signs and the accents."""

from __future__ import annotations

import itertools

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from learning.engine.quiz.likeness import are_alike, likeness, words_of
from tests.architecture.house import ROOT


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Heb je bewijs nodig om te melden?", "Om te melden, heb je daar BEWIJS voor nodig!", True),
        ("Zonder bewijs kun je niets doen.", "Zonder bewijs kun je niets doen", True),
        ("Eén coördinator leest alles.", "Een coordinator leest alles?", True),
        ("Wat valt in de wet onder “ras”?", "Wat valt in de wet onder “geslacht”?", False),
        ("Wie kiest?", "Wie beslist?", False),
        ("", "", False),
    ],
)
def test_alike_or_not(one: str, other: str, alike: bool) -> None:
    assert are_alike(words_of(one), words_of(other)) is (alike and bool(words_of(one)))


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_goes_both_ways_and_stays_from_nothing_to_all(one: str, other: str) -> None:
    first, second = words_of(one), words_of(other)
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) == (1 if first else 0)


def test_our_own_bank_has_no_two_alike() -> None:
    texts = [
        question["text"]
        for path in sorted((ROOT / "content/starter/questions/nl").glob("*.yaml"))
        for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
    ]
    assert len(texts) >= 60
    assert [pair for pair in itertools.combinations(texts, 2) if are_alike(words_of(pair[0]), words_of(pair[1]))] == []
