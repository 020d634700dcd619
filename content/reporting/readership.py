"""Letting somebody begin or stop reading a report. Each needs a key that opens it: the student's or an adviser's.

SECURITY.md, the vault, point 3: nobody joins an existing report without the student's yes, except the same person with
a new key and a named successor; an exclusion is checked at every single re-wrap; the student sees each change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from gehoord.core.sealed.entries import rewrap_entry
from gehoord.core.sealed.keys import CannotOpenError, PrivateKeys, PublicKeys

from .casefile import CaseFile, open_case_file
from .entries import append_entry
from .enums import NOT_FOR_THE_STUDENT, AuthorKind, EntryKind, EventKind, ReaderReason
from .key_lists import known_authors, pinned_keys, pinned_version
from .models import Entry, Report, ReportEvent, Wrap
from .readers import Candidate


class ExcludedError(Exception):
    """The student excluded this person: only the student lifts that."""


class NotPinnedError(Exception):
    """This key does not stand in the school's pinned list, so nothing is sealed to it."""


def opened_with(report: Report, private: PrivateKeys) -> CaseFile:
    """The report as these keys open it."""
    return open_case_file(report, private=private, advisers=known_authors(report.organisation_id))


def add_readers(
    *,
    report: Report,
    private: PrivateKeys,
    author_kind: AuthorKind,
    people: Collection[Candidate],
    why: ReaderReason,
    now: datetime,
    by: Any = None,
    removed: Iterable[tuple[int, bytes]] = (),
    author: PrivateKeys | None = None,
) -> int:
    """Re-wrap everything these keys open, notes and links apart, and write it in the sealed record. The caller holds the row.

    ``author`` signs when the key that opens is nobody's (the emergency key). Returns how many people are new. Raises
    ExcludedError and NotPinnedError before anything is written.
    """
    case_file = opened_with(report, private)
    gone = list(removed)
    staying = set(case_file.readers) - {mark for _user, mark in gone}
    new = [person for person in people if person.keys.fingerprint not in staying]
    check_may_read(case_file, new)
    if not new and not gone:
        return 0
    _rewrap(case_file, private, [person.keys for person in new])
    payload = {
        "added": [[person.user_id, person.keys.fingerprint.hex()] for person in new],
        "removed": [[user, mark.hex()] for user, mark in gone],
        "why": why.value,
    }
    append_entry(
        report=report,
        kind=EntryKind.READERS,
        payload=payload,
        author=author or private,
        author_kind=author_kind,
        now=now,
    )
    Wrap.objects.filter(entry__report=report, recipient__in=[mark.hex() for _user, mark in gone]).delete()
    ReportEvent.objects.create(report=report, kind=EventKind.READERS, at=now, actor=by)
    return len(new)


def remove_readers(
    *,
    report: Report,
    private: PrivateKeys,
    author_kind: AuthorKind,
    user_ids: Collection[int],
    why: ReaderReason,
    now: datetime,
    by: Any = None,
) -> int:
    """Take away every wrap of these people and write it in the sealed record. Returns how many keys stopped reading."""
    sealed_record = {mark: user for mark, user in opened_with(report, private).recorded.items() if user in user_ids}
    add_readers(
        report=report,
        private=private,
        author_kind=author_kind,
        people=(),
        why=why,
        now=now,
        by=by,
        removed=[(user, mark) for mark, user in sealed_record.items()],
    )
    return len(sealed_record)


def wrap_for(case_file: CaseFile, private: PrivateKeys, keys: PublicKeys, *, own: bool = False) -> int:
    """Re-wrap what these keys open for another key that reads it already: the emergency key, or (``own``, with notes and
    links) the same person's new one. Returns how many entries."""
    return _rewrap(case_file, private, [keys], leave_out=frozenset() if own else NOT_FOR_THE_STUDENT)


def check_may_read(case_file: CaseFile, people: Iterable[Candidate]) -> None:
    """The check before every re-wrap. Raises ExcludedError, NotPinnedError."""
    pinned = {keys.fingerprint for keys in pinned_keys(case_file.report.organisation_id)}
    for person in people:
        if person.user_id in case_file.excluded:
            raise ExcludedError
        if person.keys.fingerprint not in pinned:
            raise NotPinnedError


def _rewrap(
    case_file: CaseFile,
    private: PrivateKeys,
    recipients: Collection[PublicKeys],
    *,
    leave_out: frozenset[EntryKind] = NOT_FOR_THE_STUDENT,
) -> int:
    """Everything but what is left out, for each of these keys. What was tampered with opens for nobody and is skipped."""
    report = case_file.report
    version = pinned_version(report.organisation_id)
    skipped = {piece.sequence for piece in case_file.pieces if piece.kind in leave_out}
    mark = private.public.fingerprint.hex()
    own = {wrap.entry_id: wrap for wrap in Wrap.objects.filter(entry__report=report, recipient=mark)}
    rows: list[Wrap] = []
    for entry in Entry.objects.filter(report=report, pk__in=own).exclude(sequence__in=skipped).order_by("sequence"):
        envelope = entry.sealed(report.school, [own[entry.pk]])
        for keys in recipients:
            try:
                wrap = rewrap_entry(envelope, private=private, recipient=keys, key_list_version=version)
            except CannotOpenError:
                break
            rows.append(Wrap(entry=entry, recipient=wrap.recipient.hex(), key_list_version=version, sealed_key=wrap.sealed_key))
    Wrap.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
