from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import Screen, ShortLink
from .queries import screen_view
from .services import count_scan


@login_not_required
@require_safe
@never_cache
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """Count the scan and go to the form. A retired or unknown code leads to a page that still helps."""
    link = ShortLink.objects.open().select_related("organisation").filter(code=code.lower()).first()
    if link is None:
        return render(request, "outreach/unknown_code.html", status=404)
    if request.method == "GET":
        count_scan(short_link=link)
    with translation.override("nl"):
        response = redirect(reverse("reporting:form", args=[link.organisation.slug]))
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """One display in a hall: one sentence, one QR code, an address to type and a number to call."""
    found = get_object_or_404(Screen.objects.select_related("organisation", "short_link"), code=code.lower())
    response = render(request, "outreach/screen.html", {"screen": screen_view(found)})
    response["Cache-Control"] = "public, max-age=60"
    response["X-Robots-Tag"] = "noindex"
    return response
