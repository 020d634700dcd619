"""Public pages in a real browser: for everybody, in light and dark, small and large, in both languages; and light to fetch."""

from __future__ import annotations

import gzip
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from wagtail.models import Locale, Page

from content.pages.models import SchoolPage
from content.pages.starter import load_pages
from gehoord.core.registry import StarterRun
from tests.architecture.house import ROOT
from tests.factories import ContactFactory, OrganisationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = {
    "nl": ["/", "/deltion/", "/is-dit-stagediscriminatie/", "/wat-kan-ik-doen/", "/hoe-vaak-komt-het-voor/", "/zoeken/?q=praten", "/paginas/", "/bestaat-niet/"],
    "en": ["/en/", "/en/deltion/", "/en/zoeken/?q=talk", "/en/paginas/"],
}  # fmt: skip
FIRST = ("/", "/deltion/", "/is-dit-stagediscriminatie/")
KB = 1000


@pytest.fixture
def site(chromium: Browser, live_server: Any) -> str:
    """The pages that we ship, for a school with a difficult colour."""
    if Page.get_first_root_node() is None:  # a test before this one emptied the tables
        Locale.objects.get_or_create(language_code="nl")
        Page.add_root(instance=Page(title="Root", slug="root"))
    school = OrganisationFactory(slug="deltion", name="Deltion College", short_name="Deltion", accent_colour="#ffd500")
    ContactFactory(organisation=school, name="Samira Haddad", phone="038 111 11 11", place="Kamer B1.04")
    load_pages(StarterRun(folder=ROOT / "content" / "starter", today=date(2026, 11, 25), say=lambda _: None))
    assert SchoolPage.objects.filter(slug="deltion").exists()
    return str(live_server.url)


def test_every_page_is_for_everybody(chromium: Browser, site: str) -> None:
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        for width in (320, 390, 1280):
            page = chromium.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of two words
            for path in [*PATHS["nl"], *PATHS["en"]]:
                page.goto(site + path)
                page.evaluate(
                    "document.querySelectorAll('details').forEach(one => { one.removeAttribute('name'); one.open = true })"
                )
                where = f"{path} {scheme} {width}"
                found = Axe().run(page).response["violations"]
                wrong += [f"{where}: {one['id']} {[node['target'] for node in one['nodes']][:2]}" for one in found]
                if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                    wrong.append(f"{where}: wider than the screen")
            page.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", FIRST)
def test_a_first_view_is_light(chromium: Browser, site: str, path: str) -> None:
    """Text as it is compressed on the way, the rest as it is: at most 100 kB in 8 requests, 40 kB without letters and pictures,
    and 14 kB of page and style before anything shows."""
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    seen: dict[str, tuple[str, int]] = {}

    def weigh(response: Any) -> None:
        body = response.body()
        kind = response.request.resource_type
        is_text = kind in {"document", "stylesheet", "script"} or response.url.endswith(".svg")
        seen[response.url] = (kind, len(gzip.compress(body, 9)) if is_text else len(body))

    responses: list[Any] = []
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - Playwright cannot take a built-in
    page.goto(site + path, wait_until="networkidle")
    for response in responses:
        weigh(response)
    total = sum(size for _, size in seen.values())
    assert len(seen) <= 8, list(seen)
    assert total <= 100 * KB
    assert sum(size for kind, size in seen.values() if kind not in {"font", "image"}) <= 40 * KB
    assert sum(size for kind, size in seen.values() if kind in {"document", "stylesheet"}) <= 14 * KB, seen
    assert all(url.startswith(site) for url in seen), "no third party"
    page.close()


def test_the_self_check_sends_nothing(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    page.goto(site + "/is-dit-stagediscriminatie/", wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = page.url
    for summary in page.locator("#zelfcheck summary").all():
        summary.click()
        assert page.locator("#zelfcheck details[open]").get_by_text("je mag het vertellen").is_visible()
    assert page.locator("#zelfcheck details").count() == 5
    assert asked == []
    assert page.url == address
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    page.close()
