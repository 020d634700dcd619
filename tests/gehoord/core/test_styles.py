"""The sheets keep the house's rules, and what a page needs first stays small."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(str(finders.find("core/base.css"))).parent
SHEETS = sorted(ROOT.glob("*.css"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
PHYSICAL = re.compile(r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![\w-])(?:left|right)\s*:")


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_directions_are_logical(sheet: Path) -> None:
    assert not PHYSICAL.findall(without_comments(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_braces_match_and_every_sheet_names_the_layers(sheet: Path) -> None:
    text = without_comments(sheet)
    assert text.count("{") == text.count("}")
    assert "@layer tokens, base, layout, components, pages, utilities;" in text


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.name != "base.css"], ids=lambda sheet: sheet.name)
def test_colours_stand_in_the_tokens_only(sheet: Path) -> None:
    found = [
        colour for colour in COLOUR.findall(without_comments(sheet)) if colour not in {"#24446a"}
    ]  # the night behind a display
    assert not found


def test_what_a_student_page_needs_first_leaves_room_for_its_html() -> None:
    first = sum(len(gzip.compress((ROOT / name).read_bytes(), 9)) for name in ("base.css", "student.css"))
    assert first < 10_000


@pytest.mark.parametrize("script", sorted(ROOT.glob("*.js")), ids=lambda script: script.name)
def test_scripts_are_small_and_store_nothing(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert len(text) < 3000
    assert not re.search(r"localStorage|sessionStorage|document\.cookie|fetch\(|XMLHttpRequest|eval\(|innerHTML", text)
