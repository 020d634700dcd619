"""The web server: granian with blocking threads, the same for the product and for everything the bench compares it with."""

from __future__ import annotations

from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels


def web_server(application: str, *, host: str, port: int, workers: int, threads: int) -> Any:
    """Processes × threads, no access log of its own (an address in a log is one too many). ``serve()`` runs it."""
    return Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )
