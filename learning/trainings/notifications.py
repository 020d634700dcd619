"""Mails of live trainings: plain, one purpose each, with the invitation that a calendar understands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gehoord.core.outbox import Mail

from .calendars import Method, invitation
from .enums import SignUpState
from .models import LiveTraining, SignUp


def when(training: LiveTraining) -> str:
    """“donderdag 12 maart, 13.00 tot 16.00 uur”"""
    start, end = timezone.localtime(training.starts_at), timezone.localtime(training.ends_at)
    day = date_format(start, "l j F")
    return _("%(day)s, %(start)s tot %(end)s uur") % {"day": day, "start": f"{start:%H.%M}", "end": f"{end:%H.%M}"}


def _training(message: Any, *, state: SignUpState | None, even_cancelled: bool = False) -> LiveTraining | None:
    """The training, when this mail still says the truth: same sequence, and the person still stands there."""
    found = LiveTraining.objects.select_related("organisation").filter(pk=message.context.get("training")).first()
    if found is None or found.sequence != message.context.get("sequence") or (found.is_cancelled and not even_cancelled):
        return None
    if state is not None and not SignUp.objects.filter(training=found, user=message.account, state=state).exists():
        return None
    return found


def _mail(message: Any, training: LiveTraining, subject: str, opening: str, method: Method | None) -> Mail:
    lines = [
        _("Dag %(name)s,") % {"name": message.account.get_full_name()},
        opening,
        "\n".join(line for line in (training.title, when(training), training.where, training.note) if line),
        _("Bekijken, aanmelden of afmelden:\n%(url)s")
        % {"url": settings.BASE_URL + reverse("trainings:training", args=[training.pk])},
    ]
    calendar = invitation(training, to=message.account, method=method, now=timezone.now()) if method else None
    return Mail(subject=subject, body="\n\n".join(lines), calendar=calendar, calendar_method=method or "")


def compose_seated(message: Any) -> Mail | None:
    training = _training(message, state=SignUpState.SEATED)
    if training is None:
        return None
    return _mail(
        message, training, _("Je bent aangemeld: %(title)s") % {"title": training.title},
        _("Fijn dat je komt. Je plek staat vast. In de bijlage zit een afspraak voor je agenda."), "REQUEST",
    )  # fmt: skip


def compose_waiting(message: Any) -> Mail | None:
    training = _training(message, state=SignUpState.WAITING)
    if training is None:
        return None
    return _mail(
        message, training, _("Je staat op de wachtlijst: %(title)s") % {"title": training.title},
        _("De training is vol. Komt er een plek vrij, dan krijg jij die vanzelf, met een mail. Je hoeft niets te doen."), None,
    )  # fmt: skip


def compose_moved_up(message: Any) -> Mail | None:
    training = _training(message, state=SignUpState.SEATED)
    if training is None:
        return None
    return _mail(
        message, training, _("Er is een plek voor je: %(title)s") % {"title": training.title},
        _("Er kwam een plek vrij en die is voor jou. Kun je toch niet? Meld je dan af, dan is iemand anders er blij mee."), "REQUEST",
    )  # fmt: skip


def compose_signed_off(message: Any) -> Mail | None:
    training = _training(message, state=SignUpState.CANCELLED)
    if training is None:
        return None
    return _mail(
        message, training, _("Je bent afgemeld: %(title)s") % {"title": training.title},
        _("Je bent afgemeld. Een reden hoeft niet. Een andere keer ben je weer welkom."), "CANCEL",
    )  # fmt: skip


def compose_changed(message: Any) -> Mail | None:
    training = _training(message, state=None)
    row = training.sign_ups.active().filter(user=message.account).first() if training is not None else None
    if training is None or row is None:
        return None
    return _mail(
        message, training, _("Er is iets veranderd: %(title)s") % {"title": training.title},
        _("De tijd, de plek of de naam van deze training is veranderd. Hieronder staat hoe het nu is."),
        "REQUEST" if row.state == SignUpState.SEATED else None,
    )  # fmt: skip


def compose_cancelled(message: Any) -> Mail | None:
    training = _training(message, state=None, even_cancelled=True)
    if training is None or not training.is_cancelled:
        return None
    return _mail(
        message, training, _("De training gaat niet door: %(title)s") % {"title": training.title},
        _("Deze training gaat helaas niet door. Zodra er een nieuwe is, vind je die op dezelfde plek."), "CANCEL",
    )  # fmt: skip


def compose_reminder(message: Any) -> Mail | None:
    training = _training(message, state=SignUpState.SEATED)
    if training is None or training.starts_at <= timezone.now():
        return None
    return _mail(
        message, training, _("Over twee dagen: %(title)s") % {"title": training.title},
        _("Over twee dagen is het zover. Kun je toch niet? Meld je dan af, dan kan iemand van de wachtlijst mee."), None,
    )  # fmt: skip
