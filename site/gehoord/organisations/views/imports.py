"""A list of colleagues, first as a preview: what is new, changed, moved, gone, and every line that is wrong."""

from __future__ import annotations

import base64
import zlib

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoord.organisations import services
from gehoord.organisations.forms import ImportForm
from gehoord.organisations.managing import Managed, managing, sent
from gehoord.organisations.people_list import Plan, UnreadableListError, plan_import

SALT = "organisations.import"
VALID_FOR = 3600  # seconds between preview and confirmation


def carry(managed: Managed, raw: bytes) -> str:
    """The file, signed for this organisation: the preview keeps it, nothing half-finished lies on the server."""
    packed = base64.b64encode(zlib.compress(raw, 9)).decode()
    return signing.dumps([managed.organisation.pk, packed], salt=SALT)


def carried(managed: Managed, token: str) -> bytes | None:
    """The file of a preview of this organisation; None when it is too old or not ours."""
    try:
        organisation_id, packed = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return zlib.decompress(base64.b64decode(packed)) if organisation_id == managed.organisation.pk else None


@managing()
def import_people(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Upload, look, confirm. The preview is made again at confirmation: people may have changed meanwhile."""
    if request.method == "POST" and "token" in request.POST:
        return _confirm(request, managed)
    form = ImportForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        raw = form.cleaned_data["file"].read()
        try:
            plan = plan_import(managed.organisation, raw, managed.roles)
        except UnreadableListError as error:
            form.add_error("file", str(error))
        else:
            return _preview(request, managed, plan, raw)
    context = {"managed": managed, "form": form}
    return render(request, "organisations/import.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, managed: Managed, plan: Plan, raw: bytes, status: int = 200) -> HttpResponse:
    context = {"managed": managed, "plan": plan, "token": carry(managed, raw)}
    return render(request, "organisations/import_preview.html", context, status=422 if plan.faults else status)


def _confirm(request: HttpRequest, managed: Managed) -> HttpResponse:
    raw = carried(managed, request.POST["token"])
    if raw is None:
        messages.warning(request, _("De lijst stond te lang open. Kies het bestand opnieuw."))
        return redirect(reverse("organisations:import") + managed.query)
    leaving = [int(pk) for pk in request.POST.getlist("leaving") if pk.isascii() and pk.isdecimal() and len(pk) < 16]
    try:
        number = services.import_people(
            organisation=managed.organisation, raw=raw, roles=managed.roles, leaving=leaving, by=request.user
        )
    except services.FaultyPlanError as error:
        return _preview(request, managed, error.plan, raw)
    except services.LastAdministratorError:
        messages.error(request, _("Er is niets veranderd: dan was er geen beheerder meer. Laat één beheerder zonder vinkje."))
        return _preview(request, managed, plan_import(managed.organisation, raw, managed.roles), raw, status=422)
    messages.success(
        request,
        ngettext("De lijst is verwerkt: %(number)s persoon bijgewerkt.", "De lijst is verwerkt: %(number)s mensen bijgewerkt.", number)
        % {"number": number},
    )  # fmt: skip
    return redirect(reverse("organisations:people") + managed.query)
