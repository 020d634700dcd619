"""What each part of the supervisor does in its own process."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from gehoord.core import outbox, pulse

from .web_server import web_server

logger = logging.getLogger(__name__)
BEAT_EVERY = 20.0  # seconds
OUTBOX_PAUSE = 1.0
CLOCK_PAUSE = 60.0
_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask Linux for a SIGTERM when the supervisor dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def serve_web() -> None:
    """Answer requests until SIGTERM."""
    web_server(
        "gehoord.wsgi:application",
        host=settings.HOST,
        port=settings.PORT,
        workers=settings.WEB_WORKERS,
        threads=settings.WEB_THREADS,
    ).serve()


class Loop:
    """Does ``turn`` over and over until told to stop, gives signs of life, and bears a database that is away."""

    def __init__(self, part: str, turn: Callable[[], float]) -> None:
        self.part = part
        self.turn = turn
        self.stopping = threading.Event()
        self.beat_at = 0.0

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._told_to_stop)
        signal.signal(signal.SIGINT, self._told_to_stop)
        pause = 0.0
        while not self.stopping.wait(pause):
            close_old_connections()
            try:
                self._beat()
                pause = self.turn()
            except DatabaseError as error:
                logger.error("%s: the database is away (%s)", self.part, type(error).__qualname__)
                pause = 5.0

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _beat(self) -> None:
        if time.monotonic() >= self.beat_at:
            pulse.beat(self.part)
            self.beat_at = time.monotonic() + BEAT_EVERY


def send_one() -> float:
    """One mail; the next at once while there is one."""
    return 0.0 if outbox.deliver_next() else OUTBOX_PAUSE


class Clock:
    """Runs the rooms' jobs at the start and then each minute, without drifting; between them only signs of life."""

    def __init__(self) -> None:
        self.due_at = 0.0

    def turn(self) -> float:
        now = time.monotonic()
        if now >= self.due_at:
            self.due_at = now + CLOCK_PAUSE
            pulse.run_due_jobs()
        return max(0.0, min(5.0, self.due_at - time.monotonic()))


def work(part: str) -> None:
    """Be this part until SIGTERM."""
    end_with_parent()
    if part == "web":
        serve_web()
    elif part == "outbox":
        Loop("outbox", send_one).run()
    else:
        Loop("clock", Clock().turn).run()
    logger.debug("%s ended (%s)", part, os.getpid())
