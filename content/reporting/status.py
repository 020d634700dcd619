"""What a student sees behind the code: how far it is, who looked, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gehoord.core.sealed.receipts import Receipt
from gehoord.organisations.models import Contact

from .casefile import CaseFile, Piece, open_case_file
from .deadlines import Clock, Deadlines
from .enums import EventKind, FirstContact, ReportState
from .gate import bureau_for, intake_advisers
from .key_lists import known_authors
from .models import Report, Wrap


@dataclass(frozen=True)
class Look:
    """Somebody opened the report."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Status:
    """The page behind the code, as values."""

    report: Report
    case_file: CaseFile
    clock: Clock
    looks: tuple[Look, ...]
    reader_names: tuple[str, ...]
    contacted_by: str
    contact: Piece | None
    bureau_phone: str

    @property
    def is_waiting(self) -> bool:
        return self.report.first_contact_at is None

    @property
    def was_read(self) -> bool:
        return self.report.state != ReportState.RECEIVED

    @property
    def was_spoken(self) -> bool:
        return self.contact is None or self.contact.payload.get("how") != FirstContact.NOT_WANTED

    @property
    def contact_text(self) -> str:
        return str(self.contact.payload.get("text", "")) if self.contact and self.contact.is_proven else ""


def status_of(report: Report, *, receipt: Receipt, now: datetime) -> Status:
    """Open a report with its receipt. Looking leaves no trace: that a student came back is nobody's business."""
    case_file = open_case_file(report, private=receipt.keys, advisers=known_authors(report.organisation_id))
    names = _names(report)
    events = list(report.events.filter(kind__in=[EventKind.OPENED, EventKind.FIRST_CONTACT]))
    looks = [Look(names.get(event.actor_id, ""), event.at) for event in events if event.kind == EventKind.OPENED]
    contacted = [names.get(event.actor_id, "") for event in events if event.kind == EventKind.FIRST_CONTACT]
    made = case_file.contacts_made
    present = set(Wrap.objects.filter(entry__report=report, entry__sequence=1).values_list("recipient", flat=True))
    readers = [
        adviser.name for adviser in intake_advisers(report.organisation) if adviser.candidate.keys.fingerprint.hex() in present
    ]
    bureau = bureau_for(report.organisation)
    return Status(
        report=report,
        case_file=case_file,
        clock=Deadlines(report.organisation).clock(report.received_at, now),
        looks=tuple(looks),
        reader_names=tuple(readers),
        contacted_by=contacted[0] if contacted else "",
        contact=made[0] if made else None,
        bureau_phone=bureau.phone if bureau else "",
    )


def _names(report: Report) -> dict[int | None, str]:
    """How students know the people in this report's trail."""
    people = {event.actor_id: event.actor for event in report.events.select_related("actor") if event.actor}
    cards = Contact.objects.public().filter(organisation=report.organisation, user__in=people)
    names = {user_id: person.get_short_name() for user_id, person in people.items()}
    return names | {card.user_id: card.first_name for card in cards}
