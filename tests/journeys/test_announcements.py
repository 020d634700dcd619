"""What a screen reader is given in one whole conversation, read from the browser's accessibility tree and kept beside this test.

With script the log announces its new lines, name first, and focus goes to the question; without, the page opens at the first new
line and its title names the moment. ``GEHOORD_WRITE_ANNOUNCEMENTS=1`` writes the two texts anew: read them before committing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from learning.engine.paths import best_path
from learning.engine.scenario import Scenario
from tests.journeys.conftest import LAPTOP, Stack
from tests.journeys.test_learner_and_coordinator import MODULE, forget_earlier_runs, sign_in, starter, the_conversation

pytestmark = pytest.mark.browser
Open = Callable[..., BrowserContext]
Node = dict[str, Any]
HERE = Path(__file__).parent


class Tree:
    """The accessibility tree of a page, read anew at each look."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._seen: set[int] = set()

    def _nodes(self) -> dict[str, Node]:
        return {node["nodeId"]: node for node in self._session.send("Accessibility.getFullAXTree")["nodes"]}

    def _texts(self, nodes: dict[str, Node], node: Node) -> list[str]:
        if node.get("role", {}).get("value") == "StaticText":
            return [node["name"]["value"].strip()]
        return [text for child in node.get("childIds", []) if child in nodes for text in self._texts(nodes, nodes[child])]

    def new_lines(self) -> list[str]:
        """The children of the log that were not there at the last look, as they are read: in order, name first."""
        nodes = self._nodes()
        log = next(node for node in nodes.values() if node.get("role", {}).get("value") == "log")
        found = []
        for child in (nodes[key] for key in log.get("childIds", []) if key in nodes):
            if child["backendDOMNodeId"] not in self._seen:
                self._seen.add(child["backendDOMNodeId"])
                found.append(" ".join(self._texts(nodes, child)).replace(" :", ":"))
        return [line for line in found if line]

    def focused(self) -> str:
        """Where the focus is, with its role."""
        for node in self._nodes().values():
            properties = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            role = node.get("role", {}).get("value")
            if properties.get("focused") and role != "RootWebArea":
                return f"{role} “{node['name']['value']}”"
        return "the page"


def begin(stack: Stack, page: Page) -> None:
    forget_earlier_runs(stack)
    step = next(step for step in starter("modules", MODULE)["steps"] if step["kind"] == "scenario")
    page.goto(f"/leren/{MODULE}/{step['key']}/")
    page.get_by_role("button", name="Begin het gesprek").click()
    expect(page.get_by_role("heading", name="Wat zeg jij?")).to_be_visible()


def go_on(page: Page, text: str) -> None:
    """Skip the own sentence where it is asked, and reply; returns as soon as the reply stands in the log."""
    before = page.locator("#gesprek .gh-message--own").count()
    skip = page.get_by_role("button", name="Sla dit over")
    choice = page.locator("button.gh-choice", has_text=text)
    expect(skip.or_(choice).first).to_be_visible()
    if skip.count():
        skip.click()
    choice.click()
    expect(page.locator("#gesprek .gh-message--own")).to_have_count(before + 1)


def kept(name: str, lines: list[str]) -> None:
    """The text is the one that was read and kept."""
    path, text = HERE / name, "\n".join(lines) + "\n"
    if os.environ.get("GEHOORD_WRITE_ANNOUNCEMENTS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def spoken(scenario: Scenario) -> list[str]:
    """Every line of the way that is played, as it stands in the scenario."""
    return [line.text for step in best_path(scenario) for line in scenario.moments[step.step.next].lines]


def test_with_a_script_each_new_line_is_announced_once_and_focus_asks_what_you_say(stack: Stack, open_context: Open) -> None:
    page = sign_in(stack, open_context(LAPTOP), "learner")
    begin(stack, page)
    tree, record = Tree(page), []
    record += [f"log: {line}" for line in tree.new_lines()]
    for step in best_path(the_conversation()):
        go_on(page, step.text)
        # The pause before a line shows is on, and the line is in the tree at once.
        assert page.locator(".gh-chat--pause").count() == 1
        new = tree.new_lines()
        assert new[0].startswith("Jij:")
        assert all(":" in line for line in new)
        record += [f"log: {line}" for line in new]
        expect(page.locator("[data-prompt]")).to_be_focused()
        record.append(f"focus: {tree.focused()}")
    announced = "\n".join(record)
    for text in spoken(the_conversation()):
        assert announced.count(text) == 1, text
    kept("announcements_with_script.txt", record)


def test_without_a_script_the_page_opens_at_the_first_new_line_and_its_title_names_the_moment(
    stack: Stack, open_context: Open
) -> None:
    page = sign_in(stack, open_context(LAPTOP, java_script_enabled=False), "learner")
    begin(stack, page)
    record = [f"title: {page.title()}"]
    scenario = the_conversation()
    for step in best_path(scenario):
        go_on(page, step.text)
        assert page.url.endswith("#nieuw")
        box = page.locator("#nieuw").bounding_box()
        assert box is not None
        assert -5 <= box["y"] <= LAPTOP["height"]
        record.append(f"title: {page.title()}")
        if not scenario.moments[step.step.next].ending:
            assert scenario.moments[step.step.next].lines[-1].text in page.title()
    kept("announcements_without_script.txt", record)
