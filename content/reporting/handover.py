"""Told to a colleague: with the student's yes a report with a hand-over code, without it a signal that only counts.

Audit and outbox rows of this door carry no actor: who wrote it down is nobody's business (SECURITY.md, told by a colleague).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from gehoord.core import outbox
from gehoord.core.sealed.entries import Place, SealedEntry, genesis, seal_entry
from gehoord.core.sealed.handover import HandOverCode, readers_are_proven
from gehoord.core.sealed.keys import PrivateKeys, PublicKeys
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.submission import derive_submission
from gehoord.organisations.models import Organisation

from .counting import count_received
from .doors import Door
from .entries import append_entry, save_entries
from .enums import AuthorKind, EntryKind, EventKind, ReaderReason
from .gate import form_is_open, intake_advisers
from .key_lists import emergency_keys, pinned_keys, pinned_version
from .models import AdviserKey, Report, ReportEvent, ToldByColleague, Tombstone, Wrap, school_id
from .readers import Candidate, Wish, decide_readers
from .services import CONSENT_VERSION, ErasedError, FormClosedError
from .tenancy import sees


class AlreadyExchangedError(Exception):
    """The hand-over code was used before, and is dead."""


@dataclass(frozen=True, repr=False)
class Noted:
    """What a colleague wrote down: stored, with the code for the student ("" for a signal)."""

    report: Report
    code: str
    is_new: bool


def note_for_student(
    *, organisation: Organisation, fields: Mapping[str, Any], excluded: frozenset[int], seed: bytes, now: datetime
) -> Noted:
    """A report that a student told to a colleague, with the student's yes. Sent twice it is stored once.

    Raises FormClosedError, NobodyLeftError, ErasedError.
    """
    contact = {key: fields.get(key, "") for key in ("way", "phone", "email", "name", "never_tell")}
    contact |= {"day_parts": sorted(fields.get("day_parts", ())), "voicemail": bool(fields.get("voicemail"))}
    with sees(tenants=[organisation.pk]):
        return _note(
            organisation=organisation, story={"text": fields["story"]}, contact=contact, door=Door.COLLEAGUE,
            excluded=excluded, seed=seed, now=now, has_code=True,
        )  # fmt: skip


def note_signal(
    *,
    organisation: Organisation,
    text: str,
    answers: Mapping[str, Any],
    call_me: Mapping[str, str] | None,
    seed: bytes,
    now: datetime,
) -> Noted:
    """A signal: closed questions only, so that it counts. ``call_me`` is the colleague, and only when they ticked it.

    Raises FormClosedError, ErasedError.
    """
    contact = {"way": "bel", **call_me} if call_me else {"way": "geen"}
    with sees(tenants=[organisation.pk]):
        return _note(
            organisation=organisation, story={"text": text, "signal": dict(answers)}, contact=contact, door=Door.SIGNAL,
            excluded=frozenset(), seed=seed, now=now, has_code=False,
        )  # fmt: skip


def _note(
    *, organisation: Organisation, story: Mapping[str, Any], contact: Mapping[str, Any], door: Door, excluded: frozenset[int],
    seed: bytes, now: datetime, has_code: bool,
) -> Noted:  # fmt: skip
    if not form_is_open(organisation):
        raise FormClosedError
    fields = {"story": str(story["text"]), "door": door.value, **{key: str(value) for key, value in contact.items()}}
    submission = derive_submission(seed=seed, school=school_id(organisation.pk), fields=fields)
    code = HandOverCode.of_typed_receipt(submission.receipt)
    shown = code.grouped_code if has_code else ""
    stored = Report.objects.filter(pk=submission.report_id).first()
    if stored is not None:
        return Noted(stored, shown, is_new=False)
    candidates = [adviser.candidate for adviser in intake_advisers(organisation)]
    readers = decide_readers(school=candidates, bureau=(), wish=Wish(excluded=excluded))
    nobody = Receipt.generate()  # its private half is forgotten here: until the exchange nothing is sealed to any student
    report = Report(
        pk=submission.report_id, organisation=organisation, received_at=now, receipt_lookup=nobody.lookup_id.hex(),
        receipt_x25519=nobody.keys.public.x25519, receipt_ed25519=nobody.keys.public.ed25519,
    )  # fmt: skip
    wishes = {
        "chosen": None, "bureau": False, "deputy": None, "excluded": sorted(excluded), "language": "nl", "door": door.value,
        "teller": "self", "asked": organisation.pk, "consent": CONSENT_VERSION,
        "readers": [[reader.user_id, reader.keys.fingerprint.hex()] for reader in readers],
    }  # fmt: skip
    payloads = [(EntryKind.STORY, story), (EntryKind.CONTACT, contact), (EntryKind.WISHES, wishes)]
    recipients = [*(reader.keys for reader in readers), *emergency_keys(organisation.pk)]
    entries = _seal(report, payloads, author=code.keys, recipients=recipients)
    marks = [reader.keys.fingerprint for reader in readers]
    told = ToldByColleague(
        report=report, lookup=code.lookup_id.hex() if has_code else None, x25519=code.keys.public.x25519,
        ed25519=code.keys.public.ed25519, readers_signature=code.sign_readers(report=report.pk.bytes, fingerprints=marks),
    )  # fmt: skip
    try:
        _store(report, entries, told, readers, now)
    except IntegrityError:
        stored = Report.objects.filter(pk=report.pk).first()
        if stored is None:
            raise
        return Noted(stored, shown, is_new=False)
    return Noted(report, shown, is_new=True)


@transaction.atomic
def _store(
    report: Report, entries: Sequence[SealedEntry], told: ToldByColleague, readers: Sequence[Candidate], now: datetime
) -> None:
    if Tombstone.objects.filter(pk=report.pk).exists():
        raise ErasedError
    report.save(force_insert=True)
    save_entries(entries, AuthorKind.COLLEAGUE, now)
    told.save(force_insert=True)
    ReportEvent.objects.create(report=report, kind=EventKind.RECEIVED, at=now)
    count_received(report, door=Door.COLLEAGUE if told.lookup else Door.SIGNAL)
    for reader in readers:
        outbox.enqueue(kind="reporting.new_report", account_id=reader.user_id, context={"report": str(report.pk)})


def _seal(
    report: Report,
    payloads: Sequence[tuple[EntryKind, Mapping[str, Any]]],
    *,
    author: PrivateKeys,
    recipients: Sequence[PublicKeys],
) -> list[SealedEntry]:
    sealed: list[SealedEntry] = []
    for sequence, (kind, payload) in enumerate(payloads, start=1):
        previous = sealed[-1].hash if sealed else genesis(report.school, report.pk.bytes)
        version = pinned_version(report.organisation_id)
        place = Place(report.school, report.pk.bytes, uuid.uuid4().bytes, sequence, previous, version)
        sealed.append(seal_entry(place, kind=kind, payload=payload, author=author, recipients=recipients))
    return sealed


def find_hand_over(typed: Receipt) -> ToldByColleague | None:
    """The report behind a typed hand-over code, used or not; None when these characters are no such code."""
    code = HandOverCode.of_typed_receipt(typed)
    with sees(codes=[code.lookup_id.hex()]):
        told = ToldByColleague.objects.filter(lookup=code.lookup_id.hex()).first()
    if told is not None:
        with sees(reports=[told.report_id]):
            told.report = Report.objects.select_related("organisation").get(pk=told.report_id)
    return told


@transaction.atomic
def exchange_code(*, typed: Receipt, seed: bytes, now: datetime) -> tuple[Report, Receipt]:
    """The student's own code for the hand-over code, which dies here. The same page sent twice shows the same code.

    Raises AlreadyExchangedError, and LookupError when there is no such report any more.
    """
    code = HandOverCode.of_typed_receipt(typed)
    with sees(codes=[code.lookup_id.hex()]):
        told = ToldByColleague.objects.select_for_update(of=("self",)).filter(lookup=code.lookup_id.hex()).first()
    if told is None:
        raise LookupError
    with sees(reports=[told.report_id]):
        return _exchange(told, code, seed, now)


def _exchange(told: ToldByColleague, code: HandOverCode, seed: bytes, now: datetime) -> tuple[Report, Receipt]:
    report = Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=told.report_id)
    receipt = code.receipt_for(seed)
    if told.exchanged_at is not None:
        if report.receipt_lookup == receipt.lookup_id.hex():
            return report, receipt
        raise AlreadyExchangedError
    public = receipt.keys.public
    report.receipt_lookup = receipt.lookup_id.hex()
    report.receipt_x25519, report.receipt_ed25519 = public.x25519, public.ed25519
    report.save(update_fields=["receipt_lookup", "receipt_x25519", "receipt_ed25519"])
    told.exchanged_at = now
    told.exchange_signature = code.sign_exchange(report=report.pk.bytes, receipt=public)
    told.save(update_fields=["exchanged_at", "exchange_signature"])
    _record_readers(report, told, receipt, now)
    return report, receipt


def _record_readers(report: Report, told: ToldByColleague, receipt: Receipt, now: datetime) -> None:
    """The student's own sealed record of who reads, from the list that the hand-over code signed: later words go to these."""
    present = set(Wrap.objects.filter(entry__report=report, entry__sequence=1).values_list("recipient", flat=True))
    pinned = [keys for keys in pinned_keys(report.organisation_id) if keys.fingerprint.hex() in present]
    marks = [keys.fingerprint for keys in pinned]
    signature = bytes(told.readers_signature)
    if not readers_are_proven(told.public, signature, report=report.pk.bytes, fingerprints=marks):
        marks = []  # somebody changed the rows: nobody is added here, and the first adviser who opens it is asked instead
    owners = AdviserKey.objects.filter(fingerprint__in=[mark.hex() for mark in marks]).values_list("fingerprint", "user_id")
    append_entry(
        report=report, kind=EntryKind.READERS,
        payload={"added": [[user, mark] for mark, user in owners], "removed": [], "why": ReaderReason.CONSENT.value},
        author=receipt.keys, author_kind=AuthorKind.STUDENT, now=now,
    )  # fmt: skip
