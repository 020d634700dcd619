from __future__ import annotations

import pytest
import yaml

from content.pages.panels import plain_text
from content.pages.reading import read, syllables
from content.pages.starter import _blocks
from tests.architecture.house import ROOT

EASY = "Jij vertelt wat er is. Wij lezen het. Dan bellen wij jou. Jij zegt wat je wilt. " * 4
HARD = (
    "Overeenkomstig de vigerende antidiscriminatiewetgeving dienen onderwijsinstellingen zorgvuldigheidsverplichtingen jegens "
    "beroepspraktijkvormingsdeelnemers onverkort na te komen, ongeacht de contractuele verhoudingen die zij met hun leerbedrijven zijn aangegaan. "
) * 3
STUDENT_PAGES = (
    "home",
    "is-dit-stagediscriminatie",
    "wat-kan-ik-doen",
    "met-wie-kan-ik-praten",
    "na-je-melding",
    "een-vriend-helpen",
)


@pytest.mark.parametrize(
    ("word", "number"),
    [("stage", 2), ("school", 1), ("vertellen", 3), ("aai", 1), ("nieuwe", 2), ("ruzie", 2), ("ideeën", 3), ("brr", 1)],
)
def test_syllables_are_counted_by_ear(word: str, number: int) -> None:
    assert syllables(word) == number


def test_easy_words_in_short_sentences_are_a2_and_hard_ones_b2() -> None:
    assert read(EASY).level == "A2"
    assert read(HARD).level == "B2"
    assert read(HARD).long_sentences


def test_of_a_few_words_nothing_is_said() -> None:
    assert read("Kort.").level is None
    assert read("").level is None


class Draft:
    """A page that is not saved."""

    def __init__(self, content: dict[str, object]) -> None:
        from content.pages.models import ArticlePage

        self.page = ArticlePage(title="x", lead=content.get("lead", ""))
        self.page.body = list(_blocks(content.get("body", [])))  # type: ignore[arg-type]  # as the starter loads it


@pytest.mark.parametrize("name", STUDENT_PAGES)
def test_what_we_wrote_for_students_is_b1_or_easier(name: str) -> None:
    content = yaml.safe_load((ROOT / f"content/starter/pages/nl/{name}.yaml").read_text(encoding="utf-8"))
    found = read(plain_text(Draft(content).page))
    assert found.level in {"A2", "B1"}, found
