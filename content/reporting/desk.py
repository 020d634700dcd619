"""What the desk shows: the inbox with its clocks, and one case, as values for the pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.text import Truncator, get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoord.core.models import OutboxMessage

from .casefile import CaseFile, ContactPlan, open_case_files
from .deadlines import Clock, Deadlines
from .doors import Door
from .enums import DONE_STATES, WAITING_STATES, Asks, AuthorKind, Check, EntryKind, ReportState
from .key_lists import known_authors
from .models import Report
from .vault import OpenVault

EXCERPT = 90
SAID = frozenset(
    {
        EntryKind.MESSAGE, EntryKind.ADDITION, EntryKind.CHOICE, EntryKind.CONSENT_GIVEN, EntryKind.CONSENT_REFUSED,
        EntryKind.CONTACT_MADE, EntryKind.CONTACT_TRIED, EntryKind.CONSENT_ASKED, EntryKind.REFERRAL, EntryKind.NOTE,
        EntryKind.CLOSING, EntryKind.AFTERCARE, EntryKind.REOPENING,
    }
)  # fmt: skip
"""What the student says or answers, and what an adviser does with it: whoever did the last of these waits for the other."""
NEWS_STATES = frozenset({ReportState.IN_CONTACT, ReportState.CLOSED, ReportState.ENDED})


@dataclass(frozen=True)
class InboxItem:
    """One line of the inbox."""

    report: Report
    case_file: CaseFile
    clock: Clock

    @property
    def title(self) -> str:
        return title_of(self.case_file)

    @property
    def excerpt(self) -> str:
        """How the story begins: what tells one card from another. Only on pages of an unlocked vault."""
        return Truncator(" ".join(self.case_file.story.split())).chars(EXCERPT)

    @property
    def door_label(self) -> str:
        """How it reached us, where that is worth a word."""
        door = str(self.case_file.wishes.get("door", ""))
        return str(Door(door).label) if door in Door.values and door != Door.ONLINE else ""

    @property
    def check_label(self) -> str:
        """Why it lies under "first check", as the form sealed it; empty once somebody said that it is real."""
        check = str(self.case_file.wishes.get("check", ""))
        return str(Check(check).label) if self.report.in_bin and check in Check.values else ""

    @property
    def has_news(self) -> bool:
        """The student spoke last, after first contact: that asks for an answer, also when the case was closed."""
        if self.report.state not in NEWS_STATES:
            return False
        said = [piece for piece in self.case_file.pieces if piece.kind in SAID]
        return bool(said) and said[-1].author_kind == AuthorKind.STUDENT

    @property
    def waits_for_yes(self) -> bool:
        return any(consent.is_open for consent in self.case_file.consents)

    @property
    def plan(self) -> ContactPlan:
        return self.case_file.contact

    @property
    def clock_state(self) -> str:
        return "late" if self.clock.is_late else "soon" if self.clock.is_soon else ""

    @property
    def clock_label(self) -> str:
        sign = "−" if self.clock.is_late else ""
        if self.clock.hours >= 10 or (self.clock.hours and not self.clock.rest_minutes):
            return f"{sign}{self.clock.hours}"
        return (
            f"{sign}{self.clock.hours}:{self.clock.rest_minutes:02d}"
            if self.clock.hours
            else f"{sign}{self.clock.rest_minutes}"
        )

    @property
    def clock_unit(self) -> str:
        return _("uur") if self.clock.hours else _("min")

    @property
    def clock_hours(self) -> float:
        return max(self.clock.left.total_seconds() / 3600, 0)

    @property
    def clock_words(self) -> str:
        """The clock in words, because a drawing and a colour alone tell nothing."""
        if self.clock.hours:
            span = ngettext("%(count)d uur", "%(count)d uur", self.clock.hours) % {"count": self.clock.hours}
        else:
            span = ngettext("%(count)d minuut", "%(count)d minuten", self.clock.minutes) % {"count": self.clock.minutes}
        return (_("%(span)s te laat") if self.clock.is_late else _("nog %(span)s")) % {"span": span}


@dataclass(frozen=True)
class Inbox:
    """Reports of the unlocked keys, longest waiting first. Each stands in one list."""

    waiting: tuple[InboxItem, ...]
    to_check: tuple[InboxItem, ...]
    news: tuple[InboxItem, ...]
    """The student wrote or answered since the last thing an adviser did."""
    aftercare: tuple[InboxItem, ...]
    """Closed, and today or earlier was the day to ask how it goes."""
    running: tuple[InboxItem, ...]
    done: tuple[InboxItem, ...]
    """Closed, withdrawn, or marked as abuse: kept until its term."""

    @property
    def heading(self) -> str:
        """The news of the page, in words."""
        count = len(self.waiting) + len(self.to_check) + len(self.news)
        if not count:
            return _("Niemand wacht op jou")
        return ngettext("Eén iemand wacht op jou", "%(count)d mensen wachten op jou", count) % {"count": count}


def title_of(case_file: CaseFile) -> str:
    """How a report is called at the desk: by how the student wants to be reached."""
    plan = case_file.contact
    if not case_file.pieces:
        return _("Deze melding gaat niet open")
    if not plan.wants_answer:
        return _("Hoeft geen antwoord")
    if not plan.wants_call:
        return _("Zonder naam, met code")
    ways = ([_("bellen of appen")] if plan.phone else []) + ([_("mailen")] if plan.email else [])
    return _("%(name)s: %(ways)s") % {"name": plan.name or _("Zonder naam"), "ways": get_text_list(ways, _("of"))}


def open_everything(vaults: Sequence[OpenVault], now: datetime) -> list[InboxItem]:
    """Open what the unlocked keys open, in a number of queries that does not grow with the number of reports."""
    items: list[InboxItem] = []
    for vault in vaults:
        organisation = vault.key.organisation
        reports = list(
            Report.objects.visible_to(vault.key.user).filter(organisation=organisation).select_related("organisation")
        )
        deadlines = Deadlines(organisation)
        opened = open_case_files(reports, private=vault.private, advisers=known_authors(organisation.pk))
        items += [InboxItem(report, opened[report.pk], deadlines.clock(report.received_at, now)) for report in reports]
    items.sort(key=lambda item: item.clock.due_at)
    return items


def inbox(vaults: Sequence[OpenVault], now: datetime) -> Inbox:
    """What is to do, longest waiting first."""
    items = open_everything(vaults, now)
    waiting = [item for item in items if item.report.state in WAITING_STATES]
    today = localtime(now).date()
    news = [item for item in items if item.has_news]
    others = [item for item in items if not item.has_news]
    aftercare = [item for item in others if _asks_aftercare(item.report, today)]
    running = [item for item in others if item.report.state == ReportState.IN_CONTACT]
    done = [item for item in others if item.report.state in DONE_STATES and item not in aftercare]
    return Inbox(
        waiting=tuple(item for item in waiting if not item.report.in_bin),
        to_check=tuple(item for item in waiting if item.report.in_bin),
        news=tuple(news),
        aftercare=tuple(aftercare),
        running=tuple(running),
        done=tuple(reversed(done)),
    )


def _asks_aftercare(report: Report, today: date) -> bool:
    return report.state == ReportState.CLOSED and report.aftercare_on is not None and report.aftercare_on <= today


_ASKS: dict[str, Callable[[InboxItem, date], bool]] = {
    Asks.LATE: lambda item, today: item.report.state in WAITING_STATES and item.clock.is_late,
    Asks.NEWS: lambda item, today: item.has_news,
    Asks.YES: lambda item, today: item.waits_for_yes,
    Asks.AFTERCARE: lambda item, today: _asks_aftercare(item.report, today),
    Asks.BIN: lambda item, today: item.report.in_bin,
    Asks.HOLD: lambda item, today: item.report.on_hold,
    Asks.TEST: lambda item, today: item.report.is_test,
}


@dataclass(frozen=True)
class Sieve:
    """What somebody looks for: words, and what must hold. Nothing of it is indexed or kept."""

    words: str = ""
    state: str = ""
    door: str = ""
    asks: str = ""
    since: date | None = None
    until: date | None = None


def search(items: Sequence[InboxItem], sieve: Sieve, *, now: datetime) -> list[InboxItem]:
    """Search in memory, in what is open now: every word must occur, case and accents aside."""
    wanted, today = _folded(sieve.words).split(), localtime(now).date()
    found = []
    for item in items:
        came = localtime(item.report.received_at).date()
        if (
            (sieve.state and item.report.state != sieve.state)
            or (sieve.door and item.case_file.wishes.get("door") != sieve.door)
            or (sieve.asks and not _ASKS[sieve.asks](item, today))
            or (sieve.since and came < sieve.since)
            or (sieve.until and came > sieve.until)
        ):
            continue
        text = _folded(" ".join([item.title, *item.case_file.words]))
        if all(word in text for word in wanted):
            found.append(item)
    return found


def _folded(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in split if not unicodedata.combining(mark))


_SAME_MOMENT = timedelta(seconds=30)


@dataclass(frozen=True)
class Measured:
    """How long a step of a test report took, counted from the moment it came in."""

    label: str
    minutes: int


def measured_way(report: Report) -> list[Measured]:
    """The way of a test report: from form to mail to desk to first contact.

    A mail that went out forgets what it was about; it is found by its moment, within the seven days that its row is kept.
    """
    moment = report.received_at
    sent = (
        OutboxMessage.objects.filter(
            kind="reporting.new_report",
            state=OutboxMessage.State.SENT,
            created_at__range=(moment - _SAME_MOMENT, moment + _SAME_MOMENT),
            account__in=report.organisation.adviser_keys.values("user"),
        )
        .order_by("done_at")
        .values_list("done_at", flat=True)
        .first()
    )
    steps = (
        (_("de mail aan de vertrouwenspersonen ging weg"), sent),
        (_("iemand opende de melding"), report.first_opened_at),
        (_("het eerste contact"), report.first_contact_at),
    )
    return [Measured(label, max(int((at - report.received_at).total_seconds() // 60), 0)) for label, at in steps if at]
