"""Sending a case on to the bureau, by vault: sealed anew for the bureau's own advisers, only with the student's yes.

What travels is what the yes names and nothing else; never a note. The student's receipt there follows from the code the
student already has, so that no adviser ever knows it (``agreements.receipt_at``).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from gehoord.core import audit, outbox
from gehoord.core.sealed.entries import Place, SealedEntry, genesis, seal_entry
from gehoord.core.sealed.keys import PublicKeys
from gehoord.core.sealed.receipts import Receipt
from gehoord.organisations.models import Organisation

from .agreements import receipt_at
from .casefile import CaseFile
from .consents import Consent
from .counting import count_received
from .doors import Door
from .entries import WrongStateError, append_entry, lock_report, save_entries
from .enums import (
    AuthorKind,
    ConsentSubject,
    ContactWay,
    EntryKind,
    EventKind,
    ReportPart,
    ReportState,
)
from .gate import bureau_for, form_is_open, intake_advisers
from .key_lists import emergency_keys, pinned_version
from .models import Report, ReportEvent
from .readership import opened_with
from .services import FormClosedError
from .tenancy import sees
from .vault import OpenVault

NOT_NOW = frozenset({ReportState.WITHDRAWN, ReportState.ABUSE})


class NoConsentError(Exception):
    """There is no proven yes of the student for this."""


def given_consent(case_file: CaseFile, number: int, *subjects: ConsentSubject) -> Consent:
    """The student's proven yes under this number. Raises NoConsentError."""
    for consent in case_file.consents:
        if consent.number == number and consent.is_given and consent.subject in subjects:
            return consent
    raise NoConsentError


def was_carried_out(case_file: CaseFile, consent: Consent) -> bool:
    """Whether something already left the house with this yes."""
    return any(piece.payload.get("ask") == consent.number for piece in case_file.of(EntryKind.REFERRAL))


@transaction.atomic
def refer_to_bureau(*, report_id: uuid.UUID, vault: OpenVault, number: int, now: datetime) -> Report:
    """Make the bureau's own report of what the student said yes to. Returns it.

    Raises NotVisibleError, NoConsentError, WrongStateError (done already, or withdrawn), FormClosedError (nobody there).
    """
    report = lock_report(report_id, vault)
    case_file = opened_with(report, vault.private)
    consent = given_consent(case_file, number, ConsentSubject.BUREAU)
    if was_carried_out(case_file, consent) or report.state in NOT_NOW:
        raise WrongStateError
    bureau = bureau_for(report.organisation)
    if bureau is None or not form_is_open(bureau):
        raise FormClosedError
    with sees(tenants=[bureau.pk]):
        made = _make_there(bureau, report, case_file, consent, vault=vault, now=now)
    payload = {"to": "bureau", "parts": [part.value for part in consent.parts], "ask": number, "report": str(made.pk)}
    append_entry(
        report=report,
        kind=EntryKind.REFERRAL,
        payload=payload,
        author=vault.private,
        author_kind=AuthorKind.ADVISER,
        now=now,
    )
    ReportEvent.objects.create(report=report, kind=EventKind.CHANGED, at=now, actor=vault.key.user)
    audit.record(by=vault.key.user, action="reporting.referred", target=report, organisation_id=report.organisation_id)
    return made


def _make_there(
    bureau: Organisation, report: Report, case_file: CaseFile, consent: Consent, *, vault: OpenVault, now: datetime
) -> Report:
    there = _receipt_keys(consent)
    made = Report.objects.create(
        organisation=bureau,
        received_at=now,
        is_test=report.is_test,
        receipt_lookup=there["lookup"],
        receipt_x25519=bytes.fromhex(there["x25519"]),
        receipt_ed25519=bytes.fromhex(there["ed25519"]),
    )
    readers = intake_advisers(bureau)
    _seal_for_bureau(made, _payloads(case_file, consent, readers, made), vault, now)
    count_received(made, door=Door.BUREAU)
    ReportEvent.objects.create(report=made, kind=EventKind.RECEIVED, at=now)
    for adviser in readers:
        outbox.enqueue(kind="reporting.new_report", account_id=adviser.user_id, context={"report": str(made.pk)})
    return made


