"""Mails of this room. None holds content, a name, a school, or a number that says anything."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoord.core.outbox import Mail

from .models import AdviserKey, Report
from .tenancy import sees


def _desk_url() -> str:
    return settings.BASE_URL + reverse("desk:inbox")


def _still_waits_for(message: Any) -> bool:
    """Whether the report is still there, still sealed to this person, and still without first contact."""
    with _sees_it(message):
        return Report.objects.waiting().visible_to(message.account).filter(pk=message.context.get("report")).exists()


def _sees_it(message: Any) -> AbstractContextManager[None]:
    """Only the report that this mail is about."""
    return sees(reports=[message.context["report"]] if message.context.get("report") else [])


def compose_new_report(message: Any) -> Mail | None:
    """Something is there to read; no longer needed once somebody made contact."""
    if not _still_waits_for(message):
        return None
    body = _(
        "Hallo,\n\nEr staat iets voor je klaar in Gehoord. Log in om het te lezen:\n%(url)s\n\n"
        "In deze mail staat verder niets, ook niet waar het over gaat. Antwoorden op deze mail kan niet."
    )
    return Mail(subject=_("Er staat iets voor je klaar"), body=body % {"url": _desk_url()})


def compose_deadline_near(message: Any) -> Mail | None:
    """Three quarters of the time are over."""
    if not _still_waits_for(message):
        return None
    body = _(
        "Hallo,\n\nIn Gehoord wacht iemand op een eerste antwoord. De tijd is bijna om. Kun jij kijken?\n%(url)s\n\n"
        "Heeft een collega het al opgepakt? Dan zie je dat daar."
    )
    return Mail(subject=_("Iemand wacht op antwoord"), body=body % {"url": _desk_url()})


def compose_overdue(message: Any) -> Mail | None:
    """The time is over."""
    if not _still_waits_for(message):
        return None
    body = _(
        "Hallo,\n\nIn Gehoord wacht iemand te lang op een eerste antwoord. Neem vandaag nog contact op:\n%(url)s\n\n"
        "Lukt dat niet? Vraag een collega die ook aan de balie werkt."
    )
    return Mail(subject=_("Iemand wacht te lang"), body=body % {"url": _desk_url()})


def compose_renew_or_erase(message: Any) -> Mail | None:
    """Nothing happened for a year: who reads it decides, or it goes by itself."""
    waiting = Report.objects.visible_to(message.account).filter(pk=message.context.get("report"), erase_after__isnull=False)
    with _sees_it(message):
        still_waits = waiting.exists()
    if not still_waits:
        return None
    body = _(
        "Hallo,\n\nIn Gehoord staat iets waar al lang niets mee gebeurde. Over 30 dagen wordt het gewist.\n\n"
        "Moet het blijven? Schrijf er dan iets bij, dan begint de tijd opnieuw. Mag het weg? Dan hoef je niets te doen:\n%(url)s"
    )
    return Mail(subject=_("Mag dit gewist worden?"), body=body % {"url": _desk_url()})


def compose_student_wrote(message: Any) -> Mail | None:
    """Somebody wrote, chose or stopped in a report that this person still reads."""
    with _sees_it(message):
        is_there = Report.objects.visible_to(message.account).filter(pk=message.context.get("report")).exists()
    if not is_there:
        return None
    body = _(
        "Hallo,\n\nEr staat iets nieuws voor je klaar in Gehoord. Log in om het te lezen:\n%(url)s\n\n"
        "In deze mail staat verder niets, ook niet waar het over gaat. Antwoorden op deze mail kan niet."
    )
    return Mail(subject=_("Er staat iets nieuws voor je klaar"), body=body % {"url": _desk_url()})


def compose_deputy_warned(message: Any) -> Mail | None:
    """The deputy of a reader, who cannot open this report: to call a colleague who can."""
    with _sees_it(message):
        still_waits = Report.objects.waiting().filter(pk=message.context.get("report")).exists()
    if not still_waits:
        return None
    body = _(
        "Hallo,\n\nIn Gehoord wacht iemand op een eerste antwoord, en de tijd is bijna om. Jij neemt waar voor een collega. Misschien "
        "kun jij dit zelf niet openen. Bel dan een collega die ook aan de balie werkt:\n%(url)s"
    )
    return Mail(subject=_("Iemand wacht, en jij neemt waar"), body=body % {"url": _desk_url()})


def compose_key_admitted(message: Any) -> Mail | None:
    """A new key reads along: everybody at that desk hears of it."""
    if not AdviserKey.objects.filter(pk=message.context.get("key")).exists():
        return None
    body = _(
        "Hallo,\n\nAan jullie balie in Gehoord is een nieuwe sleutel toegevoegd. Wist je daarvan? Dan hoef je niets te doen.\n\n"
        "Wist je er niet van? Kijk dan aan de balie wie het is, en bel je collega's:\n%(url)s"
    )
    return Mail(subject=_("Er is een sleutel bij gekomen"), body=body % {"url": _desk_url()})


def compose_key_list_changed(message: Any) -> Mail:
    """Somebody's key came, went or was renewed: everybody at that desk hears of it."""
    body = _(
        "Hallo,\n\nAan jullie balie in Gehoord is een sleutel veranderd: iemand vertrok, kreeg een nieuwe, of de noodsleutel is "
        "vernieuwd. Wist je daarvan? Dan hoef je niets te doen.\n\n"
        "Wist je er niet van? Kijk dan aan de balie, en bel je collega's:\n%(url)s"
    )
    return Mail(subject=_("Er is een sleutel veranderd"), body=body % {"url": _desk_url()})


def compose_emergency_used(message: Any) -> Mail:
    """Two keepers opened what nobody could open any more: everybody hears of it, the students on their own page."""
    body = _(
        "Hallo,\n\nAan jullie balie in Gehoord is de noodsleutel gebruikt. Twee bewaarders waren daarbij. Studenten van wie "
        "iets openging, zien dat op hun eigen pagina.\n\nWist je er niet van? Bel dan vandaag nog je collega's. De oude "
        "noodsleutel werkt niet meer. Maak samen een nieuwe:\n%(url)s"
    )
    return Mail(subject=_("De noodsleutel is gebruikt"), body=body % {"url": _desk_url()})
