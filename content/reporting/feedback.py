"""Two voluntary questions after closing: did you feel heard, and believed. Sealed in the case, and counted without it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from gehoord.core.sealed.receipts import Receipt

from .counting import count_feedback
from .entries import append_entry, lock_for_student
from .enums import AuthorKind, EntryKind
from .models import Report
from .readership import opened_with


@transaction.atomic
def give_feedback(*, report_id: uuid.UUID, receipt: Receipt, heard: str, believed: str, now: datetime) -> Report:
    """What the student felt. Given again it replaces what was said before, also in the counters. Raises NotVisibleError."""
    report = lock_for_student(report_id, receipt)
    before = opened_with(report, receipt.keys).last(EntryKind.FEEDBACK)
    payload = {"heard": heard, "believed": believed}
    if before is not None and dict(before.payload) == payload:
        return report
    append_entry(
        report=report, kind=EntryKind.FEEDBACK, payload=payload, author=receipt.keys, author_kind=AuthorKind.STUDENT, now=now
    )
    if before is not None:
        count_feedback(report, before.payload, at=before.written_at, by=-1)
    count_feedback(report, payload, at=now)
    return report
