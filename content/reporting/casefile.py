"""A report opened with somebody's keys: what it says, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gehoord.core.sealed.entries import OpenedEntry, Proof, SealedEntry, chain_is_whole, open_entry
from gehoord.core.sealed.handover import is_exchanged
from gehoord.core.sealed.keys import CannotOpenError, PrivateKeys, PublicKeys
from gehoord.organisations.models import Organisation

from .consents import Consent, consents_in
from .enums import KINDS_OF_AUTHOR, AuthorKind, ContactWay, DayPart, EntryKind
from .key_lists import known_authors
from .models import Entry, Report, ToldByColleague, Wrap
from .pieces import Piece

CONVERSATION = (
    EntryKind.MESSAGE,
    EntryKind.ADDITION,
    EntryKind.CHOICE,
    EntryKind.CONTACT_MADE,
    EntryKind.CONTACT_TRIED,
    EntryKind.NOTE,
    EntryKind.READERS,
    EntryKind.REFERRAL,
    EntryKind.CLOSING,
    EntryKind.AFTERCARE,
    EntryKind.REOPENING,
    EntryKind.ABUSE,
    EntryKind.NO_ABUSE,
    EntryKind.WITHDRAWAL,
    EntryKind.TAKEN_BACK,
    EntryKind.EXCLUSION,
    EntryKind.EXCLUSION_LIFTED,
    EntryKind.FEEDBACK,
)


@dataclass(frozen=True)
class ContactPlan:
    """How the student wants to be reached: shown above everything an adviser can do."""

    way: str
    phone: str
    email: str
    name: str
    day_parts: tuple[str, ...]
    voicemail: bool
    never_tell: str = ""
    """Who may never be told, in the student's own words."""

    @property
    def wants_answer(self) -> bool:
        return self.way != ContactWay.NONE

    @property
    def wants_call(self) -> bool:
        return self.way == ContactWay.CALL

    @property
    def day_part_labels(self) -> list[str]:
        return [str(DayPart(part).label).lower() for part in self.day_parts if part in DayPart.values]


@dataclass(frozen=True)
class CaseFile:
    """Everything of one report that these keys open."""

    report: Report
    pieces: tuple[Piece, ...]
    is_whole: bool
    """False when an entry is missing, changed, or in another order: then nothing in it is proven."""
    is_complete: bool = True
    """False when something the student wrote does not open for these keys, as it should for every reader."""

    @property
    def is_proven(self) -> bool:
        return self.is_whole and self.is_complete and all(piece.is_proven for piece in self.pieces)

    def first(self, kind: EntryKind) -> Piece | None:
        return next((piece for piece in self.pieces if piece.kind == kind), None)

    def last(self, kind: EntryKind) -> Piece | None:
        return next((piece for piece in reversed(self.pieces) if piece.kind == kind), None)

    def of(self, *kinds: EntryKind) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind in kinds]

    @property
    def story(self) -> str:
        piece = self.first(EntryKind.STORY)
        return str(piece.payload.get("text", "")) if piece else ""

    @property
    def contact(self) -> ContactPlan:
        piece = self.last(EntryKind.CONTACT)
        payload: Mapping[str, Any] = piece.payload if piece else {}
        return ContactPlan(
            way=str(payload.get("way", ContactWay.CODE)),
            phone=str(payload.get("phone", "")),
            email=str(payload.get("email", "")),
            name=str(payload.get("name", "")),
            day_parts=tuple(payload.get("day_parts", ())),
            voicemail=bool(payload.get("voicemail", False)),
            never_tell=str(payload.get("never_tell", "")),
        )

    @property
    def wishes(self) -> Mapping[str, Any]:
        piece = self.first(EntryKind.WISHES)
        return piece.payload if piece else {}

    @property
    def contacts_made(self) -> list[Piece]:
        return self.of(EntryKind.CONTACT_MADE)

    @property
    def words(self) -> list[str]:
        """Every text in the file, for the search in memory."""
        return [value for piece in self.pieces for value in piece.payload.values() if isinstance(value, str)]

    @property
    def conversation(self) -> list[Piece]:
        """What was said and written by both sides after the first story, in order."""
        return self.of(*CONVERSATION)

    @property
    def consents(self) -> list[Consent]:
        """What was proposed, each with what the student said to it."""
        return consents_in(self.pieces)

    @property
    def choice(self) -> Piece | None:
        """The conversation partner the student chose last, proven."""
        return next((piece for piece in reversed(self.pieces) if piece.says(EntryKind.CHOICE)), None)

    @property
    def closing(self) -> Piece | None:
        return self.last(EntryKind.CLOSING)

    @property
    def excluded(self) -> frozenset[int]:
        """Whom the student excluded. One that is not proven still excludes; only a proven word lifts it."""
        found: set[int] = set()
        for piece in self.pieces:
            if piece.kind == EntryKind.WISHES:
                found |= {int(user) for user in piece.payload.get("excluded", ())}
            elif piece.kind == EntryKind.EXCLUSION:
                found.add(int(piece.payload.get("user", 0)))
            elif piece.says(EntryKind.EXCLUSION_LIFTED):
                found.discard(int(piece.payload.get("user", 0)))
        return frozenset(found)

    @property
    def recorded(self) -> dict[bytes, int]:
        """The sealed record of readers as it stands: fingerprint of the key -> user, the excluded too."""
        found: dict[bytes, int] = {}
        for piece in self.pieces:
            if piece.kind == EntryKind.WISHES:
                found |= {bytes.fromhex(mark): int(user) for user, mark in piece.payload.get("readers", ())}
            elif piece.says(EntryKind.READERS):
                for _user, mark in piece.payload.get("removed", ()):
                    found.pop(bytes.fromhex(mark), None)
                found |= {bytes.fromhex(mark): int(user) for user, mark in piece.payload.get("added", ())}
        return found

    @property
    def readers(self) -> dict[bytes, int]:
        """Who reads along, by the sealed record and never by a row in the database: fingerprint of the key -> user."""
        return {mark: user for mark, user in self.recorded.items() if user not in self.excluded}


