"""Writing to reports: submitting, opening, first contact. Each in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from gehoord.core import audit, outbox
from gehoord.core.prepared import insert_all
from gehoord.core.sealed.entries import Place, SealedEntry, genesis, seal_entry
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.submission import Submission, derive_submission
from gehoord.organisations.models import Organisation

from .casefile import CaseFile, open_case_file
from .counting import count_first_contact, count_received
from .deadlines import Deadlines
from .doors import Door, Teller
from .entries import ChangedMeanwhileError, WrongStateError, append_entry, change_state, lock_report, save_entries, version_of
from .enums import AuthorKind, EntryKind, EventKind, FirstContact, ReportState
from .gate import IntakeAdviser, bureau_for, form_is_open, intake_advisers
from .handing_back import give_student_their_part
from .key_lists import emergency_keys, known_authors, pinned_version
from .models import Report, ReportEvent, Tombstone, Wrap, school_id
from .readers import Candidate, NobodyLeftError, Wish, decide_readers
from .tenancy import sees
from .vault import OpenVault

CONSENT_VERSION = "2026-11"
OPENING_COUNTS_AGAIN_AFTER = timedelta(minutes=15)


class FormClosedError(Exception):
    """Nobody could read what is sent: the page shows other ways and keeps the text."""


class ErasedError(Exception):
    """This very report was erased before; it does not come back."""


class NothingWrittenError(Exception):
    """An empty message is no contact: the clock goes on."""


@dataclass(frozen=True)
class Told:
    """What a student filled in, cleaned."""

    story: str
    way: str = "code"
    phone: str = ""
    email: str = ""
    name: str = ""
    day_parts: tuple[str, ...] = ()
    voicemail: bool = False
    chosen: int | None = None
    bureau: bool = False
    excluded: frozenset[int] = frozenset()
    language: str = "nl"
    teller: str = "self"
    never_tell: str = ""

    @property
    def door(self) -> str:
        """By which door this came: to the bureau instead, told by a friend or witness, or online by oneself."""
        if self.bureau:
            return Door.BUREAU
        return Door.FRIEND if self.teller == Teller.FRIEND else Door.ONLINE

    def canonical(self) -> dict[str, str | Sequence[str]]:
        """The fields from which the report's id and code follow: all that the student can change."""
        return {
            "story": self.story, "way": self.way, "phone": self.phone, "email": self.email, "name": self.name,
            "day_parts": list(self.day_parts), "voicemail": "1" if self.voicemail else "",
            "chosen": "bureau" if self.bureau else str(self.chosen or ""),
            "excluded": [str(user_id) for user_id in self.excluded],
            "teller": "" if self.teller == Teller.SELF else self.teller, "never_tell": self.never_tell,
        }  # fmt: skip


@dataclass(frozen=True, repr=False)
class Submitted:
    """A stored report, its receipt, and by when there is an answer."""

    report: Report
    receipt: Receipt
    due_at: datetime
    readers: tuple[IntakeAdviser, ...]
    is_new: bool


def named_deputy(advisers: Sequence[IntakeAdviser], told: Told) -> int | None:
    """Who the student sees named as the one who steps in for the chosen one: the next adviser who is not excluded."""
    if told.chosen is None:
        return None
    others = [adviser.user_id for adviser in advisers if adviser.user_id not in told.excluded | {told.chosen}]
    return others[0] if others else None


def wish_of(advisers: Sequence[IntakeAdviser], told: Told) -> Wish:
    deputy = named_deputy(advisers, told)
    return Wish(bureau=told.bureau, excluded=told.excluded, chosen=told.chosen, named_deputy=deputy)


def submit_report(
    *,
    organisation: Organisation,
    told: Told,
    seed: bytes,
    now: datetime,
    in_bin: bool = False,
    is_test: bool = False,
    check: str = "",
) -> Submitted:
    """Store a report: report, sealed entries, event and outbox rows in one transaction, once however often it is sent.

    ``check`` (a Check) is why it lies in the bin, sealed for the readers. Raises FormClosedError, NobodyLeftError, ErasedError.
    Needs no actor: the student is the author, by the receipt's key.
    """
    submission = derive_submission(seed=seed, school=school_id(organisation.pk), fields=told.canonical())
    bureau = bureau_for(organisation) if told.bureau else None
    with sees(tenants=[(bureau or organisation).pk], reports=[submission.report_id]):
        return _submit(organisation, told, submission, now=now, in_bin=in_bin, is_test=is_test, check=check)


