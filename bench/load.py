"""The load: many clients on one thread, each with one kept connection, each asking again as soon as it is answered.

Standard library only. Every answer is read to its end and looked at: a wrong status, a missing marker, a connection that
drops in the middle and a silence of `PATIENCE` seconds are errors, and errors are counted, never left out.
"""

from __future__ import annotations

import gc
import select
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

PATIENCE = 20.0  # seconds without any answer at all, after which what is still open counts as errors
MOST_EXAMPLES = 3

Requests = Iterator[bytes]


@dataclass
class Result:
    """What one slot of load gave. ``busy`` is the share of the time in which the generator itself was working."""

    seconds: float
    answers: int
    errors: int
    latencies: list[float]
    busy: float
    examples: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Good answers per second."""
        return self.answers / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """The latency, in seconds, that ``share`` of the good answers stayed under."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass
class Client:
    """One kept connection and what it waits for."""

    requests: Requests
    socket: socket.socket | None = None
    received: bytearray = field(default_factory=bytearray)
    asked_at: float = 0.0
    whole: int = -1  # length of the answer, head included; -1 until the head is there


def length_of(head: bytes) -> int | None:
    """The length of the body that this head announces; None for a body in chunks."""
    status = head[9:12]
    if status in {b"204", b"304"}:
        return 0
    lower = head.lower()
    at = lower.find(b"\r\ncontent-length:")
    if at >= 0:
        return int(lower[at + 17 : lower.find(b"\r\n", at + 17)])
    return None if b"transfer-encoding: chunked" in lower else 0


def answer_is_whole(client: Client) -> bool:
    """Whether all of the answer has arrived."""
    received = client.received
    if client.whole < 0:
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return False
        length = length_of(bytes(received[: end + 2]))
        if length is None:
            return received.endswith(b"0\r\n\r\n")
        client.whole = end + 4 + length
    return len(received) >= client.whole


class Load:
    """Some clients against one port for some seconds."""

    def __init__(self, port: int, clients: Iterable[Requests], *, expects: int, marker: bytes) -> None:
        self.port = port
        self.clients = [Client(requests) for requests in clients]
        self.status = str(expects).encode()
        self.marker = marker
        self.result = Result(0.0, 0, 0, [], 0.0)
        self.poll = select.epoll() if hasattr(select, "epoll") else None
        self.by_number: dict[int, Client] = {}

    def run(self, seconds: float) -> Result:
        """Ask for ``seconds``, then let the open requests be answered. Collecting garbage waits until the end."""
        if self.poll is None:
            raise RuntimeError("The bench needs Linux: its load generator uses epoll.")
        was_collecting = gc.isenabled()
        gc.disable()
        began, worked = time.perf_counter(), time.process_time()
        try:
            self._work(began + seconds)
        finally:
            self.result.seconds = time.perf_counter() - began
            self.result.busy = (time.process_time() - worked) / self.result.seconds
            for client in self.clients:
                self._hang_up(client)
            self.poll.close()
            if was_collecting:
                gc.enable()
        return self.result

    def _work(self, until: float) -> None:
        assert self.poll is not None
        waiting = {id(client) for client in self.clients if self._ask(client)}
        last_sign = time.perf_counter()
        while waiting:
            events = self.poll.poll(0.5)
            now = time.perf_counter()
            if events:
                last_sign = now
            elif now - last_sign > PATIENCE:
                for _ in waiting:
                    self._count_error("no answer in time")
                return
            for number, _event in events:
                client = self.by_number[number]
                if self._read(client) and not (now < until and self._ask(client)):
                    waiting.discard(id(client))

    def _ask(self, client: Client) -> bool:
        """Send the next request; False when there is none left."""
        request = next(client.requests, None)
        if request is None:
            return False
        try:
            if client.socket is None:
                self._connect(client)
            assert client.socket is not None
            client.received.clear()
            client.whole = -1
            client.asked_at = time.perf_counter()
            client.socket.sendall(request)
        except OSError as error:
            self._count_error(f"could not send ({type(error).__name__})")
            self._hang_up(client)
            return False
        return True

    def _connect(self, client: Client) -> None:
        assert self.poll is not None
        client.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number = client.socket.fileno()
        self.by_number[number] = client
        self.poll.register(number, select.EPOLLIN)

    def _read(self, client: Client) -> bool:
        """Take in what has arrived; True when this request is over, well or badly."""
        assert client.socket is not None
        try:
            data = client.socket.recv(262_144)
        except OSError:
            data = b""
        if not data:
            self._count_error("the connection was dropped in the middle")
            self._hang_up(client)
            return True
        client.received += data
        if not answer_is_whole(client):
            return False
        now = time.perf_counter()
        if client.received[9:12] != self.status or (self.marker and self.marker not in client.received):
            self._count_error(bytes(client.received[:60]).split(b"\r\n")[0].decode("latin-1"))
        else:
            self.result.answers += 1
            self.result.latencies.append(now - client.asked_at)
        if b"\r\nconnection: close" in client.received[:2000].lower():
            self._hang_up(client)
        return True

    def _count_error(self, what: str) -> None:
        self.result.errors += 1
        if len(self.result.examples) < MOST_EXAMPLES:
            self.result.examples.append(what)

    def _hang_up(self, client: Client) -> None:
        if client.socket is None:
            return
        assert self.poll is not None
        self.by_number.pop(client.socket.fileno(), None)
        client.socket.close()
        client.socket = None


def run_load(port: int, clients: Iterable[Requests], *, seconds: float, expects: int = 200, marker: bytes = b"") -> Result:
    """One slot of load against a port of this machine."""
    return Load(port, clients, expects=expects, marker=marker).run(seconds)


def request_bytes(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """One HTTP/1.1 request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip, deflate, br", "Accept: text/html"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
