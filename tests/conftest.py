"""What all tests share: unknown template variables are errors, no network, factories as fixtures."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template import engines
from django.template.base import Node

from content.reporting.tenancy import sees_everything

ROOT = Path(__file__).resolve().parents[1]
OURS = tuple(str(ROOT / part) for part in ("site", "content", "learning"))


class UnknownVariableError(Exception):
    """A template of ours shows a variable that its view did not give."""


class FailOnUnknown(str):
    """Stands in for ``string_if_invalid``: an unknown variable in a template of ours is an error, elsewhere it is empty."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, variable: object) -> str:
        frame = sys._getframe(1)
        while frame is not None:
            node = frame.f_locals.get("self")
            origin = getattr(node, "origin", None) if isinstance(node, Node) else None
            if origin is not None:
                if str(origin.name).startswith(OURS):
                    raise UnknownVariableError(f"{variable} in {origin.name}")
                return ""
            frame = frame.f_back
        return ""


def pytest_sessionstart(session: pytest.Session) -> None:
    """Tests read the English texts too: compiled here, since what is compiled is not committed."""
    from gehoord.wiring.texts import compile_room, rooms

    for room in rooms():
        compile_room(room)


@pytest.fixture(autouse=True, scope="session")
def unknown_template_variables_are_errors() -> Iterator[None]:
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, FailOnUnknown()
    yield
    engine.string_if_invalid = before


@pytest.fixture(autouse=True)
def own_key_pins(settings: Any, tmp_path: Path) -> None:
    """Pinned key lists lie outside the database: every test has a folder of its own for them."""
    settings.KEY_PINS_DIR = tmp_path / "key-pins"


@pytest.fixture(autouse=True)
def tests_see_every_report() -> Iterator[None]:
    """What a test itself asks of the database, it gets on PostgreSQL too; each request and each job still says what it sees."""
    with sees_everything():
        yield


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be reached."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else address
        if self.family == socket.AF_UNIX or str(host) in {"127.0.0.1", "::1", "localhost"}:
            return real(self, address)
        raise AssertionError(f"a test reached for the network: {address!r}")

    monkeypatch.setattr(socket.socket, "connect", connect)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one database are skipped, by name, on the other; tests that need a browser are marked by their folder.

    A test that flushes the tables gets back what the migrations put there (Wagtail's root page), whether or not it asks.
    """
    vendor = connection.vendor
    if os.environ.get("GEHOORD_ONLY_WITH_DATABASE"):
        items[:] = [item for item in items if _asks_a_database(item)]
    for item in items:
        if {"browser", "journeys"} & set(item.path.relative_to(ROOT).parts):
            item.add_marker(pytest.mark.browser)
        marker = item.get_closest_marker("django_db")
        flushes = (marker is not None and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(
            item.fixturenames
        )
        if flushes and "django_db_serialized_rollback" not in item.fixturenames:
            item.fixturenames.insert(0, "django_db_serialized_rollback")
        for wanted in ("sqlite", "postgresql"):
            if item.get_closest_marker(wanted) and vendor != wanted:
                item.add_marker(pytest.mark.skip(reason=f"only on {wanted}"))


def _asks_a_database(item: pytest.Item) -> bool:
    """Tests of pure rules say the same beside every database: the run on the second one leaves them out (tools/testing.py)."""
    asked = {"db", "transactional_db", "live_server", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None