def _submit(
    organisation: Organisation,
    told: Told,
    submission: Submission,
    *,
    now: datetime,
    in_bin: bool,
    is_test: bool,
    check: str,
) -> Submitted:
    try:
        tenant, readers, wish = _tenant_and_readers(organisation, told)
    except (FormClosedError, NobodyLeftError):
        stored = _stored(submission.report_id)  # what came in before may be shown again, whoever may read today
        if stored is None:
            raise
        return _submitted(stored, submission.receipt)
    report = Report(
        pk=submission.report_id,
        organisation=tenant,
        received_at=now,
        in_bin=in_bin,
        is_test=is_test,
        receipt_lookup=submission.receipt.lookup_id.hex(),
        receipt_x25519=submission.receipt.keys.public.x25519,
        receipt_ed25519=submission.receipt.keys.public.ed25519,
    )
    entries = _first_entries(
        report, told, wish=wish, asked=organisation, receipt=submission.receipt, readers=readers, check=check
    )
    try:
        with transaction.atomic():
            if Tombstone.objects.filter(pk=report.pk).exists():
                raise ErasedError
            insert_all([report])
            save_entries(entries, AuthorKind.STUDENT, now)
            insert_all([ReportEvent(report=report, kind=EventKind.RECEIVED, at=now)])
            count_received(report, door=told.door)
            outbox.enqueue_for_all(
                kind="reporting.new_report",
                account_ids=[reader.user_id for reader in readers],
                context={"report": str(report.pk)},
            )
    except IntegrityError:  # the very same submission is here already
        stored = _stored(report.pk)
        if stored is None:
            raise
        return _submitted(stored, submission.receipt)
    named = tuple(adviser for adviser in intake_advisers(tenant) if adviser.user_id in {reader.user_id for reader in readers})
    return Submitted(report, submission.receipt, Deadlines(tenant).due(now), named, is_new=True)


def submitted_before(*, organisation: Organisation, told: Told, seed: bytes) -> Submitted | None:
    """What this very page made when it was sent before; None when it made nothing, or what it made is erased."""
    submission = derive_submission(seed=seed, school=school_id(organisation.pk), fields=told.canonical())
    with sees(reports=[submission.report_id]):
        stored = _stored(submission.report_id)
        return _submitted(stored, submission.receipt) if stored else None


def _stored(report_id: uuid.UUID) -> Report | None:
    return Report.objects.filter(pk=report_id).select_related("organisation").first()


def _tenant_and_readers(organisation: Organisation, told: Told) -> tuple[Organisation, tuple[Candidate, ...], Wish]:
    bureau = bureau_for(organisation) if told.bureau else None
    tenant = bureau or organisation
    if not form_is_open(tenant):
        raise FormClosedError
    advisers = intake_advisers(tenant)
    candidates = [adviser.candidate for adviser in advisers]
    wish = wish_of(advisers, told)
    if bureau is None:
        return tenant, decide_readers(school=candidates, bureau=(), wish=replace(wish, bureau=False)), wish
    return tenant, decide_readers(school=(), bureau=candidates, wish=wish), wish


def _submitted(report: Report, receipt: Receipt) -> Submitted:
    """A report that was here before: its readers are those whom it was sealed to and who are still here."""
    present = set(Wrap.objects.filter(entry__report=report, entry__sequence=1).values_list("recipient", flat=True))
    advisers = intake_advisers(report.organisation)
    readers = tuple(adviser for adviser in advisers if adviser.candidate.keys.fingerprint.hex() in present)
    due_at = Deadlines(report.organisation).due(report.received_at)
    return Submitted(report, receipt, due_at, readers, is_new=False)


def _first_entries(
    report: Report, told: Told, *, wish: Wish, asked: Organisation, receipt: Receipt, readers: Iterable[Candidate], check: str
) -> list[SealedEntry]:
    readers = list(readers)
    emergency = emergency_keys(report.organisation_id)
    recipients = [receipt.keys.public, *(reader.keys for reader in readers), *emergency]
    payloads: list[tuple[EntryKind, Mapping[str, Any]]] = [
        (EntryKind.STORY, {"text": told.story}),
        (
            EntryKind.CONTACT,
            {
                "way": told.way, "phone": told.phone, "email": told.email, "name": told.name,
                "day_parts": list(told.day_parts), "voicemail": told.voicemail, "never_tell": told.never_tell,
            },
        ),
        (
            EntryKind.WISHES,
            {
                "chosen": wish.chosen, "bureau": told.bureau, "deputy": wish.named_deputy,
                "excluded": sorted(wish.excluded), "language": told.language, "door": told.door, "teller": told.teller,
                "asked": asked.pk, "consent": CONSENT_VERSION,
                "readers": [[reader.user_id, reader.keys.fingerprint.hex()] for reader in readers],
            } | ({"check": check} if check else {}),
        ),
    ]  # fmt: skip
    sealed: list[SealedEntry] = []
    for sequence, (kind, payload) in enumerate(payloads, start=1):
        previous = sealed[-1].hash if sealed else genesis(report.school, report.pk.bytes)
        place = Place(
            report.school, report.pk.bytes, uuid.uuid4().bytes, sequence, previous, pinned_version(report.organisation_id)
        )
        sealed.append(seal_entry(place, kind=kind, payload=payload, author=receipt.keys, recipients=recipients))
    return sealed


