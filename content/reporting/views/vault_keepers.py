"""The emergency key: three sheets, typed over by three keepers, looked at each year, used by two of them together."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.reporting import emergency
from content.reporting.emergency import NotProvenError, NotTogetherError, Regained, SheetError
from content.reporting.enums import SheetPlace
from content.reporting.key_forms import MarkForm, SheetForm, TogetherForm
from content.reporting.key_lists import KeyListAlarmError, is_listed
from content.reporting.models import EmergencyKey, KeeperSheet
from content.reporting.vault import NotListedError, OpenVault

from .desk_door import desk_page, own_key, unlock_page, vault_of


@require_safe
@desk_page
def keepers(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """How the emergency key stands, and what comes next."""
    key = own_key(request, pk)
    live = EmergencyKey.objects.live().filter(organisation=key.organisation_id).prefetch_related("sheets").first()
    waiting = EmergencyKey.objects.waiting().filter(organisation=key.organisation_id).prefetch_related("sheets").first()
    lapsed = {sheet.pk for sheet in emergency.lapsed_sheets(key.organisation, timezone.now())}
    context = {
        "key": key,
        "is_open": vault_of(opened, key) is not None,
        "is_listed": is_listed(key),
        "live": live,
        "sheets": [(sheet, sheet.pk in lapsed) for sheet in live.sheets.all()] if live else [],
        "waiting": waiting,
        "all_typed": waiting is not None and all(sheet.proven_at for sheet in waiting.sheets.all()),
    }
    return render(request, "reporting/keepers.html", context)


@require_POST
@desk_page
def make_sheets(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Make a new emergency key and show its three sheets, once."""
    key = own_key(request, pk)
    vault = vault_of(opened, key)
    if vault is None:
        return unlock_page(request, onward=reverse("desk:keepers", args=[pk]))
    try:
        sheets = emergency.make_emergency_key(vault=vault, now=timezone.now())
    except NotListedError:
        messages.error(request, _("Jouw sleutel staat nog niet op de lijst. Laat een collega je eerst toelaten."))
        return redirect("desk:keepers", pk)
    return render(request, "reporting/keeper_sheets.html", {"key": key, "sheets": sheets})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def prove_sheet(request: HttpRequest, opened: list[OpenVault], pk: int, place: str) -> HttpResponse:
    """One keeper types a sheet over. Only this page sees both its lines, and nothing is put together for it."""
    key = own_key(request, pk)
    waiting = EmergencyKey.objects.waiting().filter(organisation=key.organisation_id).first()
    if waiting is None or place not in SheetPlace.values:
        raise Http404
    form = SheetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        first, second = form.cleaned_data["eerste"], form.cleaned_data["tweede"]
        try:
            emergency.prove_sheet(key=waiting, place=place, first=first, second=second, now=timezone.now())
        except SheetError as error:
            field = "eerste" if error.pair == emergency.lines_of(place)[0] else "tweede"
            form.add_error(field, _("Hier zit een fout in. Vergelijk deze regel nog eens met het vel."))
        else:
            messages.success(request, _("Vel %(place)s klopt. Bewaar het achter slot.") % {"place": place})
            return redirect("desk:keepers", pk)
    context = {"key": key, "place": place, "pairs": emergency.lines_of(place), "form": form}
    return render(request, "reporting/keeper_sheet.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page
def list_emergency(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Put the proven emergency key in the signed list."""
    key = own_key(request, pk)
    vault = vault_of(opened, key)
    if vault is None:
        return unlock_page(request, onward=reverse("desk:keepers", args=[pk]))
    try:
        emergency.list_emergency_key(vault=vault, now=timezone.now())
    except (NotProvenError, NotListedError):
        messages.error(request, _("Eerst moeten alle drie de vellen overgetypt zijn."))
    except KeyListAlarmError:
        messages.error(request, _("Dat kon niet. De sleutellijst klopt niet, of jij staat er zelf niet op."))
    else:
        messages.success(request, _("De noodsleutel werkt. Alle collega's krijgen hier bericht van."))
    return redirect("desk:keepers", pk)


@require_POST
@desk_page
def check_sheet(request: HttpRequest, opened: list[OpenVault], pk: int, place: str) -> HttpResponse:
    """The yearly look at one sheet, by the mark at its foot."""
    key = own_key(request, pk)
    live = EmergencyKey.objects.live().filter(organisation=key.organisation_id)
    sheet = get_object_or_404(KeeperSheet, emergency_key__in=live, place=place)
    form = MarkForm(request.POST)
    if form.is_valid() and emergency.check_sheet(sheet=sheet, mark=form.cleaned_data["kenmerk"], now=timezone.now()):
        messages.success(request, _("Vel %(place)s is er nog en klopt.") % {"place": place})
    else:
        messages.error(
            request,
            _(
                "Dat kenmerk hoort niet bij vel %(place)s. Lees het nog eens voor. Is het vel kwijt? Maak dan een nieuwe noodsleutel."
            )
            % {"place": place},
        )
    return redirect("desk:keepers", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def use_emergency(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Two keepers with an adviser whose own key is new: open what nobody else can give back."""
    key = own_key(request, pk)
    vault = vault_of(opened, key)
    if vault is None:
        return unlock_page(request, onward=reverse("desk:use_emergency", args=[pk]))
    form = TogetherForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        regained = _open_together(form, vault)
        if regained is not None:
            messages.success(request, _regained(regained))
            return redirect("desk:keepers", pk)
    pair = str(form.data.get("paar", ""))
    context = {"key": key, "form": form, "pairs": emergency.PAIRS, "pair": pair}
    return render(request, "reporting/use_emergency.html", context, status=422 if form.errors else 200)


def _open_together(form: TogetherForm, vault: OpenVault) -> Regained | None:
    pair = form.cleaned_data["paar"]
    lines = {pair[0]: form.cleaned_data["eerste"], pair[1]: form.cleaned_data["tweede"]}
    try:
        return emergency.use_emergency_key(vault=vault, lines=lines, pair=pair, now=timezone.now())
    except SheetError as error:
        form.add_error(
            "eerste" if error.pair == pair[0] else "tweede", _("Hier zit een typefout in. Kijk nog eens op het vel.")
        )
    except NotTogetherError:
        form.add_error(
            None, _("Deze twee regels horen niet bij elkaar. Neem van beide vellen de regel met dezelfde twee letters.")
        )
    except (NotListedError, KeyListAlarmError):
        form.add_error(None, _("Jouw sleutel staat niet op de lijst. Laat een collega je eerst toelaten."))
    return None


def _regained(regained: Regained) -> str:
    text = ngettext(
        "%(count)d melding gaat nu open met jouw sleutel. De student ziet dat. De noodsleutel is nu op: maak een nieuwe.",
        "%(count)d meldingen gaan nu open met jouw sleutel. De studenten zien dat. De noodsleutel is nu op: maak een nieuwe.",
        regained.reports,
    )
    return text % {"count": regained.reports}
