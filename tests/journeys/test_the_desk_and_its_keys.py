"""An adviser's whole work in a real browser, alone: a case from first contact to aftercare, and every way with a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, Stack
from tests.journeys.test_student_and_adviser import open_the_report, phrase_of, tell

pytestmark = pytest.mark.browser
Open = Callable[..., BrowserContext]
Check = Callable[[Page, str], None]


def unlocked(stack: Stack, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(stack.sign_in_address("adviser"))
    page.goto("/balie/")
    page.get_by_label("Je zes woorden").fill(phrase_of("Samira"))
    page.get_by_role("button", name="Open mijn kluis").click()
    expect(page.get_by_role("heading", name="Loopt", exact=True)).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("device", "script"), [(PHONE, True), (LAPTOP, True), (PHONE, False)], ids=["phone", "laptop", "no script"]
)
def test_a_case_from_first_words_to_aftercare(
    stack: Stack, open_context: Open, check_page: Check, device: dict[str, int], script: bool
) -> None:
    look: Any = check_page if script else lambda page, name: None
    story = f"Ze noemen me Ali, maar zo heet ik niet. ({device['width']} {script})"
    student = open_context(PHONE, java_script_enabled=script).new_page()
    student.goto("/melden/deltion/")
    code = tell(student, story)
    desk = unlocked(stack, open_context(device, java_script_enabled=script))
    open_the_report(desk, story)

    desk.locator("summary", has_text="Of zet een bericht klaar").click()
    desk.get_by_label("Schrijf aan de student").fill("Goed dat je dit vertelt.")
    desk.get_by_role("button", name="Zet dit bericht klaar").click()
    expect(desk.get_by_text("De klok staat stil.")).to_be_visible()
    desk.locator("summary", has_text="Vraag iets aan de student").click()
    desk.locator("label[for=onderwerp-sbb]").click()
    desk.get_by_label("Schrijf het zo op").fill("Mag ik dit doorgeven aan SBB, zonder je naam?")
    desk.locator("label[for=delen-story]").click()
    look(desk, "vragen")
    desk.get_by_role("button", name="Vraag het de student").click()

    student.goto("/melding/")
    student.get_by_label("Wat is je code?").fill(code)
    student.get_by_role("button", name="Ga verder").click()
    expect(student.get_by_text("Goed dat je dit vertelt.")).to_be_visible()
    student.get_by_role("button", name="Ja, dat mag").click()

    desk.reload()
    expect(desk.get_by_text(re.compile("ja, ")).first).to_be_visible()
    look(desk, "toestemming")
    desk.get_by_role("button", name="Maak een bestand").click()
    look(desk, "bestand")
    with desk.expect_download() as found:
        desk.get_by_role("button", name="Maak het bestand en bewaar het").click()
    assert found.value.path().read_bytes().startswith(b"%PDF-")

    desk.get_by_role("link", name="Terug naar de melding").click()
    desk.locator("summary", has_text="Rond deze melding af").click()
    desk.get_by_role("button", name="Rond af", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("Kies een dag om te vragen hoe het gaat.")
    look(desk, "afronden-fout")
    desk.get_by_label("Wat deed je bij het bedrijf?").fill("Een gesprek met de leidinggevende.")
    desk.get_by_label("Wat vertelde je de student?").fill("Dat het bedrijf excuses maakt.")
    desk.get_by_label("Wanneer vraag je hoe het gaat?").fill((date.today() + timedelta(days=40)).isoformat())
    for choice in ("gronden-race", "gebied-on_the_job", "aard-hostile", "afhandeling-company_talk"):
        desk.locator(f"label[for={choice}]").click()
    desk.get_by_role("button", name="Rond af", exact=True).click()
    expect(desk.get_by_text("Op de dag van de nazorg")).to_be_visible()
    look(desk, "afgerond")


def test_nothing_typed_is_lost_when_the_vault_closes_meanwhile(stack: Stack, open_context: Open, check_page: Check) -> None:
    story = "De kluis ging dicht."
    student = open_context(PHONE).new_page()
    student.goto("/melden/deltion/")
    tell(student, story)
    context = open_context(LAPTOP)
    desk = unlocked(stack, context)
    open_the_report(desk, story)
    desk.locator("summary", has_text="Of zet een bericht klaar").click()
    desk.get_by_label("Schrijf aan de student").fill("Een lange tekst over vrijdag.")
    other = context.new_page()
    other.goto("/balie/")
    other.get_by_role("button", name="Doe mijn kluis dicht").click()

    desk.get_by_role("button", name="Zet dit bericht klaar").click()
    expect(desk.get_by_role("alert")).to_contain_text("Je kluis ging dicht terwijl je schreef")
    expect(desk.get_by_label("Je tekst")).to_have_value("Een lange tekst over vrijdag.")
    check_page(desk, "kluis-dicht")
    desk.get_by_label("Je zes woorden").fill(phrase_of("Samira"))
    desk.get_by_role("button", name="Open mijn kluis en schrijf het op").click()

    expect(desk.get_by_text("Een lange tekst over vrijdag.")).to_be_visible()


@pytest.mark.parametrize("device", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_three_keepers_get_their_sheets_and_the_emergency_key_works(
    stack: Stack, open_context: Open, check_page: Check, device: dict[str, int]
) -> None:
    desk = unlocked(stack, open_context(device))
    desk.goto("/balie/sleutel/")
    check_page(desk, "sleutel")
    for link, name in (
        ("Ik ben mijn zes woorden kwijt", "woorden"), ("Ik ben mijn woorden én", "kwijt"), ("Misschien zag iemand", "vernieuwen"),
        ("Ik stop als vertrouwenspersoon", "stoppen"),
    ):  # fmt: skip
        desk.get_by_role("link", name=link).click()
        check_page(desk, f"sleutel-{name}")
        desk.goto("/balie/sleutel/")
    desk.get_by_role("link", name="De noodsleutel van school").click()
    desk.get_by_role("button", name="Maak drie nieuwe vellen").click()
    check_page(desk, "vellen")
    sheets = {
        str(paper.get_attribute("aria-labelledby"))[-1]: paper.locator(".rp-paper__line").all_inner_texts()
        for paper in desk.locator("section.rp-paper").all()
    }
    desk.get_by_role("link", name="De vellen zijn op papier").click()
    for place, lines in sheets.items():
        desk.get_by_role("link", name=f"Typ vel {place} over").click()
        for field, line in zip(("#eerste", "#tweede"), lines, strict=True):
            desk.locator(field).fill(line.lower())
        check_page(desk, f"vel-{place}")
        desk.get_by_role("button", name="Mijn vel klopt").click()
    desk.get_by_role("button", name="Neem de noodsleutel in gebruik").click()
    expect(desk.get_by_role("heading", name="Er is een noodsleutel")).to_be_visible()
    check_page(desk, "noodsleutel")
