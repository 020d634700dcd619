"""The test page of an embed: it stands where the form will stand, and says whether the form would work there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from content.reporting.embedding import origins_of
from content.reporting.public_door import comes_from_here, public_page
from gehoord.organisations.models import Organisation


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def probe(request: HttpRequest, school: str) -> HttpResponse:
    """Says what the browser told about its frame. Nothing is kept; anybody may frame it, because nothing is in it."""
    organisation = get_object_or_404(Organisation.objects.with_form(), slug=school)
    origins = origins_of(school)
    around = urlsplit(request.headers.get("Referer", ""))
    site = f"{around.scheme}://{around.netloc}" if around.netloc else ""
    if site == f"{request.scheme}://{request.get_host()}":
        site = request.POST.get("site", "")[:200]
    context = {
        "organisation": organisation,
        "is_framed": request.headers.get("Sec-Fetch-Dest", "") in {"iframe", "frame"},
        "site": site,
        "is_allowed": site in origins,
        "was_sent": request.method == "POST",
        "can_send": request.method == "POST" and comes_from_here(request),
        "embed_origins": " ".join(origins),
        "alternates": {},
    }
    return render(request, "reporting/probe.html", context)
