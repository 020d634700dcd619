"""What a student does with the code: write, choose, say no, stop, erase. Nothing of it needs anybody to be unlocked.

Saying yes or no to a proposal stands in agreements.py. A student's own steps leave no audit row: the case's trail is theirs.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from gehoord.core import outbox
from gehoord.core.sealed.receipts import Receipt

from .casefile import CaseFile
from .consents import Consent
from .doors import Teller
from .entries import append_as_student, append_entry, change_state, lock_for_student
from .enums import AuthorKind, EntryKind, EventKind, PartnerKind, ReaderReason, ReportState
from .gate import intake_advisers
from .models import AdviserKey, Report, ReportEvent
from .readership import add_readers, opened_with, remove_readers
from .services import erase_report

TWICE_WITHIN = timedelta(minutes=10)
ERASED_AFTER_STOPPING = timedelta(days=30)
WORDS = frozenset({EntryKind.MESSAGE, EntryKind.ADDITION})


class NotYoursToSayError(Exception):
    """A friend or witness cannot say yes, or choose, for the one it is about."""


class LastReaderError(Exception):
    """Without this person nobody could read the report: stop, erase, or choose somebody first."""


def is_friend(case_file: CaseFile) -> bool:
    """Whether somebody tells about another person."""
    return bool(case_file.wishes.get("teller") == Teller.FRIEND)


@transaction.atomic
def write(*, report_id: uuid.UUID, receipt: Receipt, kind: EntryKind, text: str, now: datetime) -> Report:
    """A message to the readers, or something added to the story. The same words twice within ten minutes are one.

    Raises NotVisibleError.
    """
    assert kind in WORDS
    report = lock_for_student(report_id, receipt)
    last = opened_with(report, receipt.keys).last(kind)
    if (
        last
        and last.payload.get("text") == text
        and last.author_kind == AuthorKind.STUDENT
        and now - last.written_at < TWICE_WITHIN
    ):
        return report
    append_as_student(report_id=report_id, receipt=receipt, kind=kind, payload={"text": text}, now=now)
    _note_change(report, now)
    _tell_readers(report, receipt)
    return report


@transaction.atomic
def change_contact(*, report_id: uuid.UUID, receipt: Receipt, plan: Mapping[str, Any], now: datetime) -> Report:
    """How the student wants to be reached from now on. Raises NotVisibleError."""
    report = append_as_student(report_id=report_id, receipt=receipt, kind=EntryKind.CONTACT, payload=plan, now=now)
    _note_change(report, now)
    _tell_readers(report, receipt)
    return report


@transaction.atomic
def choose_partner(
    *,
    report_id: uuid.UUID,
    receipt: Receipt,
    partner: PartnerKind,
    now: datetime,
    user_id: int | None = None,
    name: str = "",
    friend: bool = False,
) -> Report:
    """With whom the student wants to talk. An adviser who does not read along yet begins to, with the student's own keys.

    Raises NotVisibleError, ExcludedError (lift the exclusion first), NotYoursToSayError.
    """
    report = lock_for_student(report_id, receipt)
    if is_friend(opened_with(report, receipt.keys)) and partner != PartnerKind.ADVISER:
        raise NotYoursToSayError
    payload = {"partner": partner.value, "user": user_id, "name": name, "friend": friend}
    append_entry(
        report=report, kind=EntryKind.CHOICE, payload=payload, author=receipt.keys, author_kind=AuthorKind.STUDENT, now=now
    )
    chosen = [one.candidate for one in intake_advisers(report.organisation) if one.user_id == user_id]
    if partner == PartnerKind.ADVISER and chosen:
        add_readers(
            report=report, private=receipt.keys, author_kind=AuthorKind.STUDENT, people=chosen, why=ReaderReason.CHOSEN, now=now
        )
    _note_change(report, now)
    _tell_readers(report, receipt)
    return report


@transaction.atomic
def exclude_reader(*, report_id: uuid.UUID, receipt: Receipt, user_id: int, now: datetime) -> Report:
    """This person reads it no longer, and no re-wrap may ever bring them back. Raises NotVisibleError, LastReaderError."""
    report = lock_for_student(report_id, receipt)
    readers = opened_with(report, receipt.keys).readers
    if user_id in readers.values() and set(readers.values()) == {user_id}:
        raise LastReaderError
    append_entry(
        report=report, kind=EntryKind.EXCLUSION, payload={"user": user_id}, author=receipt.keys,
        author_kind=AuthorKind.STUDENT, now=now,
    )  # fmt: skip
    remove_readers(
        report=report,
        private=receipt.keys,
        author_kind=AuthorKind.STUDENT,
        user_ids=[user_id],
        why=ReaderReason.EXCLUDED,
        now=now,
    )
    return report


@transaction.atomic
def lift_exclusion(*, report_id: uuid.UUID, receipt: Receipt, user_id: int, now: datetime) -> Report:
    """This person may be chosen again; that alone lets them read nothing yet. Raises NotVisibleError."""
    return append_as_student(
        report_id=report_id, receipt=receipt, kind=EntryKind.EXCLUSION_LIFTED, payload={"user": user_id}, now=now
    )


@transaction.atomic
def withdraw_report(*, report_id: uuid.UUID, receipt: Receipt, now: datetime) -> Report:
    """The student stops: nothing more is done, and every yes is taken back. Raises NotVisibleError, WrongStateError."""
    report = lock_for_student(report_id, receipt)
    if report.state == ReportState.WITHDRAWN:
        return report
    change_state(report, ReportState.WITHDRAWN)
    report.closed_at = report.closed_at or now
    report.erase_after = now + ERASED_AFTER_STOPPING
    append_entry(
        report=report, kind=EntryKind.WITHDRAWAL, payload={}, author=receipt.keys, author_kind=AuthorKind.STUDENT, now=now
    )
    report.save(update_fields=["state", "closed_at", "erase_after"])
    ReportEvent.objects.create(report=report, kind=EventKind.WITHDRAWN, at=now)
    _tell_readers(report, receipt)
    return report


@transaction.atomic
def take_back_withdrawal(*, report_id: uuid.UUID, receipt: Receipt, now: datetime) -> Report:
    """Going on after all, from where it was: before or after first contact. Raises NotVisibleError, WrongStateError."""
    report = lock_for_student(report_id, receipt)
    change_state(report, ReportState.IN_CONTACT if report.first_contact_at else ReportState.READ)
    report.closed_at, report.erase_after = None, None
    report.save(update_fields=["state", "closed_at", "erase_after"])
    append_entry(
        report=report, kind=EntryKind.TAKEN_BACK, payload={}, author=receipt.keys, author_kind=AuthorKind.STUDENT, now=now
    )
    ReportEvent.objects.create(report=report, kind=EventKind.REOPENED, at=now)
    _tell_readers(report, receipt)
    return report


@transaction.atomic
def erase_by_student(*, report_id: uuid.UUID, receipt: Receipt, now: datetime) -> None:
    """Everything is destroyed at once; the code opens nothing any more. Raises NotVisibleError."""
    report = lock_for_student(report_id, receipt)
    erase_report(report=report, now=now)


def may_answer(case_file: CaseFile, consent: Consent) -> bool:
    """Whether the one with this code can say yes to it: not a friend, and only to what is proven to be asked."""
    return consent.ask.is_proven and not is_friend(case_file)


def _note_change(report: Report, now: datetime) -> None:
    ReportEvent.objects.create(report=report, kind=EventKind.CHANGED, at=now)


def _tell_readers(report: Report, receipt: Receipt) -> None:
    """A mail without content to everybody who reads along: something waits at the desk."""
    readers = opened_with(report, receipt.keys).readers
    keys = AdviserKey.objects.live().filter(
        organisation=report.organisation_id, fingerprint__in=[mark.hex() for mark in readers]
    )
    for user_id in keys.values_list("user_id", flat=True):
        outbox.enqueue(kind="reporting.student_wrote", account_id=user_id, context={"report": str(report.pk)})
