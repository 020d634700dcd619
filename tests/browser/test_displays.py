"""A display in a real browser: what a telephone reads of it, what it shows by itself, and what it does without a network."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page

from content.outreach.models import Playlist, Screen, ShortLink, Slide
from tests.factories import ContactFactory, OrganisationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LYING, UPRIGHT = {"width": 1920, "height": 1080}, {"width": 1080, "height": 1920}
# A 55-inch display shows 1920 dots on 1210 mm; comfortable reading needs letters of a 1/350th of the distance.
MM_PER_DOT, CAPITAL, EIGHT_METRES = 1210 / 1920, 0.68, 8000
ALL_KINDS = [("message", "night"), ("fact", "lilac"), ("people", "light"), ("form", "lilac")]


@pytest.fixture
def playlist() -> Playlist:
    school = OrganisationFactory(slug="deltion", name="Deltion", phone="038 000 00 00")
    ContactFactory(organisation=school, name="Samira Haddad", place="Kamer B1.04")
    playlist = Playlist.objects.create(organisation=school, name="Lijst")
    for number, (kind, theme) in enumerate(ALL_KINDS):
        Slide.objects.create(
            playlist=playlist, sort_order=number, kind=kind, theme=theme, title=f"Dia {number}: anders behandeld?",
            text="Vertel het ons. Voor jezelf of voor een vriend.", source="CBS, 2024" if kind == "fact" else "", seconds=6,
        )  # fmt: skip
    link = ShortLink.objects.create(organisation=school, place="Aula", code="deltion-aula")
    Screen.objects.create(
        organisation=school, place="Aula", code="aula", short_link=link, playlist=playlist, title="Altijd", text="Open"
    )
    return playlist


def show(page: Page, number: int) -> None:
    page.evaluate(
        "n => document.querySelectorAll('.gh-screen').forEach((one, i) => one.classList.toggle('is-shown', i === n))", number
    )


def photographed(picture: bytes) -> Image.Image:
    """As a telephone far off sees it: 320 dots wide, out of focus, held askew."""
    small = Image.open(io.BytesIO(picture)).convert("L")
    small = small.resize((320, round(small.height * 320 / small.width)), Image.Resampling.LANCZOS)
    return small.filter(ImageFilter.GaussianBlur(0.6)).rotate(9, Image.Resampling.BICUBIC, expand=True, fillcolor=90)


@pytest.mark.parametrize("size", [LYING, UPRIGHT], ids=["lying", "upright"])
def test_every_slide_is_read_from_afar_and_by_everybody(
    chromium: Browser, live_server: Any, playlist: Playlist, size: Any
) -> None:
    page = chromium.new_page(viewport=size, reduced_motion="reduce")
    page.clock.install()  # the slides do not go on by themselves here
    page.goto(f"{live_server.url}/scherm/aula/")
    for number in range(len(ALL_KINDS) + 1):
        show(page, number)
        found = zxingcpp.read_barcodes(photographed(page.screenshot()))
        assert [code.text for code in found] == ["HTTP://LOCALHOST:8000/Q/DELTION-AULA"], f"slide {number}"
        outside = page.evaluate(
            "() => [...document.querySelectorAll('.is-shown :is(h1, p, li, svg.gh-qr)')].filter(e => { const b = e.getBoundingClientRect();"
            " return b.left < 0 || b.top < 0 || b.right > innerWidth + 1 || b.bottom > innerHeight + 1 }).map(e => e.textContent)"
        )
        assert outside == []
        dots = page.evaluate(
            "() => [...document.querySelectorAll('.is-shown :is(.gh-screen__title, .gh-screen__text, .gh-screen__name)')]"
            ".map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(dots) * CAPITAL * MM_PER_DOT >= EIGHT_METRES / 350
    assert Axe().run(page).response["violations"] == []
    page.close()


def test_it_goes_on_by_itself_takes_changes_without_a_flash_and_moves_a_little(
    chromium: Browser, live_server: Any, playlist: Playlist
) -> None:
    page = chromium.new_page(viewport=LYING, reduced_motion="reduce")
    page.clock.install()
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.goto(f"{live_server.url}/scherm/aula/")
    shown = page.locator(".is-shown h1")
    assert shown.inner_text().startswith("Dia 0")
    drift = page.locator("[data-hall]").get_attribute("data-drift")
    page.clock.run_for(6100)
    assert shown.inner_text().startswith("Dia 1")
    assert page.locator("[data-hall]").get_attribute("data-drift") != drift
    playlist.slides.update(title="Nieuw")
    with page.expect_response("**/dias/") as fetched:
        page.clock.run_for(61000)
    fetched.value.finished()
    page.wait_for_timeout(200)
    page.clock.run_for(12000)
    page.wait_for_function("document.querySelector('.is-shown h1').textContent === 'Nieuw'")
    assert page.locator(".is-shown").count() == 1
    assert page.locator(".gh-screen").count() == len(ALL_KINDS) + 1, "what left is gone"
    assert len(loads) == 1, "the page was never loaded again"
    page.close()


def test_a_slide_of_another_hour_waits_for_its_hour(chromium: Browser, live_server: Any, playlist: Playlist) -> None:
    playlist.slides.exclude(sort_order=0).delete()
    playlist.slides.update(first_day=date(2090, 1, 2))
    page = chromium.new_page(viewport=LYING, reduced_motion="reduce")
    page.clock.install()
    page.goto(f"{live_server.url}/scherm/aula/")
    page.clock.run_for(20000)
    assert page.locator(".is-shown h1").inner_text() == "Altijd"
    page.close()


def test_without_a_network_it_keeps_what_it_had_even_after_a_restart(
    chromium: Browser, live_server: Any, playlist: Playlist
) -> None:
    context = chromium.new_context(viewport=LYING, screen=LYING, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{live_server.url}/scherm/aula/")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # now through the worker, which keeps it
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.reload()
    assert page.locator(".is-shown h1").inner_text().startswith("Dia")
    assert page.evaluate("getComputedStyle(document.querySelector('.gh-hall')).containerName") == "hall", "with its style"
    assert page.evaluate("fetch('/melden/').then(() => 'reached', () => 'not kept')") == "not kept"
    context.close()


def test_a_telephone_that_opens_a_display_keeps_nothing(chromium: Browser, live_server: Any, playlist: Playlist) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, screen={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/scherm/aula/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate("caches.keys().then(all => all.length)") == 0
    context.close()


def test_it_works_without_script(chromium: Browser, live_server: Any, playlist: Playlist) -> None:
    context = chromium.new_context(viewport=LYING, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/scherm/aula/")
    assert page.locator(".is-shown h1").inner_text().startswith("Dia 0")
    page.wait_for_url("**/?dia=1", timeout=15000)
    assert page.locator(".is-shown h1").inner_text().startswith("Dia 1")
    context.close()


@pytest.mark.drill
def test_hours_of_slides_at_speed_leave_memory_flat(chromium: Browser, live_server: Any, playlist: Playlist) -> None:
    page = chromium.new_page(viewport=LYING, reduced_motion="reduce")
    page.clock.install()
    page.goto(f"{live_server.url}/scherm/aula/")
    session = page.context.new_cdp_session(page)

    def play(hours: int) -> tuple[int, float]:
        for hour in range(hours):
            playlist.slides.update(title=f"Uur {hour} van {hours}")
            page.clock.run_for(60 * 60_000)
            page.wait_for_timeout(100)
        page.wait_for_timeout(500)
        session.send("HeapProfiler.collectGarbage")
        session.send("HeapProfiler.collectGarbage")
        return session.send("Memory.getDOMCounters")["nodes"], session.send("Runtime.getHeapUsage")["usedSize"] / 1e6

    nodes, heap = play(3)
    after_nodes, after_heap = play(12)
    assert after_nodes <= nodes * 1.25 + 100
    assert after_heap <= heap * 1.25 + 1.5
    page.close()
