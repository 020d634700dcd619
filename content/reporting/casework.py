"""What an adviser does in a case. Each step is appended, sealed, signed, audited without content, and overwrites nothing.

Every step names what the page had ``seen`` (the number of entries): when somebody wrote meanwhile, nothing is done and the
text comes back, beside what was written.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from gehoord.core import audit

from .axes import Area, Ground, Handling, Nature
from .counting import count_closing, count_received, take_off
from .entries import (
    ChangedMeanwhileError,
    NotVisibleError,
    WrongStateError,
    append_entry,
    change_state,
    lock_report,
    version_of,
)
from .enums import COUNTED_STATES, AuthorKind, EntryKind, EventKind, ReaderReason, ReportState
from .gate import intake_advisers
from .key_lists import pinned_keys
from .models import Report, ReportEvent
from .readership import opened_with, remove_readers
from .terms import kept_after_aftercare
from .vault import OpenVault

ABUSE_KEPT = timedelta(days=7)
AFTERCARE_AT_MOST = timedelta(days=365)


class NobodyElseReadsError(Exception):
    """The only one who reads a report does not step back: nobody would be left."""


class SameReportError(Exception):
    """A report is no double of itself."""


@dataclass(frozen=True)
class Closing:
    """What closes a case: nothing of it may be left out."""

    done: str
    """What was done towards the company, or why nothing was."""
    told: str
    """What the student was told."""
    aftercare_on: date
    grounds: tuple[Ground, ...]
    area: Area
    nature: Nature
    handling: Handling

    def payload(self) -> dict[str, Any]:
        return {
            "done": self.done,
            "told": self.told,
            "aftercare_on": self.aftercare_on.isoformat(),
            "grounds": [ground.value for ground in self.grounds],
            "area": self.area.value,
            "nature": self.nature.value,
            "handling": self.handling.value,
        }


def _take(report_id: uuid.UUID, vault: OpenVault, seen: int | None) -> Report:
    """The locked row, when nobody wrote since the page was shown. Raises NotVisibleError, ChangedMeanwhileError."""
    report = lock_report(report_id, vault)
    if seen is not None and seen != version_of(report):
        raise ChangedMeanwhileError
    return report


def _write(report: Report, vault: OpenVault, kind: EntryKind, payload: Mapping[str, Any], now: datetime, **more: Any) -> None:
    append_entry(
        report=report,
        kind=kind,
        payload=payload,
        author=vault.private,
        author_kind=AuthorKind.ADVISER,
        now=now,
        **more,
    )


def _leave_trail(report: Report, vault: OpenVault, event: EventKind | None, action: str, now: datetime) -> None:
    if event is not None:
        ReportEvent.objects.create(report=report, kind=event, at=now, actor=vault.key.user)
    audit.record(by=vault.key.user, action=f"reporting.{action}", target=report, organisation_id=report.organisation_id)


@transaction.atomic
def write_message(*, report_id: uuid.UUID, vault: OpenVault, text: str, now: datetime, seen: int | None = None) -> Report:
    """A message that the student reads with the code. Before first contact, ``record_first_contact`` does this and stops
    the clock. Raises NotVisibleError, ChangedMeanwhileError, WrongStateError."""
    report = _take(report_id, vault, seen)
    if report.first_contact_at is None:
        raise WrongStateError
    _write(report, vault, EntryKind.MESSAGE, {"text": text}, now)
    _leave_trail(report, vault, EventKind.CHANGED, "message_written", now)
    return report


@transaction.atomic
def write_contact_tried(*, report_id: uuid.UUID, vault: OpenVault, text: str, now: datetime, seen: int | None = None) -> Report:
    """Called and not spoken: written down for all, and the clock goes on."""
    report = _take(report_id, vault, seen)
    _write(report, vault, EntryKind.CONTACT_TRIED, {"text": text}, now)
    _leave_trail(report, vault, EventKind.CHANGED, "contact_tried", now)
    return report


@transaction.atomic
def write_contact_made(*, report_id: uuid.UUID, vault: OpenVault, text: str, now: datetime, seen: int | None = None) -> Report:
    """A later conversation, with what was agreed. Raises WrongStateError before first contact."""
    report = _take(report_id, vault, seen)
    if report.first_contact_at is None:
        raise WrongStateError
    _write(report, vault, EntryKind.CONTACT_MADE, {"how": "spoken", "text": text}, now)
    _leave_trail(report, vault, EventKind.CHANGED, "contact_written", now)
    return report


@transaction.atomic
def write_note(*, report_id: uuid.UUID, vault: OpenVault, text: str, now: datetime) -> Report:
    """A note that only its author ever reads: sealed to one key, in no file, hand-over or link."""
    report = lock_report(report_id, vault)
    _write(report, vault, EntryKind.NOTE, {"text": text}, now)
    _leave_trail(report, vault, None, "note_written", now)
    return report


@transaction.atomic
def close_report(*, report_id: uuid.UUID, vault: OpenVault, closing: Closing, now: datetime, seen: int | None = None) -> Report:
    """Close a case, with its four axes sealed in the closing entry. Aftercare comes back to the inbox on its day.

    Raises NotVisibleError, ChangedMeanwhileError, WrongStateError.
    """
    report = _take(report_id, vault, seen)
    change_state(report, ReportState.CLOSED)
    _write(report, vault, EntryKind.CLOSING, closing.payload(), now)
    report.closed_at, report.aftercare_on, report.erase_after = now, closing.aftercare_on, None
    report.save(update_fields=["state", "closed_at", "aftercare_on", "erase_after"])
    count_closing(report, closing.payload(), at=now)
    _leave_trail(report, vault, EventKind.CLOSED, "report_closed", now)
    return report


@transaction.atomic
def record_aftercare(
    *,
    report_id: uuid.UUID,
    vault: OpenVault,
    text: str,
    now: datetime,
    again_on: date | None = None,
    seen: int | None = None,
) -> Report:
    """The talk some weeks later. With ``again_on`` it comes back once more; without it the school's term of keeping begins."""
    report = _take(report_id, vault, seen)
    if report.state != ReportState.CLOSED:
        raise WrongStateError
    payload = {"text": text, "again_on": again_on.isoformat() if again_on else ""}
    _write(report, vault, EntryKind.AFTERCARE, payload, now)
    report.aftercare_on = again_on
    if again_on is None:
        change_state(report, ReportState.ENDED)
        report.erase_after = now + kept_after_aftercare(report.organisation_id)
    report.save(update_fields=["state", "aftercare_on", "erase_after"])
    _leave_trail(report, vault, EventKind.CHANGED if again_on else EventKind.ENDED, "aftercare", now)
    return report


