"""What editors look at and download: a list of slides at a chosen moment, paper, and counts per place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import files
from .charts import weekly
from .forms import PreviewForm
from .models import Playlist, Screen, Sheet, ShortLink
from .queries import counts_of, edited_by, people_of, phone_of, slide_view, way_to

Row = TypeVar("Row", bound=Model)


def _own(model: type[Row], request: HttpRequest, pk: int) -> Row:
    """A thing of a school that this person edits; another school's does not exist."""
    return get_object_or_404(model, pk=pk, organisation__in=edited_by(request.user))


@require_safe
@never_cache
def show_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The display itself, at its public address (the CMS may stand on a host of its own)."""
    return redirect(settings.BASE_URL + reverse("outreach:screen", args=[_own(Screen, request, pk).code]))


@require_safe
@never_cache
def preview_playlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Every slide of a list, lying and upright, and which are on at a chosen hour."""
    playlist = _own(Playlist, request, pk)
    now = timezone.localtime()
    form = PreviewForm(request.GET) if "dag" in request.GET else PreviewForm.at(timezone.localdate(), now.hour)
    at = now
    if form.is_bound and form.is_valid():
        at = timezone.make_aware(datetime.combine(form.cleaned_data["dag"], time(form.cleaned_data["uur"])))
    screen = playlist.screens.select_related("short_link__organisation").first()
    link = screen.short_link if screen else playlist.organisation.short_links.open().first()
    people = people_of(playlist.organisation)
    slides = [
        {"slide": slide, "view": replace(slide_view(slide, people), is_shown=True), "is_due": slide.is_due(at)}
        for slide in playlist.slides.all()
    ]
    context = {
        "playlist": playlist, "slides": slides, "form": form, "at": at,
        "screen": {
            "school": playlist.organisation.called,
            "way": way_to(link) if link else {"address": settings.BASE_URL, "typed": "", "phone": phone_of(playlist.organisation)},
        },
    }  # fmt: skip
    return render(request, "outreach/cms/preview.html", context)


@require_safe
@never_cache
def sheet_downloads(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a poster or flyer: for the own printer, and for a print shop."""
    sheet = _own(Sheet, request, pk)
    context = {"sheet": sheet, "papers": files.papers_of(sheet), "way": way_to(sheet.short_link)}
    return render(request, "outreach/cms/sheet.html", context)


@require_safe
@never_cache
def sheet_file(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    sheet = _own(Sheet, request, pk)
    if paper not in files.papers_of(sheet):
        raise Http404
    for_printer = bool(request.GET.get("drukker"))
    return _download(
        files.sheet_pdf(sheet, paper, bleed=for_printer), files.sheet_name(sheet, paper, for_printer), "application/pdf"
    )


@require_safe
@never_cache
def school_zip(request: HttpRequest, school: str) -> HttpResponse:
    """All paper of a school at once."""
    organisation = get_object_or_404(edited_by(request.user), slug=school)
    content = files.school_zip(organisation, bleed=bool(request.GET.get("drukker")))
    return _download(content, f"gehoord-{organisation.slug}.zip", "application/zip")


@require_safe
@never_cache
def place_counts(request: HttpRequest, pk: int) -> HttpResponse:
    """How often the code of a place was followed: a drawing, and the same as a table."""
    link = _own(ShortLink, request, pk)
    counts = counts_of(link, timezone.localdate())
    return render(request, "outreach/cms/counts.html", {"link": link, "counts": counts, "chart": weekly(counts.weeks)})


@require_safe
@never_cache
def place_downloads(request: HttpRequest, pk: int) -> HttpResponse:
    link = _own(ShortLink, request, pk)
    return render(
        request, "outreach/cms/place.html", {"link": link, "way": way_to(link), "signature": files.signature_lines(link)}
    )


@require_safe
@never_cache
def place_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The code on its own, a signature for under mail, and pictures for social media."""
    link = _own(ShortLink, request, pk)
    made: Any = files.PLACE_FILES.get(name)
    if made is None:
        raise Http404
    make, kind = made
    return _download(make(link), f"gehoord-{link.code}-{name}", kind)


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
