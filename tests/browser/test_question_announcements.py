"""Ordering and matching as a screen reader gets them: read from the browser's own accessibility tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from learning.catalogue.quiz_screens import offered
from learning.engine.quiz import question_from_dict

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).resolve().parents[2] / "learning" / "catalogue" / "static" / "catalogue" / "quiz.js"
ORDERING = {"key": "o", "kind": "ordering", "text": "In welke volgorde?", "items": ["horen", "erkennen", "vragen"]}
MATCHING = {
    "key": "m", "kind": "matching", "text": "Wie doet wat?",
    "pairs": [{"left": "mentor", "right": "luistert"}, {"left": "vertrouwenspersoon", "right": "denkt mee"}],
}  # fmt: skip


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def show(page: Page, row: dict[str, Any], *, script: bool = True) -> None:
    html = render_to_string(
        "catalogue/components/question.html",
        {"question": offered(question_from_dict(row), seed="1"), "level": "h1", "prefix": ""},
    )
    page.set_content(
        f'<!doctype html><html lang="nl"><title>Vraag</title><main><form>{html}<button>Kijk na</button></form></main>'
    )
    if script:
        page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))


def tree(page: Page) -> list[tuple[str, str]]:
    """(Role, name) of everything that is exposed, in order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    shown = [node for node in nodes if not node.get("ignored")]
    return [(str(node.get("role", {}).get("value", "")), str(node.get("name", {}).get("value", ""))) for node in shown]


def said(page: Page) -> str:
    """What stands in the status, which a screen reader reads out when it changes."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    status = next(node for node in nodes if node.get("role", {}).get("value") == "status")
    assert {one["name"]: one["value"].get("value") for one in status["properties"]}["live"] == "polite"
    return "".join(by_id[child]["name"]["value"] for child in status["childIds"] if "name" in by_id[child])


def order(page: Page) -> list[str]:
    return page.eval_on_selector_all("[data-place] label", "all => all.map(one => one.textContent.trim())")


def test_each_line_is_moved_with_the_keyboard_and_says_where_it_went(browser_page: Page) -> None:
    page = browser_page
    show(page, ORDERING)
    first, second, third = order(page)
    assert ("button", f"Omhoog: {third}") in tree(page)
    assert ("group", "In welke volgorde?") in tree(page)
    page.get_by_role("button", name=f"Omhoog: {third}").focus()
    page.keyboard.press("Enter")
    assert order(page) == [first, third, second]
    assert said(page) == f"{third}: plek 2 van 3."
    assert page.evaluate("document.activeElement.textContent") == f"Omhoog: {third}"
    page.keyboard.press("Space")
    assert said(page) == f"{third}: plek 1 van 3."
    page.keyboard.press("Space")
    assert order(page) == [third, first, second]
    values = page.eval_on_selector_all("[data-place] select", "all => all.map(one => one.value)")
    assert values == ["1", "2", "3"]


def test_the_first_line_says_that_it_cannot_go_up(browser_page: Page) -> None:
    show(browser_page, ORDERING)
    first = order(browser_page)[0]
    button = browser_page.get_by_role("button", name=f"Omhoog: {first}")
    assert button.get_attribute("aria-disabled") == "true"


def test_without_script_each_line_has_a_number_with_its_name(browser_page: Page) -> None:
    show(browser_page, ORDERING, script=False)
    exposed = tree(browser_page)
    assert [("combobox", text) in exposed for text in order(browser_page)] == [True, True, True]
    assert any("Geef elke regel een nummer" in name for _, name in exposed)


def test_matching_says_what_was_chosen_and_how_much_is_left(browser_page: Page) -> None:
    page = browser_page
    show(page, MATCHING)
    assert ("combobox", "mentor") in tree(page)
    page.get_by_label("mentor").focus()
    page.get_by_label("mentor").select_option(label="luistert")
    assert said(page) == "mentor: luistert. Nog 1 te kiezen."
    page.get_by_label("vertrouwenspersoon").select_option(label="denkt mee")
    assert said(page) == "vertrouwenspersoon: denkt mee. Alles is gekozen."
