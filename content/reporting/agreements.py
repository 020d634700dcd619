"""Asking a student for a yes, and what the student answers. The adviser's side and the student's side of one thing."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.core.sealed.encoding import Label, derive
from gehoord.core.sealed.receipts import SECRET_BYTES, Receipt
from gehoord.organisations.models import Organisation

from .consents import Consent
from .entries import ChangedMeanwhileError, WrongStateError, append_entry, lock_for_student, lock_report, version_of
from .enums import OPEN_STATES, AuthorKind, ConsentSubject, EntryKind, EventKind, ReaderReason, ReportPart, ReportState
from .gate import bureau_for, intake_advisers
from .models import Report, ReportEvent, school_id
from .readership import add_readers, opened_with
from .vault import OpenVault


class NoSuchAskError(Exception):
    """Nothing was proposed under this number, or it cannot be proven."""


def receipt_at(receipt: Receipt, organisation: Organisation) -> Receipt:
    """The student's own receipt for the same story at another organisation. It follows from the code the student has,
    so that no adviser ever knows it and the student has nothing new to keep."""
    secret = derive(receipt.secret, Label.RECEIPT_REFERRED, school_id(organisation.pk).encode(), length=SECRET_BYTES)
    return Receipt(secret)


@transaction.atomic
def ask_consent(
    *,
    report_id: uuid.UUID,
    vault: OpenVault,
    subject: ConsentSubject,
    text: str,
    now: datetime,
    parts: Collection[ReportPart] = (),
    user_id: int | None = None,
    seen: int | None = None,
) -> Report:
    """Propose something; it happens only after the student's yes.

    Raises NotVisibleError, WrongStateError, ChangedMeanwhileError.
    """
    report = lock_report(report_id, vault)
    if seen is not None and seen != version_of(report):
        raise ChangedMeanwhileError
    if report.state not in OPEN_STATES:
        raise WrongStateError
    payload = {"subject": subject.value, "text": text, "parts": sorted(part.value for part in parts), "user": user_id}
    append_entry(
        report=report,
        kind=EntryKind.CONSENT_ASKED,
        payload=payload,
        author=vault.private,
        author_kind=AuthorKind.ADVISER,
        now=now,
    )
    ReportEvent.objects.create(report=report, kind=EventKind.CHANGED, at=now, actor=vault.key.user)
    audit.record(by=vault.key.user, action="reporting.consent_asked", target=report, organisation_id=report.organisation_id)
    return report


@transaction.atomic
def answer_consent(*, report_id: uuid.UUID, receipt: Receipt, number: int, yes: bool, now: datetime) -> Consent:
    """The student's yes or no to proposal ``number``. A yes to a colleague reading along is carried out here and now, with
    the student's keys; a yes to the bureau carries the student's public receipt keys for there.

    Raises NotVisibleError, NoSuchAskError, ExcludedError (lift the exclusion first), WrongStateError (withdrawn or over).
    """
    report = lock_for_student(report_id, receipt)
    if report.state in {ReportState.WITHDRAWN, ReportState.ABUSE}:
        raise WrongStateError
    consent = _find(report, receipt, number)
    payload: dict[str, Any] = {"ask": number}
    if yes and consent.subject == ConsentSubject.BUREAU:
        payload |= _receipt_there(report, receipt)
    kind = EntryKind.CONSENT_GIVEN if yes else EntryKind.CONSENT_REFUSED
    append_entry(report=report, kind=kind, payload=payload, author=receipt.keys, author_kind=AuthorKind.STUDENT, now=now)
    if yes and consent.subject == ConsentSubject.ADVISER and consent.user_id:
        people = [adviser.candidate for adviser in intake_advisers(report.organisation) if adviser.user_id == consent.user_id]
        add_readers(
            report=report,
            private=receipt.keys,
            author_kind=AuthorKind.STUDENT,
            people=people,
            why=ReaderReason.CONSENT,
            now=now,
        )
    return _find(report, receipt, number)


@transaction.atomic
def withdraw_consent(*, report_id: uuid.UUID, receipt: Receipt, number: int, now: datetime) -> Consent:
    """Take a yes back. What was done with it stays written; nothing new is done. Raises NotVisibleError, NoSuchAskError."""
    report = lock_for_student(report_id, receipt)
    _find(report, receipt, number)
    append_entry(
        report=report,
        kind=EntryKind.WITHDRAWAL,
        payload={"ask": number},
        author=receipt.keys,
        author_kind=AuthorKind.STUDENT,
        now=now,
    )
    return _find(report, receipt, number)


def _find(report: Report, receipt: Receipt, number: int) -> Consent:
    consents = opened_with(report, receipt.keys).consents
    found = next((consent for consent in consents if consent.number == number and consent.ask.is_proven), None)
    if found is None:
        raise NoSuchAskError
    return found


def _receipt_there(report: Report, receipt: Receipt) -> dict[str, str]:
    bureau = bureau_for(report.organisation)
    if bureau is None:
        raise NoSuchAskError
    there = receipt_at(receipt, bureau)
    public = there.keys.public
    return {"lookup": there.lookup_id.hex(), "x25519": public.x25519.hex(), "ed25519": public.ed25519.hex()}
