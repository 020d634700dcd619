"""Development only: the mails that would have gone out, and every component in its states."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache

from gehoord.core.components import ICONS, PICTURES


def _mails() -> list[Path]:
    return sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)


def _parsed(path: Path) -> dict[str, str]:
    message = message_from_bytes(path.read_bytes().split(b"\n" + b"-" * 79)[0], policy=policy.default)
    body = message.get_body(("plain",))
    return {
        "name": path.name,
        "to": str(message["To"] or ""),
        "subject": str(message["Subject"] or ""),
        "date": _when(message["Date"]),
        "body": body.get_content() if body is not None else "",
    }


def _when(header: Any) -> str:
    """The moment of a mail on the clock of the house, in the words of the page."""
    moment = getattr(header, "datetime", None)
    return date_format(timezone.localtime(moment), "j F Y, H:i") if moment is not None and timezone.is_aware(moment) else ""


@login_not_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The newest fifty mails, newest first."""
    return render(request, "wiring/development.html", {"mails": [_parsed(path) for path in _mails()[:50]]})


@login_not_required
@never_cache
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as text."""
    path = next((path for path in _mails() if path.name == name), None)
    if path is None:
        raise Http404
    return render(request, "wiring/development_mail.html", {"mail": _parsed(path)})


BUTTONS = ("primary", "secondary", "subtle", "light")
CARDS = ("", "gh-card--accent", "gh-card--warm", "gh-card--green", "gh-card--inverse", "gh-card--voice")
ALERTS = ("", "gh-alert--positive", "gh-alert--warning", "gh-alert--negative")
BADGES = ("", "gh-badge--positive", "gh-badge--warning", "gh-badge--negative", "gh-badge--accent")


@login_not_required
@never_cache
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states: what the browser tests walk, and where a new one is looked at first."""
    context = {
        "icons": sorted(ICONS),
        "pictures": sorted(PICTURES),
        "buttons": BUTTONS,
        "cards": CARDS,
        "alerts": ALERTS,
        "badges": BADGES,
    }
    return render(request, "wiring/gallery.html", context)
