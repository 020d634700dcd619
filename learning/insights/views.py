"""The list of the own organisation as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from gehoord.core import audit
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from learning.catalogue.queries import modules_of

from .queries import finished_pairs

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def rows_of(organisation: Organisation) -> Iterator[list[str]]:
    """The list of one organisation, heading first: finished and not yet, by name, for every module. Every file is this."""
    modules = modules_of(organisation)
    memberships, done = finished_pairs(organisation, [module.key for module in modules])
    yield [_("Naam"), _("E-mailadres"), _("Team"), *(plain_cell(module.title) for module in modules)]
    for membership in memberships:
        states = (_("klaar") if (membership.user_id, module.key) in done else _("nog niet") for module in modules)
        teams = ", ".join(team.name for team in membership.teams.all())
        person = (membership.user.get_full_name(), membership.user.email, teams)
        yield [*(plain_cell(cell) for cell in person), *states]


def _own(request: HttpRequest) -> Organisation:
    own = Organisation.objects.where(request.user, Role.COORDINATOR)
    organisation = own.filter(slug=request.GET["organisatie"]).first() if "organisatie" in request.GET else own.first()
    if organisation is None:
        raise Http404
    return organisation


def _handed_over(request: HttpRequest, organisation: Organisation, response: HttpResponse, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="training-{organisation.slug}.{ending}"'
    audit.record(by=request.user, action="insights.list_downloaded", target=organisation, organisation_id=organisation.pk)
    return response


@require_safe
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    """The list of one own organisation (``?organisatie=slug``) as CSV."""
    organisation = _own(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    csv.writer(response, delimiter=";").writerows(rows_of(organisation))
    return _handed_over(request, organisation, response, "csv")


@require_safe
@never_cache
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The same list as a spreadsheet."""
    organisation = _own(request)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Training"))
    for row in rows_of(organisation):
        sheet.append(row)
    response = HttpResponse(content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    book.save(response)
    return _handed_over(request, organisation, response, "xlsx")