def open_case_files(
    reports: Iterable[Report], *, private: PrivateKeys, advisers: Mapping[bytes, PublicKeys]
) -> dict[Any, CaseFile]:
    """Open many reports with one pair of keys, in two queries."""
    rows = {report.pk: report for report in reports}
    own = private.public.fingerprint.hex()
    wraps: dict[Any, Wrap] = {
        wrap.entry_id: wrap for wrap in Wrap.objects.filter(recipient=own, entry__report__in=rows).only(
            "entry_id", "recipient", "key_list_version", "sealed_key"
        )
    }  # fmt: skip
    entries: dict[Any, list[Entry]] = {}
    for entry in Entry.objects.filter(report__in=rows).order_by("report", "sequence"):
        entries.setdefault(entry.report_id, []).append(entry)
    known = {AuthorKind.ADVISER: advisers, AuthorKind.REFERRER: _referrers(rows.values(), entries)}
    told = _told_by_colleagues(entries)
    return {pk: _open(report, entries.get(pk, []), wraps, private, known, told=told.get(pk)) for pk, report in rows.items()}


def _told_by_colleagues(entries: Mapping[Any, list[Entry]]) -> dict[Any, ToldByColleague]:
    """The keys under which colleagues wrote; one more query, and only where there is such a report."""
    ids = [pk for pk, rows in entries.items() if any(row.author_kind == AuthorKind.COLLEAGUE for row in rows)]
    return {row.report_id: row for row in ToldByColleague.objects.filter(report__in=ids)} if ids else {}


def _referrers(reports: Iterable[Report], entries: Mapping[Any, list[Entry]]) -> dict[bytes, PublicKeys]:
    """Keys of advisers elsewhere in the region, looked up only when some report came from there by vault."""
    if not any(entry.author_kind == AuthorKind.REFERRER for rows in entries.values() for entry in rows):
        return {}
    regions = {report.organisation.region_id for report in reports}
    own = {report.organisation_id for report in reports}
    found: dict[bytes, PublicKeys] = {}
    for pk in Organisation.objects.filter(region__in=regions).exclude(pk__in=own).values_list("pk", flat=True):
        found |= known_authors(pk)
    return found


def open_case_file(report: Report, *, private: PrivateKeys, advisers: Mapping[bytes, PublicKeys]) -> CaseFile:
    """Open one report. With keys that have no wrap in it, the file is empty."""
    return open_case_files([report], private=private, advisers=advisers)[report.pk]


def _open(
    report: Report,
    entries: list[Entry],
    wraps: Mapping[Any, Wrap],
    private: PrivateKeys,
    known: Mapping[AuthorKind, Mapping[bytes, PublicKeys]],
    *,
    told: ToldByColleague | None,
) -> CaseFile:
    student = report.receipt_public
    speakers = {
        **known,
        AuthorKind.STUDENT: {student.fingerprint: student},
        AuthorKind.COLLEAGUE: {told.public.fingerprint: told.public} if told is not None else {},
    }
    sealed = [entry.sealed(report.school, [wraps[entry.pk]] if entry.pk in wraps else []) for entry in entries]
    whole = bool(sealed) and chain_is_whole(sealed, school=report.school, report=report.pk.bytes)
    pieces: list[Piece] = []
    complete = True
    is_students = told is None or private.public == student or _was_exchanged(report, told)
    for entry, envelope in zip(entries, sealed, strict=True):
        kind = AuthorKind(entry.author_kind)
        opened = _open_one(envelope, private, speakers[kind])
        if opened is None:
            complete = complete and kind != AuthorKind.STUDENT
            continue
        if not pieces:
            is_students = is_students and _begins_rightly(entry, opened, report, told)
        # Who is not among the speakers of the column's kind is unproven already; the kind must be theirs to say as well.
        if not whole or opened.kind not in KINDS_OF_AUTHOR[kind] or (kind == AuthorKind.STUDENT and not is_students):
            opened = replace(opened, proof=Proof.UNREADABLE if opened.proof is Proof.UNREADABLE else Proof.UNPROVEN)
        pieces.append(Piece(entry.sequence, entry.written_at, entry.author_kind, opened))
    return CaseFile(report, tuple(pieces), whole, complete)


def _open_one(envelope: SealedEntry, private: PrivateKeys, authors: Mapping[bytes, PublicKeys]) -> OpenedEntry | None:
    try:
        return open_entry(envelope, private=private, authors=authors)
    except CannotOpenError:
        return None


def _was_exchanged(report: Report, told: ToldByColleague) -> bool:
    """Whether the hand-over code passed the report to the receipt that stands in its row now."""
    signature = bytes(told.exchange_signature)
    return is_exchanged(told.public, signature, report=report.pk.bytes, receipt=report.receipt_public)


def _begins_rightly(entry: Entry, opened: OpenedEntry, report: Report, told: ToldByColleague | None) -> bool:
    """Whether the first entry was written under the receipt that stands in the report's row (or under the colleague's code
    that was exchanged for it). Otherwise somebody put another receipt in that row, and nothing under it is a student's yes."""
    if entry.sequence == 1 and entry.author_kind == AuthorKind.REFERRER:
        return opened.payload.get("receipt") == report.receipt_public.fingerprint.hex()
    if entry.sequence != 1 or entry.author_kind not in {AuthorKind.STUDENT, AuthorKind.COLLEAGUE}:
        return True
    author = told.public if told is not None else report.receipt_public
    return opened.author == author.fingerprint
