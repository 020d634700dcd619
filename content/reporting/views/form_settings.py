"""What a school's administrator sets about the form: the sites that may show it, and the HTML to paste there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.reporting.door_models import EmbedOrigin
from content.reporting.door_services import TooManyOriginsError, allow_origin, forbid_origin
from content.reporting.embedding import NotAnOriginError, card_html, clean_origin, form_address, frame_html, probe_html
from content.reporting.gate import form_is_open
from content.reporting.term_forms import TermsForm
from content.reporting.terms import set_terms, terms_of
from gehoord.organisations.enums import FORM_KINDS
from gehoord.organisations.managing import Managed, managing
from gehoord.organisations.models import Organisation


def _page(
    request: HttpRequest, managed: Managed, *, typed: str = "", error: str = "", terms_form: Any = None, status: int = 200
) -> HttpResponse:
    organisation = managed.organisation
    called = organisation.called
    title = _("Vertel wat er is gebeurd: %(name)s") % {"name": called}
    link = _("Vertel wat er is gebeurd")
    context = {
        "managed": managed,
        "organisation": organisation,
        "has_form": organisation.kind in FORM_KINDS,
        "is_open": form_is_open(organisation),
        "address": form_address(organisation),
        "origins": list(organisation.embed_origins.all()),
        "typed": typed,
        "error": error,
        "terms_form": terms_form or TermsForm(initial=_terms_now(organisation)),
        "frame": frame_html(organisation, title=title, link=link),
        "probe": probe_html(organisation, title=_("Proef van het formulier")),
        "card": card_html(
            organisation,
            question=_("Is er op je stage iets gebeurd dat niet goed voelde?"),
            text=_("Vertel het in twee minuten. Je naam hoeft niet."),
            link=link,
        ),
    }
    return render(request, "reporting/embedding.html", context, status=status)


@require_safe
@managing(administrators_only=True)
def embedding(request: HttpRequest, managed: Managed) -> HttpResponse:
    """The sites that may frame the form, the HTML to copy, and what a framing site can see."""
    return _page(request, managed)


@require_POST
@managing(administrators_only=True)
def allow(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Let one more exact site show the form."""
    typed = request.POST.get("site", "")
    try:
        allow_origin(organisation=managed.organisation, origin=clean_origin(typed), by=request.user)
    except NotAnOriginError:
        error = _("Dit is geen adres van een site. Plak het hele adres, zoals https://www.jouwschool.nl.")
        return _page(request, managed, typed=typed, error=error, status=422)
    except TooManyOriginsError:
        return _page(request, managed, typed=typed, error=_("Meer sites kan niet. Haal er eerst een weg."), status=422)
    messages.success(request, _("Bewaard. Deze site mag het formulier nu laten zien."))
    return _back(managed)


def _terms_now(organisation: Organisation) -> dict[str, Any]:
    found = terms_of(organisation.pk)
    return {"dagen": found.days_after_aftercare, "maanden": found.quiet_months, "reden": found.reason}


@require_POST
@managing(administrators_only=True)
def terms(request: HttpRequest, managed: Managed) -> HttpResponse:
    """How long this school keeps what it has handled; longer than usual needs a reason."""
    form = TermsForm(request.POST)
    if not form.is_valid():
        return _page(request, managed, terms_form=form, status=422)
    data = form.cleaned_data
    set_terms(
        organisation=managed.organisation, days=data["dagen"], months=data["maanden"], reason=data["reden"], by=request.user
    )
    messages.success(request, _("Bewaard. Dit geldt vanaf nu. Kijk of jullie privacytekst nog klopt."))
    return _back(managed)


@require_POST
@managing(administrators_only=True)
def forbid(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    """Stop a site from showing the form, at once."""
    row = get_object_or_404(EmbedOrigin, pk=pk, organisation=managed.organisation)
    forbid_origin(row=row, by=request.user)
    messages.success(request, _("Weggehaald. Deze site laat het formulier niet meer zien."))
    return _back(managed)


def _back(managed: Managed) -> HttpResponse:
    return redirect(f"{reverse('form_settings:embedding')}?{urlencode({'organisatie': managed.organisation.slug})}")
