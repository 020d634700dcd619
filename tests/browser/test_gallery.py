"""Every component in every state, in a real browser: readable, reachable, and never wider than the screen."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALLEST_TARGET = 24  # WCAG 2.2, 2.5.8


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_component_is_for_everybody(chromium: Browser, live_server: Any, scheme: Any, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{live_server.url}/ontwikkeling/onderdelen/")
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    small = page.evaluate(
        "least => [...document.querySelectorAll('button, input, textarea, summary')].filter(one => {"
        " const box = one.getBoundingClientRect(); return box.width < least || box.height < least }).map(one => one.outerHTML)",
        SMALLEST_TARGET,
    )
    assert small == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_pointed_at_or_focused_stays_readable(chromium: Browser, live_server: Any, scheme: Any) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{live_server.url}/ontwikkeling/onderdelen/")
    for button in page.locator("[data-state=default]").all():
        button.hover()
        page.wait_for_timeout(50)
        found = (
            Axe()
            .run(page, context="[aria-labelledby=g-knoppen]", options={"runOnly": ["color-contrast"]})
            .response["violations"]
        )
        assert found == [], button.inner_text()
        page.keyboard.press("Tab")
        button.focus()
        ring = button.evaluate("one => getComputedStyle(one).outlineStyle")
        assert ring == "solid", button.inner_text()
    page.close()


def test_in_forced_colours_nothing_disappears(chromium: Browser, live_server: Any) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, forced_colors="active", reduced_motion="reduce")
    page.goto(f"{live_server.url}/ontwikkeling/onderdelen/")
    unseen = page.evaluate(
        "() => [...document.querySelectorAll('.gh-button')].filter(one => getComputedStyle(one).borderTopStyle === 'none').map(one => one.className)"
    )
    assert unseen == []
    page.close()
