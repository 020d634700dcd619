"""A trainer writes a conversation of ten moments from nothing, a second trainer signs, a learner plays it and looks back.

Everything is done with what stands on the page. Counted on the way: pages opened, inputs that had to be filled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, Stack

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]
Check = Callable[[Page, str], None]
TITLE = "Sem zegt dat het wel meevalt"
SCRIPT = """\
Sem: Ik ga vanmiddag niet naar mijn stage.
Jij: Wat maakt dat je niet gaat?
Sem: Gewoon. Geen zin.
Jij: Geen zin. En daaronder?
Sem: Ze doen daar iedere dag mijn accent na.
Jij: Iedere dag. Dat lijkt me zwaar.
Sem: Als ik niet meelach, zeggen ze dat ik geen humor heb.
Jij: Mag ik vertellen wie je kan helpen?
Sem: Dat mag. Maar ik beslis zelf.
Jij: Jij beslist. Zullen we morgen weer praten?
Sem: Ja. Morgen is goed.
"""
NEW = "Nieuw moment na dit antwoord"


@dataclass(frozen=True)
class Turn:
    """A line of the script, with what the trainer adds to it: a skill, and a kind reply that closes."""

    words: str
    skill: str
    tempting: str
    closing: str
    pulls_back: str = ""  # what Sem says at the new moment after the closing reply
    back_to: str = ""  # where repairing leads from there


TURNS = [
    Turn("Ik ga vanmiddag", "Open vraag", "Je bent er bijna, hou vol!", "Kleiner maken", "Zie je wel. Laat maar.", "Gewoon."),
    Turn("Gewoon.", "Zeggen wat eronder zit", "Iedereen heeft weleens geen zin.", "Kleiner maken"),
    Turn("Ze doen daar", "Erkennen", "Dat is vast niet zo bedoeld.", "Kleiner maken", "Nee. U snapt het niet.", "Als ik niet"),
    Turn("Als ik niet", "Toestemming vragen", "Ik bel ze meteen voor je.", "Overnemen"),
]
LAST = Turn("Dat mag.", "Samen een stap afspreken", "Je moet het echt melden.", "Te vroeg raad geven")


@dataclass
class Count:
    """What it cost: pages seen and inputs filled in."""

    pages: int = 0
    inputs: int = 0
    per_reply: list[int] = field(default_factory=list)


def fill(count: Count, where: Any, text: str) -> None:
    where.fill(text)
    count.inputs += 1


def choose(count: Count, where: Any, **option: Any) -> None:
    where.select_option(**option)
    count.inputs += 1


def card(page: Page, name: str, place: int = 0) -> Any:
    return page.locator("fieldset.gs-card").filter(has=page.locator("legend", has_text=name)).nth(place)


def write_reply(  # the four things that a reply asks
    page: Page, count: Count, reply: Any, *, text: str = "", skill: str, feedback: str, following: str = ""
) -> None:
    before = count.inputs
    if text:
        fill(count, reply.get_by_label("Wat zegt de deelnemer?"), text)
    choose(count, reply.get_by_label("Welke vaardigheid is dat?"), label=skill)
    fill(count, reply.get_by_label("Wat doet dit met de ander?"), feedback)
    if following:
        options = reply.get_by_label("Wat komt daarna?").locator("option").all_inner_texts()
        label = next(option for option in options if following in option)
        choose(count, reply.get_by_label("Wat komt daarna?"), label=label)
    count.per_reply.append(count.inputs - before)


def save(page: Page, count: Count) -> None:
    page.get_by_role("button", name="Bewaar dit moment").click()
    count.pages += 1
    expect(page.get_by_text("Bewaard", exact=False).first).to_be_visible()


def open_moment(page: Page, count: Count, words: str) -> None:
    page.locator(".gs-map a", has_text=words).first.click()
    count.pages += 1
    expect(page.get_by_role("heading", level=1)).to_contain_text(words.split(maxsplit=1)[0])


def look(check_page: Check, page: Page, name: str) -> None:
    """Our own part of the screen: Wagtail's passing message has a contrast of its own."""
    page.locator(".messages").evaluate_all("nodes => nodes.forEach(node => node.remove())")
    check_page(page, name)


