"""What a student sees behind the code: how it stands, who looked and when, what was said, and what can be done now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model

from gehoord.core.sealed.receipts import Receipt
from gehoord.organisations.models import Contact, Organisation

from .casefile import CaseFile
from .consents import Consent
from .deadlines import Clock, Deadlines
from .enums import AuthorKind, EntryKind, EventKind, PartnerKind, ReaderReason, ReportState
from .gate import IntakeAdviser, bureau_for, form_is_open, intake_advisers
from .hold_models import LegalHold
from .holds import hold_on
from .key_lists import emergency_keys
from .models import Report
from .pieces import Piece
from .promises import Facts, Heading, Sentence, Step, heading_for, sentences_for, steps_for, trail_of_contact
from .readership import opened_with
from .student_steps import is_friend

SHOWN_EVENTS = (
    EventKind.OPENED, EventKind.FIRST_CONTACT, EventKind.READERS, EventKind.EMERGENCY, EventKind.CLOSED, EventKind.REOPENED,
    EventKind.ENDED, EventKind.WITHDRAWN,
)  # fmt: skip
SPOKEN_KINDS = frozenset(
    {EntryKind.MESSAGE, EntryKind.ADDITION, EntryKind.CONTACT_MADE, EntryKind.CLOSING, EntryKind.AFTERCARE, EntryKind.REOPENING}
)


@dataclass(frozen=True)
class Moment:
    """Something in the report's trail: what, by whom, when."""

    kind: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Bubble:
    """Something that was said, by the student or by an adviser."""

    name: str
    text: str
    at: datetime
    is_own: bool
    is_proven: bool
    kind: str


@dataclass(frozen=True)
class Partner:
    """An adviser whom the student can choose, with what the card says."""

    user_id: int
    name: str
    about: str
    is_chosen: bool
    is_excluded: bool
    reads_along: bool


@dataclass(frozen=True)
class Status:
    """The page behind the code, as values."""

    report: Report
    case_file: CaseFile
    clock: Clock
    facts: Facts
    moments: tuple[Moment, ...]
    bubbles: tuple[Bubble, ...]
    partners: tuple[Partner, ...]
    reader_names: tuple[str, ...]
    has_emergency_key: bool
    contacted_by: str
    asks: tuple[Consent, ...]
    reasons: tuple[str, ...]
    bureau: Organisation | None
    bureau_takes_reports: bool
    choice: Piece | None = None
    feedback: Piece | None = None
    hold: LegalHold | None = None
    """That the law keeps this report for now: the student is told, and why."""
    names: dict[int, str] = field(default_factory=dict)

    @property
    def heading(self) -> Heading:
        return heading_for(self.facts)

    @property
    def contact_in_trail(self) -> str:
        return trail_of_contact(self.facts).value

    @property
    def sentences(self) -> list[Sentence]:
        return sentences_for(self.facts)

    @property
    def steps(self) -> list[Step]:
        return steps_for(self.facts)

    @property
    def letter_by(self) -> str:
        """Who wrote the message that is the last thing said."""
        return self.bubbles[-1].name if self.bubbles and not self.bubbles[-1].is_own else ""

    @property
    def bureau_phone(self) -> str:
        return self.bureau.phone if self.bureau else ""


def status_of(report: Report, *, receipt: Receipt, now: datetime) -> Status:
    """Open a report with its receipt. Looking leaves no trace: that a student came back is nobody's business."""
    case_file = opened_with(report, receipt.keys)
    clock = Deadlines(report.organisation).clock(report.received_at, now)
    events = list(report.events.filter(kind__in=SHOWN_EVENTS).order_by("at", "pk"))
    advisers = intake_advisers(report.organisation)
    people = {event.actor_id for event in events if event.actor_id} | set(case_file.recorded.values())
    names = names_of(report.organisation, people) | {adviser.user_id: adviser.name for adviser in advisers}
    bureau = bureau_for(report.organisation)
    by_mark = {mark.hex(): names.get(user, "") for mark, user in case_file.recorded.items()}
    facts = _facts_of(report, case_file, clock)
    return Status(
        report=report,
        case_file=case_file,
        clock=clock,
        facts=facts,
        moments=tuple(Moment(event.kind, names.get(event.actor_id or 0, ""), event.at) for event in events),
        bubbles=tuple(bubble for piece in case_file.pieces if (bubble := _bubble(piece, by_mark))),
        partners=_partners(report.organisation, advisers, case_file),
        has_emergency_key=bool(emergency_keys(report.organisation_id)),
        reader_names=tuple(dict.fromkeys(names.get(user, "") for user in case_file.readers.values() if names.get(user))),
        contacted_by=next(
            (names.get(event.actor_id or 0, "") for event in events if event.kind == EventKind.FIRST_CONTACT), ""
        ),
        asks=tuple(case_file.consents),
        reasons=tuple(_reason(piece, names) for piece in case_file.of(EntryKind.READERS) if piece.is_proven),
        bureau=bureau,
        bureau_takes_reports=bureau is not None and form_is_open(bureau),
        choice=case_file.choice,
        feedback=case_file.last(EntryKind.FEEDBACK),
        hold=hold_on(report),
        names=names,
    )


