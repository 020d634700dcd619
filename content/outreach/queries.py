"""What a display shows and how often a place's code was followed, put together from the school's own data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Contact, Organisation

from .models import Screen, ShortLink, Slide

LONG_TITLE = 30  # characters; a longer one is set smaller, so that it stays at three lines
MOST_PEOPLE = 3
EDITING = (Role.EDITOR, Role.ADMINISTRATOR)


def edited_by(user: Any) -> Any:
    """Organisations whose displays, paper and places somebody may edit."""
    return Organisation.objects.where(user, *EDITING)


@dataclass(frozen=True)
class Way:
    """What stands beside every code: what a phone reads, what somebody types, and a number to call."""

    address: str
    typed: str
    phone: str


def way_to(link: ShortLink) -> Way:
    """The code holds capitals: they need fewer squares, so each square is larger. Addresses of ours do not mind."""
    typed = f"{settings.BASE_URL.split('://', 1)[1]}/q/{link.code}"
    return Way(f"{settings.BASE_URL}/q/{link.code}".upper(), typed, phone_of(link.organisation))


def phone_of(organisation: Organisation) -> str:
    """The school's number for students, or the first that stands on a public card."""
    cards = Contact.objects.public().filter(organisation=organisation, for_staff=False).exclude(phone="")
    return organisation.phone or cards.values_list("phone", flat=True).first() or ""


def people_of(organisation: Organisation) -> list[Contact]:
    """The first people on the school's cards: a wall holds no more."""
    cards = Contact.objects.public().filter(organisation=organisation, for_staff=False).select_related("picture")
    return list(cards[:MOST_PEOPLE])


@dataclass(frozen=True)
class SlideView:
    """One slide with everything that its template shows, and when it is due."""

    key: str
    kind: str
    theme: str
    title: str
    lines: Sequence[str]
    source: str = ""
    seconds: int = 15
    people: Sequence[Contact] = ()
    first_day: str = ""
    last_day: str = ""
    weekdays: str = ""
    from_hour: int = 0
    until_hour: int = 24
    is_last_resort: bool = False
    is_shown: bool = False

    @property
    def is_long(self) -> bool:
        return len(self.title) > LONG_TITLE


@dataclass(frozen=True)
class ScreenView:
    """A display: the slides of its list, and its own words for when none is due."""

    school: str
    place: str
    way: Way
    slides: Sequence[SlideView]
    shown: SlideView
    next_number: int


def slide_view(slide: Slide, people: Sequence[Contact]) -> SlideView:
    return SlideView(
        key=str(slide.pk), kind=slide.kind, theme=slide.theme, title=slide.title, lines=[slide.text] if slide.text else [],
        source=slide.source, seconds=slide.seconds, people=people if slide.kind == Slide.Kind.PEOPLE else (),
        first_day=slide.first_day.isoformat() if slide.first_day else "",
        last_day=slide.last_day.isoformat() if slide.last_day else "",
        weekdays=",".join(str(day) for day in slide.weekdays), from_hour=slide.from_hour, until_hour=slide.until_hour,
    )  # fmt: skip


def last_resort(screen: Screen) -> SlideView:
    """The display's own words: a display is never empty."""
    lines = [line for line in screen.text.splitlines() if line.strip()]
    return SlideView(
        key="own", kind=Slide.Kind.MESSAGE, theme=Slide.Theme.NIGHT, title=screen.title, lines=lines, is_last_resort=True
    )


def screen_view(screen: Screen, at: datetime, number: int = 0) -> ScreenView:
    """What a display shows from ``at`` on; ``number`` counts through the slides that are due, for displays without script.

    Slides that are over are left out; slides of other hours and days stay in, so that a display without a network goes on.
    """
    rows = (
        [slide for slide in screen.playlist.slides.all() if not slide.last_day or slide.last_day >= timezone.localdate(at)]
        if screen.playlist
        else []
    )
    needs_people = any(slide.kind == Slide.Kind.PEOPLE for slide in rows)
    people = people_of(screen.organisation) if needs_people else []
    # Without a card there is nobody to show: such a slide waits until the school has filled one in.
    rows = [slide for slide in rows if slide.kind != Slide.Kind.PEOPLE or people]
    own = last_resort(screen)
    due = [slide.pk for slide in rows if slide.is_due(at)]
    shown_key = str(due[number % len(due)]) if due else own.key
    slides = [replace(view, is_shown=view.key == shown_key) for view in [*(slide_view(row, people) for row in rows), own]]
    shown = next(view for view in slides if view.is_shown)
    return ScreenView(
        school=screen.organisation.called, place=screen.place, way=way_to(screen.short_link), slides=slides, shown=shown,
        next_number=(number + 1) % len(due) if due else 0,
    )  # fmt: skip


@dataclass(frozen=True)
class PlaceCounts:
    """How often a place's code was followed: per week, newest last, and in all that is kept."""

    weeks: Sequence[tuple[date, int]]
    days: Sequence[tuple[date, int]]
    total: int


WEEKS_SHOWN = 13
DAYS_SHOWN = 14


def counts_of(link: ShortLink, today: date) -> PlaceCounts:
    """Counts of the last weeks and days, days without a scan included: a gap would read as "not counted"."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS_SHOWN - 1)
    known = dict(link.days.filter(day__gte=first).values_list("day", "count"))
    weeks = [(start, _sum(known, start, 7)) for start in (first + timedelta(weeks=number) for number in range(WEEKS_SHOWN))]
    days = [(day, known.get(day, 0)) for day in (today - timedelta(days=back) for back in range(DAYS_SHOWN))]
    return PlaceCounts(weeks, days, link.days.aggregate(total=Sum("count"))["total"] or 0)


def _sum(known: dict[date, int], start: date, days: int) -> int:
    return sum(known.get(start + timedelta(days=number), 0) for number in range(days))


def places_of(organisations: Iterable[Organisation]) -> Any:
    """Open places of these organisations, with what was counted in the last four weeks."""
    return ShortLink.objects.open().filter(organisation__in=organisations).select_related("organisation")
