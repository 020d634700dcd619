"""The outbox: mail that is written down in the same transaction as its cause, and sent by a worker.

Three promises: nothing is sent that was rolled back, nothing is lost when a worker dies, and the same mail keeps its
Message-ID however often it is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.utils import timezone, translation

from .models import OutboxMessage
from .prepared import insert_all
from .registry import MailKind, registry

LEASE = timedelta(minutes=2)
TRIES = 12
KEPT = timedelta(days=7)
State = OutboxMessage.State


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A composed mail: plain text, one purpose, no content of a report."""

    subject: str
    body: str
    headers: Mapping[str, str] | None = None
    # An iCalendar text and its METHOD: calendar programs offer what a mail with it asks.
    calendar: bytes | None = None
    calendar_method: str = ""


def enqueue(
    *, kind: str, account_id: int, context: Mapping[str, Any] | None = None, at: datetime | None = None
) -> OutboxMessage:
    """Write down a mail in the caller's transaction. ``context`` holds ids only. Raises KeyError for an unknown kind."""
    registry.get(MailKind, kind)
    return OutboxMessage.objects.create(
        kind=kind, account_id=account_id, context=dict(context or {}), next_try_at=at or timezone.now()
    )


def enqueue_for_all(*, kind: str, account_ids: Iterable[int], context: Mapping[str, Any] | None = None) -> None:
    """Write down the same mail for several people, in the caller's transaction. Raises KeyError for an unknown kind."""
    registry.get(MailKind, kind)
    now = timezone.now()
    insert_all(
        [
            OutboxMessage(kind=kind, account_id=account_id, context=dict(context or {}), next_try_at=now)
            for account_id in account_ids
        ]
    )


def pause_before(attempt: int) -> timedelta:
    """How long to wait after the n-th failure: 1, 2, 4 … minutes, at most 4 hours."""
    return timedelta(minutes=min(2 ** (attempt - 1), 240))


def claim(now: datetime) -> OutboxMessage | None:
    """Take the oldest due message, or one whose worker died, by one conditional UPDATE. None when there is none."""
    due = Q(state=State.WAITING, next_try_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
    while (candidate := OutboxMessage.objects.filter(due).order_by("next_try_at", "pk").first()) is not None:
        taken = OutboxMessage.objects.filter(due, pk=candidate.pk).update(
            state=State.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
        if taken:
            candidate.refresh_from_db()
            return candidate
    return None


def deliver_next(now: datetime | None = None) -> bool:
    """Send one due message. True when there was one, whether or not sending worked."""
    now = now or timezone.now()
    message = claim(now)
    if message is None:
        return False
    try:
        state = _send(message)
    except Exception as error:  # whatever a mail server or a composer does, the row must say so
        _note_failure(message, now, error)
    else:
        OutboxMessage.objects.filter(pk=message.pk).update(
            state=state, done_at=now, lease_until=None, last_error="", context={}
        )
    return True


def _send(message: OutboxMessage) -> str:
    account = message.account
    with translation.override(account.language):
        mail = registry.get(MailKind, message.kind).compose(message)
    if mail is None or not account.is_active:
        return State.NOT_NEEDED
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{message.message_id}@{domain}>", "Auto-Submitted": "auto-generated", **(mail.headers or {})}
    letter = EmailMultiAlternatives(subject=mail.subject, body=mail.body, to=[account.email], headers=headers)
    if mail.calendar is not None:
        letter.attach_alternative(mail.calendar.decode(), f"text/calendar; method={mail.calendar_method}")
        letter.attach("afspraak.ics", mail.calendar.decode(), "text/calendar")
    letter.send()
    return State.SENT


def _note_failure(message: OutboxMessage, now: datetime, error: Exception) -> None:
    given_up = message.attempts >= TRIES
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=State.FAILED if given_up else State.WAITING,
        next_try_at=now + pause_before(message.attempts),
        lease_until=None,
        done_at=now if given_up else None,
        last_error=type(error).__qualname__,
    )


def forget_done(now: datetime, dry_run: bool) -> int:
    """Erase rows that ended more than seven days ago."""
    old = OutboxMessage.objects.filter(done_at__lt=now - KEPT)
    return old.count() if dry_run else old.delete()[0]
