"""Starting servers pinned to their cores, waiting until they answer, and ending all of them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.testing import free_port

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
WORKERS, THREADS = 2, 2


@dataclass(frozen=True)
class Cores:
    """Which cores the servers and the load generator run on; equal where they cannot be kept apart."""

    servers: tuple[int, ...]
    load: tuple[int, ...]

    @property
    def sentence(self) -> str:
        if not self.servers:
            return "not pinned: this machine cannot pin processes"
        if self.servers == self.load:
            return "servers and load share one core: trust the ratios less"
        return f"servers pinned to core {_listed(self.servers)}, load to core {_listed(self.load)}"


def _listed(cores: tuple[int, ...]) -> str:
    return ", ".join(str(core) for core in cores)


def share_out_cores() -> Cores:
    """Half of the cores for the servers, the rest for the load."""
    if not hasattr(os, "sched_getaffinity"):
        return Cores((), ())
    cores = tuple(sorted(os.sched_getaffinity(0)))
    half = max(1, len(cores) // 2)
    return Cores(cores[:half], cores[half:] or cores)


@dataclass
class Server:
    """A server that answers on ``port``; ended when its `running` block ends."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def cpu_seconds(self) -> float:
        """What it and its workers have used so far; 0 where /proc is missing."""
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, IndexError, ValueError):
                fields = path.read_text().rsplit(")", 1)[1].split()
                if int(fields[2]) == self.process.pid:  # its process group
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@dataclass
class Chain:
    """A proxy and what is behind it, as one server."""

    front: Server
    behind: Server

    @property
    def port(self) -> int:
        return self.front.port

    def cpu_seconds(self) -> float:
        """What both have used so far."""
        return self.front.cpu_seconds() + self.behind.cpu_seconds()


@contextlib.contextmanager
def running(
    name: str, command: list[str], *, port: int, folder: Path, environment: dict[str, str], cwd: Path, cores: Cores
) -> Iterator[Server]:
    """Start a command in a group of its own, wait until its port answers, end the whole group afterwards."""
    log = folder / f"{name}.log"

    with log.open("wb") as sink:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=sink, stderr=sink, process_group=0)
    if cores.servers:
        os.sched_setaffinity(process.pid, cores.servers)
    server = Server(name, port, process, log)
    try:
        _wait_for(server)
        yield server
    finally:
        _end(process)


def serve_command(application: str, port: int, cores: Cores) -> list[str]:
    """The product's own web server with this WSGI application."""
    cores_word = ",".join(str(core) for core in cores.servers)
    script = str(ROOT / "bench" / "serve.py")
    return [sys.executable, script, application, str(port), str(WORKERS), str(THREADS), cores_word]


def _wait_for(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
            return
        time.sleep(0.1)
    report = server.log.read_text(errors="replace").strip()[-1500:]
    raise RuntimeError(f"{server.name} does not answer on port {server.port}:\n{report}")


def _end(process: subprocess.Popen[bytes]) -> None:
    for number, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


__all__ = ["Chain", "Cores", "Server", "free_port", "running", "serve_command", "share_out_cores"]
