"""A student tells, an adviser reads: from the code in the hall to the first contact that the student sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, ROOT, Stack, wait_until

pytestmark = pytest.mark.browser

STORY = "Iedereen mag achter de kassa. Ik mag alleen schoonmaken. Ze zeggen mijn naam nooit goed."
Open = Callable[..., BrowserContext]
Check = Callable[[Page, str], None]


def phrase_of(name: str) -> str:
    keys = yaml.safe_load((ROOT / "content/starter/demo/vault.yaml").read_text(encoding="utf-8"))
    return next(str(key["phrase"]) for key in keys["schools"]["deltion"] if key["name"].startswith(name))


def tell(page: Page, story: str = STORY) -> str:
    """Send the shortest report with a phone number; the receipt code."""
    page.get_by_label("Wat is er gebeurd?").fill(story)
    page.locator("label", has_text="Bel, app of mail mij").click()  # the whole card is the label
    page.get_by_label("Je telefoonnummer").fill("06 00 00 00 00")
    page.get_by_label("Hoe mogen we je noemen?").fill("Y.")
    page.get_by_role("button", name="Verstuur").click()
    return page.locator("#code").inner_text()


@pytest.mark.parametrize(
    ("device", "script"), [(PHONE, True), (LAPTOP, True), (PHONE, False)], ids=["phone", "laptop", "phone without script"]
)
def test_from_the_code_in_the_hall_to_the_first_contact(
    stack: Stack, open_context: Open, check_page: Check, device: dict[str, int], script: bool
) -> None:
    student = open_context(device, java_script_enabled=script)
    page = student.new_page()
    # axe itself needs a script: without one the pages are only looked at and walked.
    look: Any = check_page if script else lambda page, name: None

    page.goto("/scherm/deltion-1/")
    look(page, "scherm")
    page.goto("/q/deltion-1/")
    expect(page).to_have_url(re.compile(r"/melden/deltion/$"))
    look(page, "melden")
    assert not student.cookies()

    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("alert")).to_contain_text("Er mist nog iets")
    look(page, "melden-fout")

    story = f"{STORY} ({device['width']}, script {script})"
    code = tell(page, story)
    assert re.fullmatch(r"[0-9A-Z ]{17,25}", code.strip())
    look(page, "melden-klaar")
    assert not student.cookies()

    mails = stack.data_dir / "mail"
    wait_until(lambda: mails.exists() and any(mails.iterdir()), 40, "a mail to the advisers")
    assert not [path for path in mails.iterdir() if "kassa" in path.read_text(encoding="utf-8")]

    adviser = open_context(device if script else LAPTOP, java_script_enabled=script)
    desk = adviser.new_page()
    desk.goto(stack.sign_in_address("adviser"))
    desk.goto("/balie/")
    look(desk, "kluis")
    desk.get_by_label("Je zes woorden").fill(phrase_of("Samira"))
    desk.get_by_role("button", name="Open mijn kluis").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("op jou")
    look(desk, "meldingen")
    open_the_report(desk, story)
    look(desk, "melding")
    expect(desk.get_by_text("Geen voicemail.")).to_be_visible()
    record_first_contact(desk)

    page.goto("/melding/")
    page.get_by_label("Wat is je code?").fill(code)
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jullie hebben contact")
    expect(page.get_by_text("Samira las het")).to_be_visible()
    look(page, "status")
    assert not student.cookies()


def open_the_report(desk: Page, story: str) -> None:
    """Find the report with this story among those that wait."""
    cases = desk.locator("a.gh-case__link")
    addresses = [cases.nth(number).get_attribute("href") or "" for number in range(cases.count())]
    for address in addresses:
        desk.goto(address)
        if story in desk.locator("main").inner_text():
            return
    raise AssertionError("the report is not at the desk")


def record_first_contact(desk: Page) -> None:
    desk.locator("label", has_text="Aan de telefoon").click()
    desk.get_by_label("Wat spraken jullie af?").fill("We spraken af: morgen om 12 uur praten we verder. Jij kiest de plek.")
    desk.get_by_role("button", name="Ik heb de student gesproken").click()
    expect(desk.get_by_text("Opgeschreven. De klok staat stil.")).to_be_visible()


def test_the_whole_form_with_the_keyboard_alone(stack: Stack, open_context: Open) -> None:
    page = open_context(PHONE).new_page()
    page.goto("/melden/deltion/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Snel weg")
    presses = 1
    while page.locator("#verhaal:focus").count() == 0:
        page.keyboard.press("Tab")
        presses += 1
    page.keyboard.type("Ze lachen om mijn accent.")
    while page.locator("button:focus", has_text="Verstuur").count() == 0:
        page.keyboard.press("Tab")
        presses += 1
        assert presses <= 25, "the shortest report takes at most 25 presses of Tab"
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_visible()


def test_leaving_quickly_wipes_what_was_typed(stack: Stack, open_context: Open) -> None:
    context = open_context(PHONE)
    context.route("https://www.buienradar.nl/**", lambda route: route.fulfill(body="het weer", content_type="text/plain"))
    page = context.new_page()
    page.goto("/melden/deltion/")
    page.get_by_label("Wat is er gebeurd?").fill(STORY)
    page.get_by_role("link", name="Snel weg").click()
    page.wait_for_url(re.compile("buienradar|/weg/"))
    page.go_back()
    assert STORY not in page.content()


def test_the_same_report_sent_again_shows_the_same_code(stack: Stack, open_context: Open) -> None:
    """Without a script the browser itself sends again; with one, the page never goes back to the form by itself."""
    page = open_context(PHONE, java_script_enabled=False).new_page()
    page.goto("/melden/deltion/")
    first = tell(page, "Twee keer op de knop gedrukt.")
    page.reload()
    assert page.locator("#code").inner_text() == first


def test_nothing_of_a_report_lies_readable_on_disk(stack: Stack, open_context: Open) -> None:
    page = open_context(PHONE).new_page()
    page.goto("/melden/deltion/")
    tell(page, "Zeekomkommer is het woord dat nergens mag staan.")
    found = [path for path in Path(stack.data_dir).rglob("*") if path.is_file() and b"Zeekomkommer" in path.read_bytes()]
    assert not found