def write_the_conversation(page: Page, count: Count, check_page: Check) -> None:
    """From the menu to a draft of eleven moments without an error."""
    begin_from_a_script(page, count, check_page)
    for turn in TURNS:
        write_turn(page, count, turn, following=NEW if turn.pulls_back else "Ik ga vanmiddag")
        if turn is TURNS[1]:
            look(check_page, page, "schrijven-moment")
        save(page, count)
        if turn.pulls_back:
            write_side_path(page, count, turn)
    write_turn(page, count, LAST, following=NEW)
    save(page, count)
    write_ending(
        page,
        count,
        "Sem zegt niets meer.",
        "Ja, half: er is iets gebeurd, maar niet alles",
        "Hij knikt. Maar hij kijkt al naar buiten.",
    )
    open_moment(page, count, "Ja. Morgen is")
    write_ending(page, count, "Sem komt morgen terug.", "Ja, een goed einde: er is ruimte", "")


def begin_from_a_script(page: Page, count: Count, check_page: Check) -> None:
    page.goto("/cms/")
    page.get_by_role("link", name="Gesprekken").first.click()
    look(check_page, page, "schrijven-gesprekken")
    page.get_by_role("link", name="Nieuw gesprek").first.click()
    count.pages += 3
    fill(count, page.get_by_role("textbox", name="Titel").first, TITLE)
    fill(count, page.get_by_role("textbox", name="Het gesprek zoals het ideaal gaat"), SCRIPT)
    page.get_by_role("button", name="Maak het concept").click()
    count.pages += 1
    expect(page.locator(".gs-map a")).to_have_count(6)
    look(check_page, page, "schrijven-begin")


def write_turn(page: Page, count: Count, turn: Turn, *, following: str) -> None:
    """What the script's reply shows, and a tempting reply beside it."""
    open_moment(page, count, turn.words)
    write_reply(page, count, card(page, "Antwoord a"), skill=turn.skill, feedback="Sem merkt dat er geluisterd wordt.")
    write_reply(
        page, count, card(page, "Nieuw antwoord"),
        text=turn.tempting, skill=turn.closing, feedback="Goed bedoeld, maar het sluit.", following=following,
    )  # fmt: skip


def write_side_path(page: Page, count: Count, turn: Turn) -> None:
    """The new moment that the editor opened: he pulls back, it can be repaired, or he leaves."""
    fill(count, card(page, "Zin 1").get_by_label("Wat zegt die?"), turn.pulls_back)
    write_reply(
        page, count, card(page, "Nieuw antwoord"),
        text="Sorry, dat ging te snel. Vertel.", skill="Herstellen", feedback="Je komt erop terug.", following=turn.back_to,
    )  # fmt: skip
    write_reply(
        page, count, card(page, "Nieuw antwoord", 1),
        text="Dan moet je het zelf weten.", skill="Kleiner maken", feedback="De deur valt dicht.", following=NEW,
    )  # fmt: skip
    save(page, count)
    write_ending(page, count, "Sem loopt weg.", "Ja, vast: de ander sluit zich", "Sem is weg, met zijn tas half open.")


def write_ending(page: Page, count: Count, heading: str, kind: str, line: str) -> None:
    if line:
        card(page, "Zin 1").get_by_label("Wie praat er?").select_option(label="Verteller")
        fill(count, card(page, "Zin 1").get_by_label("Wat zegt die?"), line)
    page.locator("summary", has_text="Of is dit een einde?").click()
    choose(count, page.get_by_label("Is dit een einde?"), label=kind)
    fill(count, page.get_by_label("Hoe gaat de ander weg?"), heading)
    fill(count, page.get_by_label("Wie beslist wat er nu gebeurt?"), "Sem")
    save(page, count)


def settle_what_is_left(page: Page, count: Count, check_page: Check) -> None:
    page.get_by_role("link", name="Rond het gesprek").click()
    fill(count, page.get_by_label("Waar gaat het over?"), "afkomst en accent")
    fill(count, page.get_by_label("Wat kan iemand raken?"), "Het gaat over grappen om hoe iemand praat.")
    page.get_by_label("Yusuf wil een andere stage").check()
    count.inputs += 1
    look(check_page, page, "schrijven-rond")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_role("link", name="keer let op").first.click()
    count.pages += 3
    expect(page.get_by_label("Waarom mag dit blijven?").first).to_be_visible()  # all() below does not wait
    for reason in page.get_by_label("Waarom mag dit blijven?").all():
        fill(count, reason, "Zo is het bedoeld in dit korte gesprek.")
    look(check_page, page, "schrijven-klopt-het")
    if page.get_by_role("button", name="Bewaar de redenen").count():
        page.get_by_role("button", name="Bewaar de redenen").click()
    expect(page.get_by_role("heading", name="Het klopt: je kunt indienen")).to_be_visible()


