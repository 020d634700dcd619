"""Nothing is sent that was rolled back, nothing is lost when a worker dies, nothing goes out twice."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from gehoord.core import outbox
from gehoord.core.models import OutboxMessage
from gehoord.core.registry import MailKind, Registry
from tests.factories import UserFactory

State = OutboxMessage.State
KIND = "core.test"


@pytest.fixture(autouse=True)
def kind(slots: Registry) -> None:
    slots.add(MailKind(key=KIND, label="proef", compose=lambda message: outbox.Mail(subject="Er is iets", body="Log in.")))


def enqueue(**options: object) -> OutboxMessage:
    return outbox.enqueue(kind=KIND, account_id=UserFactory().pk, **options)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_mail_is_sent_once_and_its_row_forgets_the_ids() -> None:
    message = enqueue(context={"case": 7})
    assert outbox.deliver_next()
    assert not outbox.deliver_next()
    message.refresh_from_db()
    assert (message.state, message.context, message.attempts) == (State.SENT, {}, 1)
    assert [sent.to for sent in mail.outbox] == [[message.account.email]]


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        outbox.enqueue(kind="core.unknown", account_id=UserFactory().pk)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_sent() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the row comes before the fault
        enqueue()
        1 / 0  # noqa: B018
    assert not outbox.deliver_next()
    assert not mail.outbox


@pytest.mark.django_db
def test_a_mail_for_later_waits() -> None:
    now = timezone.now()
    enqueue(at=now + timedelta(hours=1))
    assert not outbox.deliver_next(now)
    assert outbox.deliver_next(now + timedelta(hours=1))


@pytest.mark.django_db
def test_a_row_whose_worker_died_is_taken_again_after_its_lease() -> None:
    message = enqueue()
    now = timezone.now()
    assert outbox.claim(now) == message
    assert outbox.claim(now + outbox.LEASE - timedelta(seconds=1)) is None
    again = outbox.claim(now + outbox.LEASE + timedelta(seconds=1))
    assert again is not None
    assert (again.pk, again.attempts) == (message.pk, 2)


@pytest.mark.django_db
def test_a_failing_server_is_tried_again_with_the_same_message_id(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def send(self: EmailMultiAlternatives) -> int:
        tried.append(self.extra_headers["Message-ID"])
        if len(tried) < 3:
            raise SMTPServerDisconnected("to persoon@school.example")
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    message = enqueue()
    now = timezone.now()
    outbox.deliver_next(now)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.WAITING, "SMTPServerDisconnected")
    assert message.next_try_at == now + timedelta(minutes=1)
    assert not outbox.deliver_next(now + timedelta(seconds=59))
    assert outbox.deliver_next(now + timedelta(minutes=1))
    assert outbox.deliver_next(now + timedelta(minutes=3))
    message.refresh_from_db()
    assert message.state == State.SENT
    assert len(tried) == 3
    assert len(set(tried)) == 1
    assert str(message.message_id) in tried[0]


@pytest.mark.django_db
def test_it_gives_up_after_twelve_tries_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda self: 1 / 0)
    message = enqueue()
    now = timezone.now()
    for _ in range(outbox.TRIES):
        now += timedelta(hours=5)
        assert outbox.deliver_next(now)
    message.refresh_from_db()
    assert (message.state, message.done_at) == (State.FAILED, now)
    assert not outbox.deliver_next(now + timedelta(days=1))


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 2), (5, 16), (9, 240), (12, 240)])
def test_the_pause_doubles_up_to_four_hours(attempt: int, minutes: int) -> None:
    assert outbox.pause_before(attempt) == timedelta(minutes=minutes)


@pytest.mark.django_db
def test_what_is_no_longer_needed_or_goes_to_a_closed_account_is_not_sent(slots: Registry) -> None:
    slots.add(MailKind(key="core.needless", label="proef", compose=lambda message: None))
    outbox.enqueue(kind="core.needless", account_id=UserFactory().pk)
    outbox.enqueue(kind=KIND, account_id=UserFactory(is_active=False).pk)
    while outbox.deliver_next():
        pass
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.NOT_NEEDED}
    assert not mail.outbox


@pytest.mark.django_db
def test_rows_go_seven_days_after_their_end() -> None:
    enqueue()
    now = timezone.now()
    waiting = enqueue(at=now + timedelta(days=30))
    outbox.deliver_next(now)
    assert outbox.forget_done(now + timedelta(days=6, hours=23), dry_run=False) == 0
    assert outbox.forget_done(now + timedelta(days=7, seconds=1), dry_run=True) == 1
    assert outbox.forget_done(now + timedelta(days=7, seconds=1), dry_run=False) == 1
    assert list(OutboxMessage.objects.all()) == [waiting]


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_send_a_row_twice(slots: Registry) -> None:
    composed: Counter[int] = Counter()
    lock = threading.Lock()

    def compose(message: OutboxMessage) -> outbox.Mail:
        with lock:
            composed[message.pk] += 1
        return outbox.Mail(subject="Er is iets", body="Log in.")

    slots.add(MailKind(key="core.counted", label="proef", compose=compose))
    user = UserFactory()
    rows = [outbox.enqueue(kind="core.counted", account_id=user.pk).pk for _ in range(60)]
    errors: list[Exception] = []

    def work() -> None:
        try:
            while outbox.deliver_next():
                pass
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not errors
    assert composed == Counter(rows)
    assert OutboxMessage.objects.filter(state=State.SENT, attempts=1).count() == 60
