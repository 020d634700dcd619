"""A mail server that is down, hangs, or lies: nothing is lost, the Message-ID stays, and nobody waits for it."""

from __future__ import annotations

import email
import socketserver
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gehoord.core import outbox
from gehoord.core.models import OutboxMessage
from gehoord.core.registry import MailKind, Registry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "core.test"


@pytest.fixture(autouse=True)
def kind(slots: Registry) -> None:
    slots.add(MailKind(key=KIND, label="proef", compose=lambda message: outbox.Mail(subject="Er is iets", body="Log in.")))


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mood = "good"
    received: list[bytes]
    taken: list[bytes]


class Talk(socketserver.StreamRequestHandler):
    """Enough of SMTP: good, refuses after the text ("451"), takes the text and never says so, or says nothing at all."""

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        server: Server = self.server  # type: ignore[assignment]
        if server.mood == "hangs":
            time.sleep(3)
            return
        self.say("220 proef")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                self.say("354 ja")
                text = b""
                while (part := self.rfile.readline()) not in {b".\r\n", b""}:
                    text += part
                server.taken.append(text)
                if server.mood == "lies":
                    return  # took it, and breaks off before saying so
                if server.mood == "refuses":
                    self.say("451 later")
                    continue
                server.received.append(text)
                self.say("250 aangenomen")
            elif word == b"QUIT":
                self.say("221 dag")
                return
            else:
                self.say("250 goed")


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    running = Server(("127.0.0.1", 0), Talk)
    running.received, running.taken = [], []
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.server_address[1]
    settings.EMAIL_TIMEOUT = 1
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def message_id(raw: bytes) -> str:
    return str(email.message_from_bytes(raw)["Message-ID"])


@pytest.mark.parametrize("mood", ["hangs", "refuses", "lies"])
def test_a_bad_mail_server_loses_nothing_and_the_message_id_stays(server: Server, mood: str) -> None:
    message = outbox.enqueue(kind=KIND, account_id=UserFactory().pk)
    server.mood = mood
    now = timezone.now()
    for _ in range(2):
        assert outbox.deliver_next(now)
        now += timedelta(hours=1)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (OutboxMessage.State.WAITING, 2)
    assert "@" not in message.last_error

    server.mood = "good"
    assert outbox.deliver_next(now)
    message.refresh_from_db()
    assert message.state == OutboxMessage.State.SENT
    assert len(server.received) == 1
    ids = {message_id(raw) for raw in [*server.taken, *server.received]}
    assert len(ids) == 1, "a mailbox that got it twice can tell"
    assert str(message.message_id) in ids.pop()


def test_a_server_that_is_down_is_tried_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    message = outbox.enqueue(kind=KIND, account_id=UserFactory().pk)

    assert outbox.deliver_next()
    message.refresh_from_db()
    assert message.state == OutboxMessage.State.WAITING
    assert message.next_try_at > timezone.now()


def test_writing_a_mail_down_waits_for_no_server(server: Server) -> None:
    server.mood = "hangs"
    began = time.monotonic()
    outbox.enqueue(kind=KIND, account_id=UserFactory().pk)
    assert time.monotonic() - began < 0.5
