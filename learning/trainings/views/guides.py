"""The facilitator's guide, for who gives trainings: to read on a tablet, and to print with its role cards."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.catalogue.guides import guide_to_show, guides_for
from learning.trainings.permissions import reachable_organisations

from .giving import trainer_required


@require_safe
@trainer_required
def guides(request: HttpRequest) -> HttpResponse:
    """All guides that there are for this trainer."""
    return render(request, "trainings/guides.html", {"guides": guides_for(reachable_organisations(request.user))})


@require_safe
@trainer_required
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """One guide, whole."""
    return _shown(request, pk, "trainings/guide.html")


@require_safe
@trainer_required
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Role cards for threes and the observation sheet: a page each on paper."""
    return _shown(request, pk, "trainings/cards.html")


def _shown(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    page = next((page for page in guides_for(reachable_organisations(request.user)) if page.pk == pk), None)
    if page is None:
        raise Http404
    shown = guide_to_show(page)
    sheet = [(_("Dit opent"), shown.opens), (_("Dit sluit"), shown.closes)]
    return render(request, template, {"guide": shown, "sheet": [(heading, rows) for heading, rows in sheet if rows]})