@transaction.atomic
def reopen_report(*, report_id: uuid.UUID, vault: OpenVault, text: str, now: datetime, seen: int | None = None) -> Report:
    """Go on with a closed case: nothing is erased, and what was counted at closing is taken off by the figures."""
    report = _take(report_id, vault, seen)
    if report.state not in {ReportState.CLOSED, ReportState.ENDED}:
        raise WrongStateError
    change_state(report, ReportState.IN_CONTACT)
    former = opened_with(report, vault.private).closing
    if former is not None and former.is_proven:
        count_closing(report, former.payload, at=former.written_at, by=-1)
    _write(report, vault, EntryKind.REOPENING, {"text": text}, now)
    report.closed_at = report.aftercare_on = report.erase_after = None
    report.save(update_fields=["state", "closed_at", "aftercare_on", "erase_after"])
    _leave_trail(report, vault, EventKind.REOPENED, "report_reopened", now)
    return report


@transaction.atomic
def mark_abuse(*, report_id: uuid.UUID, vault: OpenVault, text: str, now: datetime, seen: int | None = None) -> Report:
    """Kept apart and never counted; erased seven days after somebody read it and said so, and never by time alone."""
    report = _take(report_id, vault, seen)
    change_state(report, ReportState.ABUSE)
    take_off(report, opened_with(report, vault.private))
    _write(report, vault, EntryKind.ABUSE, {"text": text}, now)
    report.closed_at, report.erase_after = now, now + ABUSE_KEPT
    report.save(update_fields=["state", "closed_at", "erase_after"])
    _leave_trail(report, vault, EventKind.CHANGED, "abuse_marked", now)
    return report


