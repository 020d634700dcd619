"""A trainer who sees the question bank for the first time writes ten questions of five kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import LAPTOP, Stack

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]
# (kind, question, answers): written as fast as somebody types.
TEN: list[tuple[str, str, list[Any]]] = [
    ("Klopt het of niet?", "Een student mag zelf kiezen met wie hij praat.", []),
    ("Klopt het of niet?", "Zonder bewijs kun je niets doen.", []),
    ("Eén goed antwoord", "Wie zegt ja of nee tegen een volgende stap?", ["De student", "De mentor"]),
    ("Eén goed antwoord", "Wat doe je als iemand stilvalt?", ["Wachten", "Doorpraten"]),
    ("Meer goede antwoorden", "Wat kun je altijd zeggen?", ["Goed dat je het zegt.", "Het valt vast mee."]),
    ("Meer goede antwoorden", "Wat schrijf je op?", ["Niets zonder een ja", "Wat jij ervan vindt"]),
    ("Op volgorde zetten", "Wat doe je eerst?", ["Luisteren", "Erkennen"]),
    ("Op volgorde zetten", "Wat vraag je eerst?", ["Hoe was dat voor je?", "Wat wil jij nu?"]),
    ("Bij elkaar zoeken", "Wat past bij wie?", [("Mentor", "Luistert"), ("Vertrouwenspersoon", "Denkt mee")]),
    ("Bij elkaar zoeken", "Wat hoort bij elkaar?", [("Erkennen", "Wat rot voor je."), ("Open vraag", "Wat gebeurde er?")]),
]
LISTS = {"Op volgorde zetten": "items", "Bij elkaar zoeken": "pairs"}


def begin(page: Page, kind: str) -> None:
    """From the category to the empty question: two clicks, one more for the kind."""
    page.locator("header [data-controller~='w-dropdown'] button").first.click()
    page.get_by_role("link", name="Nieuwe vraag").first.click()
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name=kind).click()


def fill(page: Page, kind: str, answers: list[Any]) -> None:
    """Two answers: there are two empty ones, nothing has to be added."""
    name = LISTS.get(kind, "options")
    for place, answer in enumerate(answers):
        field = f"#question-0-value-{name}-{place}-value"
        assert not page.locator(f"{field}-text, {field}-feedback").evaluate_all("all => all.map(one => one.value).join('')")
        if name == "items":
            page.locator(field).fill(answer)
        elif name == "pairs":
            page.locator(f"{field}-left").fill(answer[0])
            page.locator(f"{field}-right").fill(answer[1])
        else:
            page.locator(f"{field}-text").fill(answer)
            page.locator(f"{field}-correct").set_checked(place == 0)


def required_and_visible(page: Page) -> int:
    return page.locator("form :is(input, textarea, select)[required]:visible").count()


def test_ten_questions_of_five_kinds(stack: Stack, open_context: Open) -> None:
    context = open_context(LAPTOP)
    page = context.new_page()
    page.goto(stack.sign_in_address("trainer", "vizier"))
    opened: list[str] = []
    page.on("framenavigated", lambda frame: opened.append(frame.url) if frame == page.main_frame else None)
    page.goto(f"{stack.base}/cms/")
    page.get_by_role("link", name="Vragenbank").click()
    page.get_by_role("link", name="Herkennen", exact=True).first.click()
    for kind, text, answers in TEN:
        begin(page, kind)
        page.locator("#question-0-value-text").fill(text)
        if kind == "Klopt het of niet?":
            assert required_and_visible(page) <= 6
        fill(page, kind, answers)
        page.get_by_role("button", name="Publiceren").click()
        expect(page.get_by_role("link", name=text).first).to_be_visible(timeout=15_000)
    # The home page, the bank, its category, and for each question its form and the way back.
    assert len(opened) <= 3 + 2 * len(TEN) + 2, opened
