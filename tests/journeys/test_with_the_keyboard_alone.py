"""The main job from end to end without touching a mouse: a student tells, an adviser answers, a colleague learns, the coordinator sees."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from learning.engine.paths import best_path
from tests.journeys.conftest import LAPTOP, PHONE, Stack
from tests.journeys.test_learner_and_coordinator import MODULE, forget_earlier_runs, sign_in, the_conversation, the_quiz
from tests.journeys.test_student_and_adviser import phrase_of

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]
MOST_PRESSES = 120
# The student's first contact is told apart by these words, whatever other journeys left at the desk.
STORY = "Met het toetsenbord verteld: ik mag niet mee naar de klant."


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there; what cannot be reached so is a fault."""
    expect(target.first).to_be_attached()
    for _ in range(MOST_PRESSES):
        if target.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    tab_to(page, page.get_by_role(role, name=name))  # type: ignore[arg-type]  # a role's name as text
    page.keyboard.press("Enter")


def fill(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(text)


def a_student_tells(page: Page) -> str:
    page.goto("/deltion/")
    press(page, "link", "Vertel wat er is gebeurd")
    page.wait_for_url(re.compile("/melden/deltion/"))
    fill(page, "Wat is er gebeurd?", STORY)
    tab_to(page, page.get_by_role("radio", name=re.compile("Bel, app of mail mij")))
    page.keyboard.press("Space")
    fill(page, "Je telefoonnummer", "06 00 00 00 00")
    press(page, "button", re.compile("Verstuur"))
    return page.locator("#code").inner_text()


def an_adviser_answers(desk: Page) -> None:
    desk.goto("/balie/")
    fill(desk, "Je zes woorden", phrase_of("Samira"))
    press(desk, "button", "Open mijn kluis")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("op jou")
    cases = desk.locator("a.gh-case__link")
    for number in range(cases.count()):
        tab_to(desk, cases.nth(number))
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", name="Zo veilig mogelijk")).to_be_attached()
        if STORY in desk.locator("main").inner_text():
            break
        desk.go_back()
    tab_to(desk, desk.get_by_role("radio", name="Aan de telefoon"))
    desk.keyboard.press("Space")
    fill(desk, "Wat spraken jullie af?", "Morgen om tien uur praten we verder.")
    press(desk, "button", "Ik heb de student gesproken")
    expect(desk.get_by_text("Opgeschreven. De klok staat stil.")).to_be_visible()


def take_the_conversation(page: Page) -> None:
    press(page, "button", "Begin het gesprek")
    for found in best_path(the_conversation()):
        if page.get_by_role("button", name="Sla dit over").count():
            press(page, "button", "Sla dit over")
        said = page.locator("#gesprek .gh-message--own").count()
        press(page, "button", found.text)
        expect(page.locator("#gesprek .gh-message--own")).to_have_count(said + 1)
    press(page, "link", "Kijk terug op het gesprek")
    fill(page, "Dit neem ik mee", "Eerst luisteren.")
    press(page, "button", "Bewaar en ga verder")
    page.wait_for_url(re.compile(f"/leren/{MODULE}/"))


def take_the_quiz(page: Page) -> None:
    right = {q["text"]: [o["text"] for o in q["options"] if o.get("correct")] for q in the_quiz()["questions"]}
    begin = page.get_by_role("button", name=re.compile("Begin"))
    if begin.count():
        press(page, "button", re.compile("Begin"))
    expect(page.get_by_role("button", name="Kijk na")).to_be_visible()  # Enter does not wait for the page that comes
    for _ in right:
        question = page.get_by_role("heading", level=1).inner_text().strip()
        for text in right[question]:
            choice = page.get_by_label(text)
            choice.focus()  # arrow keys move within a group of radio buttons; Space chooses
            page.keyboard.press("Space")
        press(page, "button", "Kijk na")
        onward = page.get_by_role("link", name=re.compile("Volgende vraag|Naar het overzicht"))
        expect(onward).to_be_visible()
        press(page, "link", re.compile("Volgende vraag|Naar het overzicht"))
        expect(onward).to_have_count(0)


def read_on(page: Page) -> None:
    """Read what comes before the next step of another kind; each page has a heading of its own."""
    while page.get_by_role("button", name="Ik heb dit gelezen").count():
        heading = page.get_by_role("heading", level=1).inner_text()
        press(page, "button", "Ik heb dit gelezen")
        expect(page.get_by_role("heading", level=1)).not_to_have_text(heading)


def test_the_whole_main_job_with_the_keyboard_alone(stack: Stack, open_context: Open) -> None:
    page = open_context(PHONE).new_page()
    code = a_student_tells(page)
    an_adviser_answers(sign_in(stack, open_context(LAPTOP), "adviser"))
    page.goto("/melding/")
    fill(page, "Wat is je code?", code)
    press(page, "button", "Ga verder")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jullie hebben contact")

    forget_earlier_runs(stack)
    learner = sign_in(stack, open_context(LAPTOP), "learner")
    learner.goto(f"/leren/{MODULE}/")
    press(learner, "link", re.compile("Begin met de eerste stap|Ga verder"))
    learner.wait_for_url(re.compile(f"/leren/{MODULE}/.+/"))
    read_on(learner)
    take_the_conversation(learner)
    read_on(learner)
    take_the_quiz(learner)
    learner.goto("/leren/")
    expect(learner.get_by_text("Klaar", exact=True).first).to_be_visible()

    overview = sign_in(stack, open_context(LAPTOP), "coordinator")
    overview.goto("/overzicht/")
    expect(overview.get_by_role("row", name=re.compile("Marloes"))).to_contain_text("Klaar")
