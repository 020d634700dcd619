"""A school's colour is computed and corrected, never trusted."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gehoord.core.accent import FLOOR, INK, NIGHT, NIGHT_PAPER, PAPER, WHITE, WORDS_AT_NIGHT, accent_sheet, contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def value(part: str, name: str) -> str:
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}});", part)
    assert found is not None
    return found[1]


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(COLOURS)
def test_whatever_colour_a_school_chooses_its_words_can_be_read(colour: str) -> None:
    light, dark = accent_sheet(colour).split("@media")
    for part, button_words, link_paper, hero_words in ((light, WHITE, PAPER, INK), (dark, NIGHT, NIGHT_PAPER, WORDS_AT_NIGHT)):
        assert contrast(value(part, "basis-color-action-1-inverse-bg-default"), button_words) >= FLOOR
        assert contrast(value(part, "basis-color-action-1-color-default"), link_paper) >= FLOOR
        assert contrast(value(part, "gh-hero-background-color"), hero_words) >= FLOOR


def test_a_colour_that_is_good_already_stays_as_it_is() -> None:
    assert value(accent_sheet("#19594a"), "basis-color-action-1-inverse-bg-default") == "#19594a"


def test_its_sheet_never_changes_and_asks_no_database(client: Client) -> None:
    response = client.get("/kleur/c8102e.css")
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("colour", ["C8102E", "rood", "c8102", "c8102e0", "}body{"])
def test_what_is_no_colour_does_not_exist(client: Client, db: None, colour: str) -> None:
    assert client.get(f"/kleur/{colour}.css").status_code == 404
