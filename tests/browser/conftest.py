"""Small pieces of a page in the same Chromium as the journeys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import browser_type_launch_args  # noqa: F401 - a fixture


@pytest.fixture(autouse=True, scope="module")
def beside_an_event_loop() -> Iterator[None]:
    """Playwright's loop runs in this thread, beside the database of the test's own server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def chromium(browser: Browser) -> Iterator[Browser]:
    """The one browser of the run (a second loop beside it would be refused), left without a page of this test."""
    yield browser
    for context in browser.contexts:
        context.close()
