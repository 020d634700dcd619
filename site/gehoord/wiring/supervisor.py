"""One foreground process that keeps all of the product running: web workers, outbox worker and clock.

Each part is a process of its own in a group of its own. A part that dies is started again, with a sentence; SIGINT,
SIGTERM and SIGHUP end all of them; and no part outlives the supervisor.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from gehoord.core.pulse import beat

PARTS = ("web", "outbox", "clock")
PATIENCE = 15.0  # seconds a part gets to finish what it is doing
LOOK_EVERY = 20.0  # seconds between two looks at the web workers
UNANSWERED = 6  # looks in a row without an answer before the web workers are started again
LONGEST_PAUSE = 30.0


class PortTakenError(Exception):
    """Something else listens on the address."""


def check_port(host: str, port: int) -> None:
    """Raises PortTakenError, with what to do, when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what runs there, or choose another: PORT={port + 1} make run"
            ) from error


@dataclass
class Part:
    """One process and how often it fell over."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0
    start_again_at: float = 0.0

    def start(self) -> None:
        manage = Path(settings.ROOT) / "manage.py"
        command = [sys.executable, str(manage), "work", self.name]
        self.process = subprocess.Popen(command, process_group=0)  # noqa: S603 - our own command, no input in it
        self.started_at = time.monotonic()

    def signal(self, number: int) -> None:
        """To the whole group, so that no worker of a dead server keeps the port."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """Runs the parts until it is told to stop. ``ready`` is called once, when the first page can be asked for."""

    say: Callable[[str], None]
    ready: Callable[[], None] = lambda: None
    parts: list[Part] = field(default_factory=lambda: [Part(name) for name in PARTS])
    stopping: threading.Event = field(default_factory=threading.Event)
    announced: bool = False
    unanswered: int = 0
    look_at: float = 0.0

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        try:
            for part in self.parts:
                part.start()
            while not self.stopping.wait(0.2):
                for part in self.parts:
                    self._care_for(part)
                self._look_at_web()
        finally:
            self._end_all()

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _care_for(self, part: Part) -> None:
        now = time.monotonic()
        if part.is_running() or now < part.start_again_at:
            return
        if part.start_again_at:
            part.start_again_at = 0.0
            part.start()
            return
        part.signal(signal.SIGKILL)
        code = part.process.returncode if part.process else None
        part.falls = 1 if now - part.started_at > 60 else part.falls + 1
        pause = min(0.5 * 2 ** (part.falls - 1), LONGEST_PAUSE)
        part.start_again_at = now + pause
        after = f" in {pause:.0f} s" if pause >= 1 else ""
        self.say(f"The {part.name} part ended (code {code}); it starts again{after}.")

    def _look_at_web(self) -> None:
        """A page asked for now and then: the web's sign of life, and a new start when it hangs."""
        now = time.monotonic()
        if now < self.look_at:
            return
        self.look_at = now + (LOOK_EVERY if self.announced else 0.3)
        if self._answers():
            self.unanswered = 0
            self._beat()
            if not self.announced:
                self.announced = True
                self.look_at = now + LOOK_EVERY
                self.ready()
            return
        if self.announced:
            self.unanswered += 1
        if self.unanswered >= UNANSWERED:
            self.unanswered = 0
            self.say("The web part does not answer; it is started again.")
            self.parts[0].signal(signal.SIGKILL)

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104 # nosec B104 - compared
        connection = HTTPConnection(host, settings.PORT, timeout=10 if self.announced else 2)
        try:
            connection.request("GET", "/healthz", headers={"Host": urlsplit(settings.BASE_URL).netloc})
            return connection.getresponse().status in {200, 503}
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _beat(self) -> None:
        close_old_connections()
        try:
            beat("web")
        except DatabaseError as error:
            self.say(f"The sign of life could not be written ({type(error).__qualname__}).")

    def _end_all(self) -> None:
        for part in self.parts:
            if part.process is not None and part.is_running():
                part.process.send_signal(signal.SIGTERM)
        patience = time.monotonic() + PATIENCE
        for part in self.parts:
            try:
                if part.process is not None:
                    part.process.wait(max(0.1, patience - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"The {part.name} part did not end in time and is stopped.")
            part.signal(signal.SIGKILL)
            if part.process is not None:
                part.process.wait()
