from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import Screen, ShortLink
from .queries import screen_view
from .services import count_scan

WORKER = Path(__file__).parent / "static" / "outreach" / "worker.js"


@login_not_required
@require_safe
@never_cache
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """Count the scan and go where the place leads. A retired or unknown code leads to a page that still helps."""
    link = ShortLink.objects.leading_on().select_related("organisation", "moved_to").filter(code=code.lower()).first()
    if link is None:
        return render(request, "outreach/unknown_code.html", status=404)
    if request.method == "GET":
        count_scan(short_link=link)  # of the place itself, also when it moved: so the school sees that old paper still hangs
    response = redirect(target_of(link.moved_to or link, link.organisation.slug))
    response["Referrer-Policy"] = "no-referrer"
    return response


def target_of(link: ShortLink, school: str) -> str:
    with translation.override("nl"):
        if link.target == ShortLink.Target.SCHOOL:
            return reverse("wagtail_serve", args=[f"{school}/"])
        return reverse("reporting:form", args=[school])


def _display(code: str) -> Screen:
    found = Screen.objects.select_related("organisation", "short_link__organisation", "playlist").prefetch_related(
        "playlist__slides"
    )
    return get_object_or_404(found, code=code.lower())


def _moment() -> datetime:
    return timezone.localtime()


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer that a display asks for again each minute: empty when nothing changed."""
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


@login_not_required
@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """One display in a hall. Without script the page itself goes on to the next slide (``?dia=``)."""
    wanted = request.GET.get("dia", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 0
    display = screen_view(_display(code), _moment(), number)
    return _tagged(request, render(request, "outreach/screen.html", {"screen": display, "code": code.lower()}))


@login_not_required
@require_safe
def screen_slides(request: HttpRequest, code: str) -> HttpResponse:
    """Only the slides of a display: what its script fetches each minute. The same until somebody changes something."""
    display = screen_view(_display(code), _moment())
    return _tagged(request, render(request, "outreach/hall.html", {"screen": display, "still": True}))


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of displays. From this address it can reach nothing but /scherm/."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