def _facts_of(report: Report, case_file: CaseFile, clock: Clock) -> Facts:
    contacts = case_file.contacts_made
    return Facts(
        state=ReportState(report.state),
        was_opened=report.first_opened_at is not None,
        contact=str(contacts[0].payload.get("how", "")) if contacts else "",
        wants_answer=case_file.contact.wants_answer,
        wants_call=case_file.contact.wants_call,
        is_late=clock.is_late,
        is_friend=is_friend(case_file),
        has_readers=bool(case_file.readers),
        has_letter=_ends_with_a_letter(case_file),
        has_open_ask=any(ask.is_open and ask.ask.is_proven for ask in case_file.consents),
    )


def _ends_with_a_letter(case_file: CaseFile) -> bool:
    said = [piece for piece in case_file.pieces if piece.kind in SPOKEN_KINDS and piece.is_readable]
    return bool(said) and said[-1].kind == EntryKind.MESSAGE and said[-1].author_kind != AuthorKind.STUDENT


def names_of(organisation: Organisation, user_ids: Collection[int]) -> dict[int, str]:
    """How students know these people: by the first name on the card, or else by their short name."""
    people = get_user_model().objects.filter(pk__in=user_ids)
    cards = Contact.objects.public().filter(organisation=organisation, user__in=user_ids)
    names = {person.pk: person.get_short_name() for person in people}
    return names | {card.user_id: card.first_name for card in cards if card.user_id}


def _bubble(piece: Piece, by_mark: dict[str, str]) -> Bubble | None:
    """What is shown as said. A closing shows what the student was told, and nothing that was noted for the school."""
    if piece.kind not in SPOKEN_KINDS or not piece.is_readable:
        return None
    text = str(piece.payload.get("told" if piece.kind == EntryKind.CLOSING else "text", "")).strip()
    if not text:
        return None
    own = piece.author_kind == AuthorKind.STUDENT
    name = "" if own else by_mark.get(piece.opened.author.hex(), "")
    return Bubble(name, text, piece.written_at, own, piece.is_proven, piece.kind)


def _partners(organisation: Organisation, advisers: list[IntakeAdviser], case_file: CaseFile) -> tuple[Partner, ...]:
    cards = {card.user_id: card for card in Contact.objects.public().filter(organisation=organisation, user__isnull=False)}
    choice = case_file.choice
    chosen = choice.payload.get("user") if choice and choice.payload.get("partner") == PartnerKind.ADVISER else None
    if choice is None:
        chosen = case_file.wishes.get("chosen")
    found = []
    for adviser in advisers:
        card = cards.get(adviser.user_id)
        facts = [card.position, card.languages, card.hours] if card else []
        about = ". ".join(fact for fact in facts if fact)
        excluded = adviser.user_id in case_file.excluded
        reads = adviser.user_id in case_file.readers.values()
        found.append(Partner(adviser.user_id, adviser.name, about, adviser.user_id == chosen, excluded, reads))
    return tuple(found)


def _reason(piece: Piece, names: dict[int, str]) -> str:
    """Who began or stopped reading and why, in one line."""
    why = str(piece.payload.get("why", ""))
    label = str(ReaderReason(why).label) if why in ReaderReason.values else ""
    added = [names.get(int(user), "?") for user, _mark in piece.payload.get("added", ())]
    removed = [names.get(int(user), "?") for user, _mark in piece.payload.get("removed", ())]
    signs = [f"+ {name}" for name in added] + [f"− {name}" for name in removed]
    return f"{', '.join(signs)} ({label})"
