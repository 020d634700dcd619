"""Journeys walk through the whole product as it is started for real: web workers, outbox worker and clock."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


expect.set_options(timeout=15_000)  # as long as an action may take: a busy machine is slow, not wrong


@dataclass(frozen=True)
class Stack:
    """The running product."""

    base: str
    data_dir: Path
    environment: dict[str, str]
    served_by: list[int] = field(default_factory=list)
    """The process id of ``serve``, once it runs."""

    def command(self, *words: str) -> str:
        """Run a management command beside the running product; its output."""
        run = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def sign_in_address(self, role: str, school: str = "deltion") -> str:
        out = self.command("demo_signin", role, "--school", school)
        return next(word for word in out.split() if word.startswith("http"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return
        time.sleep(0.2)
    raise AssertionError(f"{what} did not happen within {seconds} s")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product with starter content and demo people, on a free port, in a folder of its own."""
    data_dir = tmp_path_factory.mktemp("gehoord")
    port = free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "GEHOORD_TEST_DB"}},
        "DATA_DIR": str(data_dir), "HOST": "127.0.0.1", "PORT": str(port), "BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "gehoord.settings.development", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    running = Stack(base=f"http://127.0.0.1:{port}", data_dir=data_dir, environment=environment)
    running.command("migrate", "--verbosity", "0")
    running.command("compile_texts")
    running.command("load_starter")
    running.command("collectstatic", "--noinput", "--verbosity", "0")
    log = (data_dir / "serve.log").open("w")
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    running.served_by.append(process.pid)
    try:
        wait_until(lambda: answers(f"{running.base}/healthz"), 120, "a healthy start")
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        log.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine: browser journeys not tested")
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_FLAGS}


@pytest.fixture
def open_context(browser: Browser, stack: Stack) -> Iterator[Callable[..., BrowserContext]]:
    """A maker of browser contexts (a device each) that fail on any request to another host."""
    contexts: list[BrowserContext] = []

    def make(viewport: dict[str, int] = PHONE, **options: Any) -> BrowserContext:
        context = browser.new_context(
            viewport=viewport, base_url=stack.base, locale="nl-NL", timezone_id="Europe/Amsterdam", **options
        )
        context.set_default_timeout(15_000)
        context.route(lambda url: not url.startswith((stack.base, "data:", "blob:")), lambda route: route.abort())
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def check_page(stack: Stack) -> Callable[[Page, str], None]:
    """What must hold on every page of a journey: axe finds nothing, nothing sticks out sideways, and a picture is kept to look at."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    pictures = Path(os.environ.get("GEHOORD_SCREENSHOTS") or stack.data_dir / "screenshots")
    pictures.mkdir(parents=True, exist_ok=True)

    def check(page: Page, name: str) -> None:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{name} at {width} px sticks out by {overflow} px"
        found = axe.run(page).response["violations"]
        assert not found, f"{name}: " + "; ".join(f"{item['id']} ({item['nodes'][0]['html'][:120]})" for item in found)

    return check
