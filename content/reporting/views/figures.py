"""Figures of closed quarters: for the coordinator, and for everybody where the school says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.reporting.figure_models import PublicFigures
from content.reporting.figure_services import close_figures, open_figures
from content.reporting.figures import csv_rows, quarters_of, regional_quarters
from content.reporting.permissions import user_can_open_figures, user_can_see_figures
from gehoord.organisations.models import Organisation


def overview_panel(request: HttpRequest, organisation: Organisation) -> Mapping[str, Any]:
    """The coordinator's panel on /overzicht/."""
    return {
        "quarters": quarters_of(organisation),
        "regional": regional_quarters(organisation.region_id),
        "is_public": PublicFigures.objects.filter(organisation=organisation).exists(),
        "may_publish": user_can_open_figures(request.user, organisation),
    }


@require_safe
@login_not_required
@never_cache
def public(request: HttpRequest, school: str) -> HttpResponse:
    """What a school shows to everybody; until it switches that on there is no such page."""
    organisation = get_object_or_404(Organisation.objects.with_form().filter(public_figures__isnull=False), slug=school)
    return render(
        request, "reporting/figures/public.html", {"organisation": organisation, "quarters": quarters_of(organisation)}
    )


@require_safe
@login_not_required
@never_cache
def as_csv(request: HttpRequest, school: str) -> HttpResponse:
    """The published numbers. Only our own words and numbers are in it, so no cell can be a formula."""
    organisation = get_object_or_404(Organisation.objects.with_form(), slug=school)
    is_public = PublicFigures.objects.filter(organisation=organisation).exists()
    if not is_public and not user_can_see_figures(request.user, organisation):
        raise Http404
    file = io.StringIO()
    csv.writer(file).writerows(csv_rows(quarters_of(organisation)))
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="cijfers-{organisation.slug}.csv"'
    return response


@require_POST
@never_cache
def publish(request: HttpRequest, school: str) -> HttpResponse:
    """Open or close a school's figures for everybody."""
    organisation = get_object_or_404(Organisation.objects.with_form(), slug=school)
    if not user_can_open_figures(request.user, organisation):
        raise Http404
    wish = request.POST.get("open")
    if wish not in {"1", ""}:
        raise BadRequest
    if wish:
        open_figures(organisation=organisation, by=request.user, now=timezone.now())
    else:
        close_figures(organisation=organisation, by=request.user)
    return redirect(f"{reverse('wiring:overview')}?organisatie={organisation.slug}")
