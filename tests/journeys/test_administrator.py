"""An administrator makes a school ready: invites a colleague, reads in a list, ends a role, and counts down to nothing."""

from __future__ import annotations

import email
import re
import time
from collections.abc import Callable
from email import policy
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, Stack, wait_until

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]
Look = Callable[[Page, str], None]


def mails_to(stack: Stack, address: str) -> list[str]:
    """What was mailed to somebody, oldest first."""
    files = sorted((stack.data_dir / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns)
    messages = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files if path.is_file()]
    return [str(message.get_content()) for message in messages if address in str(message["To"])]  # type: ignore[attr-defined]


def newest_mail(stack: Stack, address: str, after: int = 0) -> str:
    wait_until(lambda: len(mails_to(stack, address)) > after, 60, f"a mail to {address}")
    return mails_to(stack, address)[-1]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def room(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Beheer").get_by_role("link", name=name).click()


def left(page: Page) -> int:
    """How many things the list before going live still asks."""
    room(page, "Voor je live gaat")
    heading = page.get_by_role("heading", level=1).inner_text()
    found = re.match(r"Nog (\d+)", heading)
    return int(found[1]) if found else 0


def item(page: Page, title: str) -> Any:
    return page.locator("li.gh-card", has_text=title)


def invite_an_administrator(page: Page, address: str, look: Look) -> None:
    room(page, "Mensen")
    page.get_by_role("link", name="Nodig iemand uit").click()
    press(page, "Stuur de uitnodiging")
    expect(page.get_by_role("alert")).to_contain_text("Er klopt nog iets niet")
    look(page, "uitnodigen-fout")
    page.get_by_label("Naam").fill("Bea Smit")
    page.get_by_label("E-mailadres").fill(address)
    page.locator("label", has_text="beheerder").click()
    press(page, "Stuur de uitnodiging")
    expect(page.get_by_role("status")).to_contain_text("Bea Smit krijgt een uitnodiging.")


def come_in_by_invitation(stack: Stack, context: BrowserContext, address: str, look: Look) -> None:
    """The link in the mail, a code by mail, and a second step set up for the first time."""
    page = context.new_page()
    link = re.search(r"https?://\S+/beheer/uitnodiging/\S+", newest_mail(stack, address))
    assert link is not None
    page.goto(link[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Welkom, Bea")
    look(page, "uitnodiging")
    page.get_by_role("link", name="Begin", exact=True).click()
    look(page, "inloggen")
    page.get_by_label("Je e-mailadres").fill(address)
    press(page, "Mail mij een code")
    look(page, "inloggen-code")
    code = re.search(r"^([A-Z0-9-]{6,})\s*$", newest_mail(stack, address, after=1), re.MULTILINE)
    assert code is not None
    page.get_by_label("De code uit je mail").fill(code[1])
    press(page, "Ga verder")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen en beveiliging")
    look(page, "tweede-stap")
    page.get_by_role("link", name="Stel een app in").click()
    look(page, "tweede-stap-app")
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("De zes cijfers uit je app").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(page, "Zet aan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je herstelcodes")
    look(page, "herstelcodes")
    page.get_by_role("link", name="ga verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mensen")


def read_in_a_list(page: Page, folder: Path, mark: str, look: Look) -> None:
    """One line is wrong, then it is right; the next list leaves somebody out."""
    anna, ben = f"anna{mark}@school.example", f"ben{mark}@school.example"
    head = "naam;e-mail;rol;team;functie\n"

    def offer(text: str) -> None:
        room(page, "Mensen")
        page.get_by_role("link", name="Lijst met collega's inlezen").click()
        file = folder / "collegas.csv"
        file.write_text(head + text, encoding="utf-8")
        page.get_by_label("Bestand").set_input_files(file)
        press(page, "Laat zien wat er verandert")

    offer(f"Anna {mark};{anna};;Techniek;docent\nBen {mark};geen adres\n")
    expect(page.get_by_role("alert")).to_contain_text("Regel 3:")
    look(page, "lijst-fout")
    offer(f"Anna {mark};{anna};deelnemer;Techniek;docent\nBen {mark};{ben};deelnemer;Economie\n")
    expect(page.get_by_role("heading", name="Nieuw: zij krijgen een uitnodiging")).to_be_visible()
    look(page, "lijst-voorbeeld")
    press(page, "Ja, verwerk deze lijst")
    expect(page.get_by_role("status")).to_contain_text("2 mensen bijgewerkt")
    offer(f"Anna {mark};{anna};deelnemer;Economie;docent\n")
    expect(page.get_by_role("heading", name="Ander team")).to_be_visible()
    page.locator("label", has_text=f"Ben {mark}").click()
    press(page, "Ja, verwerk deze lijst")
    expect(page.get_by_role("status")).to_contain_text("2 mensen bijgewerkt")
    page.get_by_label("Naam of e-mail").fill(mark)
    press(page, "Zoek")
    expect(page.get_by_role("row", name=re.compile(f"Anna {mark}"))).to_be_visible()
    expect(page.get_by_text(f"Ben {mark}")).to_have_count(0)


@pytest.mark.parametrize(
    ("device", "script"), [(PHONE, True), (LAPTOP, True), (LAPTOP, False)], ids=["phone", "laptop", "no script"]
)
def test_a_school_becomes_ready(
    stack: Stack, open_context: Open, check_page: Look, tmp_path: Path, device: dict[str, int], script: bool
) -> None:
    look: Look = check_page if script else lambda page, name: None
    mark = f"{device['width']}{'js' if script else 'kaal'}"
    page = open_context(device, java_script_enabled=script).new_page()
    page.goto(stack.sign_in_address("administrator"))
    page.goto("/beheer/")
    look(page, "mensen")

    before = left(page)
    look(page, "live-open")
    item(page, "binnen 24 uur").get_by_role("button", name="Neem deze belofte terug").click()
    room(page, "Instellingen")
    look(page, "instellingen")
    page.get_by_label("Telefoonnummer").fill("")
    press(page, "Bewaar")
    assert left(page) == before + 2
    item(page, "Het telefoonnummer voor studenten").get_by_role("link", name="Vul dit in").click()
    page.get_by_label("Telefoonnummer").fill("038 000 00 00")
    press(page, "Bewaar")
    item(page, "binnen 24 uur").get_by_role("button", name="Ja, dit beloven wij").click()
    assert left(page) == before

    address = f"bea{mark}@school.example"
    invite_an_administrator(page, address, look)
    assert left(page) == before - 1 == 0
    expect(page.get_by_role("heading", level=1)).to_have_text("Alles staat klaar")
    look(page, "live-klaar")
    come_in_by_invitation(stack, open_context(device, java_script_enabled=script), address, look)

    read_in_a_list(page, tmp_path, mark, look)
    for name, word in (("Teams", "teams"), ("Contactkaarten", "kaarten"), ("Vakanties", "vakanties")):
        room(page, name)
        look(page, word)
        page.get_by_role("link", name="Voeg toe").click()
        look(page, f"{word}-nieuw")

    page.goto(f"/beheer/?zoek={address}")
    page.get_by_role("link", name="Stop deze rol").click()
    look(page, "rol-stoppen")
    press(page, "Ja, stop deze rol")
    expect(page.get_by_role("status")).to_contain_text("De rol van Bea Smit is gestopt.")
    assert left(page) == 1


def test_inviting_with_the_keyboard_alone(stack: Stack, open_context: Open) -> None:
    page = open_context(LAPTOP).new_page()
    page.goto(stack.sign_in_address("administrator"))
    page.goto("/beheer/uitnodigen/")

    def to(what: Any) -> None:
        for _ in range(60):
            if what.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not reach it")

    to(page.get_by_label("Naam"))
    page.keyboard.type("Toets Bord")
    to(page.get_by_label("E-mailadres"))
    page.keyboard.type("toets@school.example")
    to(page.locator("input[name=role]:checked"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=role][value=trainer]")).to_be_checked()
    to(page.get_by_label("mentor"))
    page.keyboard.press("Space")
    to(page.get_by_role("button", name="Stuur de uitnodiging"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Toets Bord krijgt een uitnodiging.")
    to(page.get_by_role("row", name=re.compile("Toets Bord")).get_by_role("link", name="Stop deze rol"))
    page.keyboard.press("Enter")
    to(page.get_by_role("button", name="Ja, stop deze rol"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("gestopt")
