"""Live trainings as iCalendar (RFC 5545, RFC 5546): invitation, change, cancellation, and a person's own feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Literal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from .models import LiveTraining

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
ZONE = "Europe/Amsterdam"


def invitation(training: LiveTraining, *, to: Any, method: Method, now: datetime) -> bytes:
    """What a mail carries for one person: METHOD, ORGANIZER, ATTENDEE, SEQUENCE, times on Amsterdam's clock."""
    calendar = _calendar(method)
    event = _event(training, now)
    attendee = vCalAddress(f"mailto:{to.email}")
    attendee.params["cn"] = vText(to.get_full_name())
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    if method == "CANCEL":
        event["status"] = vText("CANCELLED")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed(trainings: Iterable[LiveTraining], now: datetime) -> bytes:
    """All live trainings of one person, for a calendar program to read again and again."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _("Trainingen van Gehoord"))
    for training in trainings:
        event = _event(training, now)
        if training.is_cancelled:
            event["status"] = vText("CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Gehoord//Trainingen//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_tzid(ZONE))
    return calendar


def _event(training: LiveTraining, now: datetime) -> Event:
    zone = timezone.get_default_timezone()
    event = Event()
    event.add("uid", f"{training.uid}@gehoord")
    event.add("sequence", training.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", training.starts_at.astimezone(zone))
    event.add("dtend", training.ends_at.astimezone(zone))
    event.add("summary", training.title)
    event.add("location", training.where)
    event.add("description", _description(training))
    event.add("url", settings.BASE_URL + reverse("trainings:training", args=[training.pk]))
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = vText(training.organisation.called)
    event.add("organizer", organizer, encode=False)
    return event


def _description(training: LiveTraining) -> str:
    lines = [
        training.note,
        training.link if training.place else "",
        settings.BASE_URL + reverse("trainings:training", args=[training.pk]),
    ]
    return "\n\n".join(line for line in lines if line)
