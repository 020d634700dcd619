"""After the exchange of a hand-over code: the student can read what the colleague wrote down, once an adviser opened it."""

from __future__ import annotations

from gehoord.core.sealed.entries import rewrap_entry
from gehoord.core.sealed.handover import is_exchanged
from gehoord.core.sealed.keys import CannotOpenError, PrivateKeys

from .enums import NOT_FOR_THE_STUDENT, EntryKind
from .key_lists import pinned_version
from .models import Entry, Report, ToldByColleague, Wrap
from .readership import opened_with


def give_student_their_part(report: Report, private: PrivateKeys) -> int:
    """Re-wrap for the student's own receipt what was written before the exchange; called when an adviser opens the report.

    Only where a colleague wrote it down and the code was exchanged. Returns how many entries the student can read from now on.
    """
    told = ToldByColleague.objects.filter(report=report, exchanged_at__isnull=False).first()
    if told is None:
        return 0
    case_file = opened_with(report, private)
    story = case_file.first(EntryKind.STORY)
    passed = is_exchanged(told.public, bytes(told.exchange_signature), report=report.pk.bytes, receipt=report.receipt_public)
    if story is None or not story.is_proven or story.opened.author != told.public.fingerprint or not passed:
        return 0  # a receipt that the code itself did not sign for gets nothing
    hidden = {piece.sequence for piece in case_file.pieces if piece.kind in NOT_FOR_THE_STUDENT}
    student = report.receipt_public
    missing = (
        Entry.objects.filter(report=report)
        .exclude(sequence__in=hidden)
        .exclude(wraps__recipient=student.fingerprint.hex())
        .prefetch_related("wraps")
    )
    version = pinned_version(report.organisation_id)
    rows = []
    for entry in missing:
        envelope = entry.sealed(report.school, list(entry.wraps.all()))
        try:
            wrap = rewrap_entry(envelope, private=private, recipient=student, key_list_version=version)
        except CannotOpenError:
            continue
        rows.append(Wrap(entry=entry, recipient=wrap.recipient.hex(), key_list_version=version, sealed_key=wrap.sealed_key))
    Wrap.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