def _receipt_keys(consent: Consent) -> dict[str, str]:
    payload = consent.answer.payload if consent.answer else {}
    if not all(payload.get(name) for name in ("lookup", "x25519", "ed25519")):
        raise NoConsentError
    return {name: str(payload[name]) for name in ("lookup", "x25519", "ed25519")}


Payloads = list[tuple[EntryKind, Mapping[str, Any]]]


def _payloads(case_file: CaseFile, consent: Consent, readers: list[Any], made: Report) -> Payloads:
    """What the bureau gets: the parts of the yes, the yes itself, and who may read it."""
    parts, plan = consent.parts, case_file.contact
    contact: dict[str, Any] = {"way": ContactWay.CODE if plan.wants_answer else plan.way}
    if ReportPart.CONTACT in parts:
        piece = case_file.last(EntryKind.CONTACT)
        contact = dict(piece.payload) if piece else contact
    answered = consent.answer.written_at.isoformat() if consent.answer else ""
    return [
        # The receipt is named inside the seal: another one put in the row makes nobody this student.
        (EntryKind.STORY, {"text": told_in(case_file, parts), "receipt": made.receipt_public.fingerprint.hex()}),
        (EntryKind.CONTACT, contact),
        (
            EntryKind.WISHES,
            {
                "chosen": None, "bureau": True, "deputy": None, "excluded": [], "door": Door.BUREAU,
                "readers": [[adviser.user_id, adviser.candidate.keys.fingerprint.hex()] for adviser in readers],
                "language": case_file.wishes.get("language", "nl"), "asked": case_file.report.organisation_id,
            },
        ),
        (
            EntryKind.REFERRAL,
            {
                "from": case_file.report.organisation_id, "parts": [part.value for part in parts], "text": consent.text,
                "answered": answered, "steps": steps_in(case_file) if ReportPart.STEPS in parts else [],
            },
        ),
    ]  # fmt: skip


def told_in(case_file: CaseFile, parts: tuple[ReportPart, ...]) -> str:
    """The student's own words that the yes covers."""
    texts = [case_file.story] if ReportPart.STORY in parts else []
    if ReportPart.ADDITIONS in parts:
        texts += [str(piece.payload.get("text", "")) for piece in case_file.of(EntryKind.ADDITION)]
    return "\n\n".join(text for text in texts if text)


def steps_in(case_file: CaseFile) -> list[list[str]]:
    """What was done here, as date and words: contacts and closing. Never a note, never a message to the student."""
    steps = []
    for piece in case_file.of(EntryKind.CONTACT_MADE, EntryKind.CONTACT_TRIED, EntryKind.CLOSING):
        text = str(piece.payload.get("done" if piece.kind == EntryKind.CLOSING else "text", ""))
        if text and piece.is_proven:
            steps.append([localdate(piece.written_at).isoformat(), text])
    return steps


def _seal_for_bureau(made: Report, payloads: Payloads, vault: OpenVault, now: datetime) -> None:
    recipients: list[PublicKeys] = [made.receipt_public]
    recipients += [adviser.candidate.keys for adviser in intake_advisers(made.organisation)]
    recipients += emergency_keys(made.organisation_id)
    sealed: list[SealedEntry] = []
    for sequence, (kind, payload) in enumerate(payloads, start=1):
        previous = sealed[-1].hash if sealed else genesis(made.school, made.pk.bytes)
        place = Place(made.school, made.pk.bytes, uuid.uuid4().bytes, sequence, previous, pinned_version(made.organisation_id))
        sealed.append(seal_entry(place, kind=kind, payload=payload, author=vault.private, recipients=recipients))
    save_entries(sealed, AuthorKind.REFERRER, now)


def elsewhere(case_file: CaseFile, receipt: Receipt) -> list[tuple[Organisation, Receipt]]:
    """Where else the student's own story lies now, by a proven referral: the organisation, and the receipt that opens it
    there. It follows from the code that was just typed."""
    found = []
    for piece in case_file.of(EntryKind.REFERRAL):
        if not piece.is_proven or not piece.payload.get("report"):
            continue
        with sees(reports=[piece.payload["report"]]):
            made = Report.objects.filter(pk=piece.payload["report"]).select_related("organisation").first()
        there = receipt_at(receipt, made.organisation) if made else None
        if made and there and made.receipt_lookup == there.lookup_id.hex():
            found.append((made.organisation, there))
    return found
