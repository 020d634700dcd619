"""Sealing entries and keeping them. Every later word goes to the readers of the sealed record, and to nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gehoord.core.prepared import insert_all
from gehoord.core.sealed.entries import Place, SealedEntry, seal_entry
from gehoord.core.sealed.keys import PrivateKeys, PublicKeys
from gehoord.core.sealed.receipts import Receipt

from .casefile import CaseFile, open_case_file
from .enums import NOT_FOR_THE_STUDENT, SEALED_TO_AUTHOR_ONLY, TRANSITIONS, AuthorKind, EntryKind, ReportState
from .key_lists import emergency_keys, known_authors, pinned_keys, pinned_version
from .models import Entry, Report, Wrap
from .permissions import user_can_open
from .vault import OpenVault


class WrongStateError(Exception):
    """The report is not where this step starts from."""


class NotVisibleError(Exception):
    """For this person the report does not exist."""


class ChangedMeanwhileError(Exception):
    """Somebody wrote in this case since the page was shown: nothing is overwritten, the text comes back."""


def change_state(report: Report, to: ReportState) -> None:
    """Move a report along ``TRANSITIONS``; saving is the caller's. Raises WrongStateError."""
    if to not in TRANSITIONS[ReportState(report.state)]:
        raise WrongStateError
    report.state = to


def save_entries(sealed: Iterable[SealedEntry], author_kind: AuthorKind, now: datetime) -> None:
    """Keep sealed entries with their wraps."""
    entries, wraps = [], []
    for envelope in sealed:
        place = envelope.place
        entry = Entry(
            pk=uuid.UUID(bytes=place.entry),
            report_id=uuid.UUID(bytes=place.report),
            sequence=place.sequence,
            written_at=now,
            author_kind=author_kind,
            key_list_version=place.key_list_version,
            previous=place.previous,
            body=envelope.body,
        )
        entries.append(entry)
        wraps += [
            Wrap(
                entry=entry, recipient=wrap.recipient.hex(), key_list_version=wrap.key_list_version, sealed_key=wrap.sealed_key
            )
            for wrap in envelope.wraps
        ]
    insert_all(entries)
    insert_all(wraps)


def lock_report(report_id: uuid.UUID, vault: OpenVault) -> Report:
    """The report's row, locked, when this vault may open it. Raises NotVisibleError."""
    report = Report.objects.select_for_update(of=("self",)).filter(pk=report_id).select_related("organisation").first()
    if report is None or not user_can_open(vault, report):
        raise NotVisibleError
    return report


def version_of(report: Report) -> int:
    """How many entries a case has: what a page saw, so that a later post can tell whether somebody wrote meanwhile."""
    last = Entry.objects.filter(report=report).order_by("-sequence").values_list("sequence", flat=True).first()
    return last or 0


def append_entry(
    *,
    report: Report,
    kind: EntryKind,
    payload: Mapping[str, Any],
    author: PrivateKeys,
    author_kind: AuthorKind,
    now: datetime,
    only: Iterable[PublicKeys] | None = None,
) -> SealedEntry:
    """Seal one more entry. The caller holds the report's row in a transaction, and ``author`` opens the report.

    ``only`` narrows the readers; nobody outside the sealed record is ever added by it.
    """
    last = Entry.objects.filter(report=report).order_by("-sequence").first()
    assert last is not None
    case_file = open_case_file(report, private=author, advisers=known_authors(report.organisation_id))
    place = Place(
        report.school,
        report.pk.bytes,
        uuid.uuid4().bytes,
        last.sequence + 1,
        last.sealed(report.school, []).hash,
        pinned_version(report.organisation_id),
    )
    recipients = recipients_of(case_file, kind, payload, author=author)
    if only is not None:
        allowed = {keys.fingerprint for keys in only} | {author.public.fingerprint}
        recipients = [keys for keys in recipients if keys.fingerprint in allowed]
    sealed = seal_entry(place, kind=kind, payload=payload, author=author, recipients=recipients)
    save_entries([sealed], author_kind, now)
    return sealed


def recipients_of(case_file: CaseFile, kind: EntryKind, payload: Mapping[str, Any], *, author: PrivateKeys) -> list[PublicKeys]:
    """To whom an entry of this kind is sealed: the readers of the sealed record whose keys are pinned now, the receipt, and
    the school's emergency key. An entry that changes the readers goes to those who read after it."""
    if kind in SEALED_TO_AUTHOR_ONLY:
        return [author.public]
    report = case_file.report
    marks = set(case_file.readers)
    if kind == EntryKind.READERS:
        marks |= {bytes.fromhex(mark) for user, mark in payload["added"] if user not in case_file.excluded}
        marks -= {bytes.fromhex(mark) for _user, mark in payload["removed"]}
    elif kind == EntryKind.EXCLUSION:
        marks -= {mark for mark, user in case_file.readers.items() if user == payload["user"]}
    readers = [keys for keys in pinned_keys(report.organisation_id) if keys.fingerprint in marks]
    if kind in NOT_FOR_THE_STUDENT:
        return readers
    return [report.receipt_public, *readers, *emergency_keys(report.organisation_id)]


@transaction.atomic
def append_as_student(
    *, report_id: uuid.UUID, receipt: Receipt, kind: EntryKind, payload: Mapping[str, Any], now: datetime
) -> Report:
    """What the student adds with the code: addition, message, choice, feedback. Leaves no audit row.

    Raises NotVisibleError when the report is gone, or the code is another's.
    """
    report = lock_for_student(report_id, receipt)
    append_entry(report=report, kind=kind, payload=payload, author=receipt.keys, author_kind=AuthorKind.STUDENT, now=now)
    return report


def lock_for_student(report_id: uuid.UUID, receipt: Receipt) -> Report:
    """The report's row, locked, behind this code. Raises NotVisibleError."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .filter(pk=report_id, receipt_lookup=receipt.lookup_id.hex())
        .select_related("organisation")
        .first()
    )
    if report is None:
        raise NotVisibleError
    return report