def try_it_out(page: Page, check_page: Check) -> None:
    page.get_by_role("link", name="Terug naar het gesprek").click()
    page.get_by_role("link", name="Probeer uit").first.click()
    page.locator("button.gh-choice", has_text="Wat maakt dat je niet gaat?").click()
    page.locator("button.gh-choice", has_text="Geen zin. En daaronder?").click()
    expect(page.locator(".gh-message", has_text="Ze doen daar iedere dag mijn accent na.")).to_be_visible()
    look(check_page, page, "schrijven-proberen")


def test_a_trainer_writes_a_second_signs_and_a_learner_plays(stack: Stack, open_context: Open, check_page: Check) -> None:
    count = Count()
    trainer = open_context(LAPTOP).new_page()
    trainer.goto(stack.sign_in_address("trainer", "vizier"))
    write_the_conversation(trainer, count, check_page)
    expect(trainer.locator(".gs-map a")).to_have_count(11)
    settle_what_is_left(trainer, count, check_page)
    address = trainer.url.split("/cms/gesprekken/")[1].split("/")[0]
    try_it_out(trainer, check_page)

    trainer.goto(f"/cms/gesprekken/{address}/doorlezen/")
    look(check_page, trainer, "schrijven-doorlezen")
    trainer.goto(f"/cms/pages/{address}/edit/")
    trainer.get_by_role("button", name="Meer acties", exact=False).or_(
        trainer.locator(".footer [data-w-dropdown-target='toggle']")
    ).first.click()
    trainer.locator("button[name='action-submit']").click()
    count.pages += 2
    expect(trainer.get_by_text("ingediend", exact=False).first).to_be_visible()
    # What it cost somebody who used only what stands on the page: about two inputs a line that is said.
    assert max(count.per_reply) <= 4
    assert count.pages <= 28
    assert count.inputs <= 75

    learner_plays(open_context, check_page, second_reader_signs(stack, address))


def second_reader_signs(stack: Stack, address: str) -> str:
    """There is one demo trainer; a colleague's account signs through the same task as the button does.

    The learner's sign-in address: in one go, since starting a command costs seconds.
    """
    said = stack.command("shell", "-c", SIGN % {"page": address})
    return next(word for word in said.split() if word.startswith("http"))


SIGN = """
from django.core.management import call_command
from gehoord.accounts.models import User
from learning.catalogue.models import ModulePage, ScenarioPage
from learning.engine.checklist import CHECKLIST
page = ScenarioPage.objects.get(pk=%(page)s)
user = User.objects.create(email="tweede@demo.gehoord.invalid", is_superuser=True)
state = page.current_workflow_task_state
page.current_workflow_task.on_action(state, user, "approve", **{one.key: True for one in CHECKLIST})
module = ModulePage.objects.filter(locale__language_code="nl").first()
module.steps.append(("scenario", {"key": "sem", "title": page.title, "lead": "", "minutes": 5, "required": False, "page": page.page_ptr}))
module.save_revision().publish()
call_command("demo_signin", "learner", "--school", "deltion")
"""


def learner_plays(open_context: Open, check_page: Check, sign_in_address: str) -> None:
    learner = open_context(PHONE).new_page()
    learner.goto(sign_in_address)
    learner.goto("/leren/herkennen-en-erkennen/sem/")
    learner.get_by_role("button", name="Begin het gesprek").click()
    for words in ("Wat maakt dat je niet gaat?", "Geen zin. En daaronder?", "Iedere dag.", "Mag ik vertellen", "Jij beslist."):
        choice = learner.locator("button.gh-choice", has_text=words).first
        choice.click()
        expect(learner.locator("#gesprek .gh-message--own", has_text=words)).to_be_visible()
    learner.get_by_role("link", name="Kijk terug op het gesprek").click()
    expect(learner.get_by_role("heading", level=1)).to_contain_text("Sem komt morgen terug.")
    check_page(learner, "geschreven-nabespreking")
