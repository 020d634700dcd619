"""The desk: opening the vault, the inbox, searching, deputies."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.reporting import vault as vaults
from content.reporting.case_forms import DeputyForm, SearchForm
from content.reporting.deputies import drop_deputy, plan_deputy
from content.reporting.desk import InboxItem, inbox, open_everything, search
from content.reporting.doors import Door
from content.reporting.emergency import lapsed_sheets
from content.reporting.enums import Asks, ReportState
from content.reporting.forms import UnlockForm
from content.reporting.gate import form_is_open, intake_advisers
from content.reporting.key_lists import emergency_keys, has_alarm
from content.reporting.models import AdviserKey, DeputyPeriod
from content.reporting.recovery import returns_for, stale_keys
from content.reporting.vault import OpenVault
from gehoord.core.pulse import part_health
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .desk_door import cookie_name, desk_page, is_blocked, keep_open, safe_onward, try_phrase, unlock_page


@require_safe
@desk_page
def inbox_page(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    if not opened:
        return unlock_page(request)
    to_admit: list[AdviserKey] = []
    for vault in opened:
        if not has_alarm(vault.key.organisation_id):
            to_admit += vaults.keys_to_admit(vault)
    context = {
        "inbox": inbox(opened, timezone.now()),
        "to_admit": to_admit,
        "returns": [(vault.key, offer) for vault in opened for offer in returns_for(vault)],
        "stale": [(vault.key, stale_keys(vault)) for vault in opened if not has_alarm(vault.key.organisation_id)],
        "lapsed": [vault.key for vault in opened if lapsed_sheets(vault.key.organisation, timezone.now())],
        "no_emergency_key": [vault.key for vault in opened if not emergency_keys(vault.key.organisation_id)],
        "clock_is_dead": not part_health("clock", timezone.now()).alive,
        "alarm": any(has_alarm(vault.key.organisation_id) for vault in opened),
        "closed_forms": [vault.key.organisation for vault in opened if not form_is_open(vault.key.organisation)],
    }
    return render(request, "reporting/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def unlock(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:inbox")
    form = UnlockForm(request.POST)
    onward = safe_onward(request, form)
    if not form.is_valid():
        return unlock_page(request, form=form, onward=onward, status=422)
    vault = try_phrase(request, form)
    if vault is None:
        return unlock_page(request, form=form, onward=onward, status=429 if is_blocked(request) else 422)
    return keep_open(request, redirect(onward), vault)


@require_POST
@desk_page
def lock(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    vaults.end_visit(session=request.session)
    messages.success(request, _("Je kluis is dicht."))
    response = redirect("desk:inbox")
    response.delete_cookie(cookie_name(), path="/", samesite="Lax")
    return response


@require_POST
@desk_page
def search_page(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    """Search in what is open now, in memory. The words come by POST: they are in no address, log or history."""
    if not opened:
        return unlock_page(request, onward=reverse("desk:inbox"))
    form = SearchForm(request.POST)
    found: list[InboxItem] = []
    if form.is_valid():
        now = timezone.now()
        found = search(open_everything(opened, now), form.sieve(), now=now)
    context = {"found": found, "form": form, "states": ReportState, "doors": Door, "asks": Asks}
    return render(request, "reporting/search.html", context, status=200 if form.is_valid() else 422)


# ---------------------------------------------------------------- deputies


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def deputies(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    """Who stands in for whom. It hands over warnings, never keys."""
    own = list(Organisation.objects.where(request.user, Role.ADVISER).with_form())
    organisation = next((found for found in own if str(found.pk) == request.POST.get("balie")), own[0] if own else None)
    if organisation is None:
        raise Http404
    forms = {found.pk: DeputyForm(None, advisers=intake_advisers(found)) for found in own}
    if request.method == "POST":
        form = forms[organisation.pk] = DeputyForm(request.POST, advisers=intake_advisers(organisation))
        if form.is_valid():
            data = form.cleaned_data
            plan_deputy(
                organisation=organisation,
                adviser_id=int(data["voor"]),
                deputy_id=int(data["door"]),
                starts_on=data["van"],
                ends_on=data["tot"],
                by=request.user,
            )
            messages.success(request, _("Opgeschreven. Wie waarneemt, krijgt de waarschuwingen van de klok."))
            return redirect("desk:deputies")
    today = timezone.localdate()
    desks = [
        {
            "organisation": found,
            "form": forms[found.pk],
            "periods": found.deputy_periods.filter(ends_on__gte=today).select_related("adviser", "deputy"),
        }
        for found in own
    ]
    bad = any(form.errors for form in forms.values())
    return render(request, "reporting/deputies.html", {"desks": desks}, status=422 if bad else 200)


@require_POST
@desk_page
def end_deputy(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Take a period away again."""
    own = Organisation.objects.where(request.user, Role.ADVISER)
    period = get_object_or_404(DeputyPeriod, pk=pk, organisation__in=own)
    drop_deputy(period=period, by=request.user)
    messages.success(request, _("Die waarneming is weg."))
    return redirect("desk:deputies")