@transaction.atomic
def unmark_abuse(*, report_id: uuid.UUID, vault: OpenVault, text: str, now: datetime, seen: int | None = None) -> Report:
    """It was real after all: back to the inbox, with the clock it always had."""
    report = _take(report_id, vault, seen)
    if report.state != ReportState.ABUSE:
        raise WrongStateError
    change_state(report, ReportState.READ)
    count_received(report, door=str(opened_with(report, vault.private).wishes.get("door", "")))
    _write(report, vault, EntryKind.NO_ABUSE, {"text": text}, now)
    report.closed_at, report.erase_after, report.in_bin = None, None, False
    report.save(update_fields=["state", "closed_at", "erase_after", "in_bin"])
    _leave_trail(report, vault, EventKind.CHANGED, "abuse_unmarked", now)
    return report


@transaction.atomic
def take_from_bin(*, report_id: uuid.UUID, vault: OpenVault) -> Report:
    """Looked at, and real: to the inbox. The clock ran all the time."""
    report = lock_report(report_id, vault)
    report.in_bin = False
    report.save(update_fields=["in_bin"])
    audit.record(by=vault.key.user, action="reporting.taken_from_bin", target=report, organisation_id=report.organisation_id)
    return report


@transaction.atomic
def mark_test(*, report_id: uuid.UUID, vault: OpenVault, is_test: bool) -> Report:
    """A report that somebody sent to try the way from screen to phone: handled like any other, counted nowhere.

    Raises NotVisibleError, and WrongStateError once it is closed or marked as abuse.
    """
    report = lock_report(report_id, vault)
    if report.is_test == is_test:
        return report
    if report.state in COUNTED_STATES | {ReportState.ABUSE}:
        raise WrongStateError
    case_file = opened_with(report, vault.private)
    if is_test:
        take_off(report, case_file)
    report.is_test = is_test
    report.save(update_fields=["is_test"])
    if not is_test:
        count_received(report, door=str(case_file.wishes.get("door", "")))
    audit.record(by=vault.key.user, action="reporting.test_marked", target=report, organisation_id=report.organisation_id)
    return report


@transaction.atomic
def link_reports(*, report_id: uuid.UUID, other_id: uuid.UUID, vault: OpenVault, now: datetime) -> None:
    """Say that two reports are about the same thing. Their readers, codes and messages never join: only who reads both
    learns of the link. Raises NotVisibleError, SameReportError."""
    if report_id == other_id:
        raise SameReportError
    first, second = (lock_report(pk, vault) for pk in sorted((report_id, other_id)))
    if first.organisation_id != second.organisation_id:
        raise NotVisibleError
    both = set(opened_with(first, vault.private).readers) & set(opened_with(second, vault.private).readers)
    only = [keys for keys in pinned_keys(first.organisation_id) if keys.fingerprint in both]
    for report, double in ((first, second), (second, first)):
        _write(report, vault, EntryKind.LINK, {"report": str(double.pk)}, now, only=only)
        _leave_trail(report, vault, None, "report_linked", now)


@transaction.atomic
def step_back(*, report_id: uuid.UUID, vault: OpenVault, now: datetime) -> None:
    """Hand over within the school: who came in with the student's yes goes on, this adviser stops reading.

    Raises NotVisibleError, NobodyElseReadsError.
    """
    report = lock_report(report_id, vault)
    living = {adviser.candidate.keys.fingerprint for adviser in intake_advisers(report.organisation)}
    others = set(opened_with(report, vault.private).readers) & living - {vault.private.public.fingerprint}
    if not others:
        raise NobodyElseReadsError
    _leave_trail(report, vault, None, "stepped_back", now)
    remove_readers(
        report=report,
        private=vault.private,
        author_kind=AuthorKind.ADVISER,
        user_ids=[vault.key.user_id],
        why=ReaderReason.STEPPED_BACK,
        now=now,
        by=vault.key.user,
    )


def colleagues_to_ask(report: Report, readers: Collection[int], excluded: Collection[int]) -> list[Any]:
    """Advisers whom the student could be asked about: who neither read it nor were excluded."""
    return [
        adviser
        for adviser in intake_advisers(report.organisation)
        if adviser.user_id not in readers and adviser.user_id not in excluded
    ]
