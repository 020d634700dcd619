"""A colleague takes the base module: starts, stops, goes on elsewhere, finishes; the coordinator sees that, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from playwright.sync_api import BrowserContext, Page, expect

from learning.engine.paths import best_path
from learning.engine.reading import scenario_from_dict
from learning.engine.scenario import Scenario
from tests.journeys.conftest import LAPTOP, PHONE, ROOT, Stack

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]
STARTER = ROOT / "content" / "starter"
MODULE = "herkennen-en-erkennen"


def starter(folder: str, name: str) -> dict[str, Any]:
    found = yaml.safe_load((STARTER / folder / "nl" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def the_conversation() -> Scenario:
    step = next(step for step in starter("modules", MODULE)["steps"] if step["kind"] == "scenario")
    return scenario_from_dict(starter("scenarios", step["scenario"]))


def the_quiz() -> dict[str, Any]:
    step = next(step for step in starter("modules", MODULE)["steps"] if step["kind"] == "quiz")
    return starter("quizzes", step["quiz"])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def read_until_the_conversation(page: Page) -> None:
    """Read what comes before the conversation."""
    while page.get_by_role("button", name="Ik heb dit gelezen").count():
        press(page, "Ik heb dit gelezen")
    expect(page.get_by_role("button", name="Begin het gesprek")).to_be_visible()


def reply(page: Page, text: str) -> None:
    skip = page.get_by_role("button", name="Sla dit over")
    choice = page.locator("button.gh-choice", has_text=text)
    expect(skip.or_(choice).first).to_be_visible()
    if skip.count():
        skip.click()
    before = page.locator("#gesprek .gh-message--own").count()
    choice.first.click()
    expect(page.locator("#gesprek .gh-message--own")).to_have_count(before + 1)


def take_the_quiz(page: Page, look: Any) -> None:
    """Answer every question as it should be, finding each by its text."""
    right = {q["text"]: [o["text"] for o in q["options"] if o.get("correct")] for q in the_quiz()["questions"]}
    if page.get_by_role("button", name=re.compile("Begin")).count():
        page.get_by_role("button", name=re.compile("Begin")).first.click()
    for number in range(len(right)):
        if number == 1:
            look(page, "quiz")
        question = page.get_by_role("heading", level=1).inner_text().strip()
        for text in right[question]:
            page.locator("label", has_text=text).first.click()
        press(page, "Kijk na")
        if number == 1:
            look(page, "quiz-antwoord")
        page.get_by_role("link", name=re.compile("Volgende vraag|Naar het overzicht")).click()


def sign_in(stack: Stack, context: BrowserContext, role: str) -> Page:
    page = context.new_page()
    page.goto(stack.sign_in_address(role))
    return page


@pytest.mark.parametrize(("device", "script"), [(PHONE, True), (LAPTOP, False)], ids=["phone", "laptop without script"])
def test_a_colleague_starts_stops_goes_on_elsewhere_and_finishes(
    stack: Stack, open_context: Open, check_page: Callable[[Page, str], None], device: dict[str, int], script: bool
) -> None:
    look: Any = check_page if script else lambda page, name: None
    page = sign_in(stack, open_context(device, java_script_enabled=script), "learner")
    page.goto("/leren/")
    forget_earlier_runs(stack)
    page.goto("/leren/")
    look(page, "training")
    page.goto(f"/leren/{MODULE}/")
    look(page, "module")
    page.get_by_role("link", name=re.compile("Begin met de eerste stap|Ga verder")).first.click()
    look(page, "lezen")
    read_until_the_conversation(page)
    look(page, "gesprek-vooraf")
    press(page, "Begin het gesprek")

    texts = [found.text for found in best_path(the_conversation())]
    for text in texts[:2]:
        reply(page, text)
    look(page, "gesprek")

    elsewhere = sign_in(stack, open_context(LAPTOP, java_script_enabled=script), "learner")
    elsewhere.goto("/leren/")
    elsewhere.get_by_role("link", name="Ga verder").first.click()
    expect(elsewhere.locator("#gesprek .gh-message--own")).to_have_count(2)
    for text in texts[2:]:
        reply(elsewhere, text)
    elsewhere.get_by_role("link", name="Kijk terug op het gesprek").click()
    look(elsewhere, "nabespreking")
    elsewhere.get_by_label("Dit neem ik mee").fill("Eerst vragen, dan pas helpen.")
    press(elsewhere, "Bewaar en ga verder")

    page.goto("/leren/")
    page.get_by_role("link", name="Ga verder").first.click()
    while page.get_by_role("button", name="Ik heb dit gelezen").count():
        press(page, "Ik heb dit gelezen")
    take_the_quiz(page, look)
    look(page, "quiz-klaar")
    page.goto("/leren/")
    expect(page.get_by_text("Klaar", exact=True).first).to_be_visible()
    look(page, "training-klaar")

    coordinator = sign_in(stack, open_context(LAPTOP), "coordinator")
    coordinator.goto("/overzicht/")
    look(coordinator, "overzicht")
    row = coordinator.get_by_role("row", name=re.compile("Marloes"))
    expect(row).to_contain_text("Klaar")
    shown = coordinator.locator("main").inner_text()
    assert "Eerst vragen, dan pas helpen." not in shown
    assert not [text for text in texts if text in shown]


def forget_earlier_runs(stack: Stack) -> None:
    """The same demo colleague walks this journey on several devices: each begins anew."""
    stack.command("shell", "-c", FORGET)


FORGET = """
from gehoord.accounts.models import User
from learning.completion.models import Completion, ModuleStatus
from learning.progress.models import Answer, Attempt, StepDone
user = User.objects.get(name__startswith="Marloes")
Answer.objects.filter(attempt__user=user).delete()
for model in (Attempt, StepDone, Completion, ModuleStatus):
    model.objects.filter(user=user).delete()
"""


def test_the_conversation_with_the_keyboard_alone(stack: Stack, open_context: Open) -> None:
    page = sign_in(stack, open_context(LAPTOP), "learner")
    forget_earlier_runs(stack)
    page.goto("/leren/")
    scenario = the_conversation()
    step = next(step for step in starter("modules", MODULE)["steps"] if step["kind"] == "scenario")
    page.goto(f"/leren/{MODULE}/{step['key']}/")
    to_button(page, "Begin het gesprek")
    for found in best_path(scenario):
        if page.get_by_role("button", name="Sla dit over").count():
            to_button(page, "Sla dit over")
        said = page.locator("#gesprek .gh-message--own").count()
        to_button(page, found.text)
        expect(page.locator("#gesprek .gh-message--own")).to_have_count(said + 1)
        expect(page.locator("[data-prompt]")).to_be_focused()
    expect(page.get_by_role("heading", name="Het gesprek is klaar")).to_be_visible()


def to_button(page: Page, name: str) -> None:
    """Tab to a button and press it."""
    target = page.get_by_role("button", name=name)
    expect(target.first).to_be_visible()
    for _ in range(60):
        if target.first.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach “{name}”")