@transaction.atomic
def open_report(*, report_id: uuid.UUID, vault: OpenVault, now: datetime) -> CaseFile:
    """Open a report at the desk. The first opening is its own time; each opening stands in the trail, which the
    student sees. Raises NotVisibleError."""
    report = lock_report(report_id, vault)
    case_file = open_case_file(report, private=vault.private, advisers=known_authors(report.organisation_id))
    user = vault.key.user
    recently = now - OPENING_COUNTS_AGAIN_AFTER
    if not ReportEvent.objects.filter(report=report, kind=EventKind.OPENED, actor=user, at__gt=recently).exists():
        ReportEvent.objects.create(report=report, kind=EventKind.OPENED, at=now, actor=user)
        audit.record(by=user, action="reporting.report_opened", target=report, organisation_id=report.organisation_id)
    if report.state == ReportState.RECEIVED:
        change_state(report, ReportState.READ)
        report.first_opened_at = report.first_opened_at or now
        report.save(update_fields=["state", "first_opened_at"])
    give_student_their_part(report, vault.private)
    return case_file


@transaction.atomic
def record_first_contact(
    *,
    report_id: uuid.UUID,
    vault: OpenVault,
    how: FirstContact,
    text: str,
    now: datetime,
    seen: int | None = None,
    by: str = "",
) -> Report:
    """The adviser spoke with the student, wrote what the student can read, or read that no answer is wanted: the clock stops.

    Raises NotVisibleError, NothingWrittenError, ChangedMeanwhileError, WrongStateError (it was recorded already, or somebody wants an answer after all).
    """
    report = lock_report(report_id, vault)
    if seen is not None and seen != version_of(report):
        raise ChangedMeanwhileError
    if report.state not in {ReportState.READ, ReportState.RECEIVED}:
        raise WrongStateError
    if how == FirstContact.WRITTEN and not text.strip():
        raise NothingWrittenError
    if how == FirstContact.NOT_WANTED:
        case_file = open_case_file(report, private=vault.private, advisers=known_authors(report.organisation_id))
        if case_file.contact.wants_answer:
            raise WrongStateError
    payload = {"how": how.value, "text": text} | ({"by": by} if by else {})
    append_entry(
        report=report,
        kind=EntryKind.CONTACT_MADE,
        payload=payload,
        author=vault.private,
        author_kind=AuthorKind.ADVISER,
        now=now,
    )
    report.first_opened_at = report.first_opened_at or now
    if report.state == ReportState.RECEIVED:
        change_state(report, ReportState.READ)
    change_state(report, ReportState.IN_CONTACT)
    report.first_contact_at, report.in_bin = now, False  # who has contact knows that it is real
    report.save(update_fields=["state", "first_opened_at", "first_contact_at", "in_bin"])
    ReportEvent.objects.create(report=report, kind=EventKind.FIRST_CONTACT, at=now, actor=vault.key.user)
    count_first_contact(report)
    audit.record(by=vault.key.user, action="reporting.first_contact", target=report, organisation_id=report.organisation_id)
    return report


def find_by_receipt(receipt: Receipt) -> Report | None:
    """The report behind a code; None when the code is well written but not ours, or the report was erased."""
    lookup = receipt.lookup_id.hex()
    with sees(codes=[lookup]):
        return Report.objects.filter(receipt_lookup=lookup).select_related("organisation").first()


@transaction.atomic
def erase_report(*, report: Report, now: datetime) -> None:
    """Destroy a report with all that hangs on it. Its id stays blocked, and the audit trail loses its name."""
    Tombstone.objects.get_or_create(pk=report.pk, defaults={"erased_at": now})
    audit.unlink(report)
    report.delete()
