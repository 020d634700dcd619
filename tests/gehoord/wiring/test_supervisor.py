"""`serve` for real: it starts everything, restarts what dies, and ends everything."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.tools.processes import alive, children_of, command_of

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
ROOT = Path(settings.ROOT)


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def health(self) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return int(error.code)
        except OSError:
            return 0

    def part(self, name: str) -> int | None:
        found = [pid for pid in children_of(self.process.pid) if f"work {name}" in command_of(pid)]
        return found[0] if found else None


def wait_for(ready: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s")


def environment(folder: Path, port: int) -> dict[str, str]:
    ours = {"DATABASE_URL", "CACHE_URL", "EMAIL_URL", "BASE_URL", "HOST", "ALLOWED_HOSTS", "DATA_DIR", "PORT"}
    keep = {key: value for key, value in os.environ.items() if key not in ours}
    return {
        **keep,
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "gehoord.settings.test",
        "WEB_WORKERS": "1",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The product on a copy of the test database, healthy."""
    with (
        sqlite3.connect(str(connection.settings_dict["NAME"])) as source,
        sqlite3.connect(tmp_path / "gehoord.sqlite3") as copy,
    ):
        source.backup(copy)
    source.close()
    copy.close()
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment(tmp_path, port), stdout=sink, stderr=sink
        )
    found = Running(process=process, port=port, log=log)
    try:
        wait_for(lambda: found.health() == 200)
        yield found
    finally:
        everyone = [process.pid, *children_of(process.pid)]
        process.kill()
        process.wait()
        for pid in everyone:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


def test_a_killed_part_is_started_again_and_sigterm_ends_everything(running: Running) -> None:
    for part in ("outbox", "web"):
        before = running.part(part)
        assert before is not None
        os.kill(before, signal.SIGKILL)
        wait_for(lambda part=part, before=before: running.part(part) not in {None, before})  # type: ignore[misc]
    wait_for(lambda: running.health() == 200)
    assert b"The outbox part ended (code -9); it starts again." in running.log.read_bytes()
    # web with its worker, outbox, clock. A part answers before all its processes can be seen: the new server's worker
    # forks while the old one's answer is still on its way.
    wait_for(lambda: len(children_of(running.process.pid)) >= 4)
    family = children_of(running.process.pid)
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=20) == 0
    assert not [pid for pid in family if alive(pid)]
    assert running.log.read_bytes().rstrip().endswith(b"Gehoord has stopped.")


def test_no_part_outlives_a_supervisor_that_was_killed(running: Running) -> None:
    family = children_of(running.process.pid)
    running.process.kill()
    running.process.wait()
    wait_for(lambda: not [pid for pid in family if alive(pid)])


def serve(folder: Path, port: int, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={**environment(folder, port), **extra},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        done = serve(tmp_path, port)
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_refuses_unsafe_values_with_their_ids(tmp_path: Path) -> None:
    unsafe = {
        "DJANGO_SETTINGS_MODULE": "gehoord.settings.production",
        "SECRET_KEY": "s" * 60,
        "BASE_URL": "http://gehoord.example",
    }
    done = serve(tmp_path, free_port(), **unsafe)
    assert done.returncode == 1
    for number in ("core.E010", "core.E013", "core.E014"):
        assert number in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    done = serve(tmp_path, free_port(), WEB_THREADS="many")
    assert done.returncode == 1
    assert done.stderr.strip() == "Gehoord cannot start: WEB_THREADS='many' is not a whole number from 1 to 64."
