"""An adviser's own key: making it, proving it from paper, letting a colleague's in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.reporting import recovery
from content.reporting import vault as vaults
from content.reporting.emergency import CHECK_EVERY
from content.reporting.forms import ProofForm
from content.reporting.gate import form_is_open, intake_advisers
from content.reporting.key_lists import KeyListAlarmError, emergency_keys, is_listed, waits_for_pin
from content.reporting.models import AdviserKey
from content.reporting.vault import BusyError, OpenVault, TooManyTriesError, WrongSecretError
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .desk_door import desk_page, is_blocked, keep_open, trouble_with, unlock_page, vault_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def key(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    """Make a key, prove it, or see how it stands."""
    organisation = _organisation_without_key(request)
    if request.method == "POST":
        if organisation is None:
            return redirect("desk:key")
        enrolment = vaults.enrol_adviser(user=request.user, organisation=organisation)
        return sheet_page(request, enrolment, action=reverse("desk:prove"))
    own = AdviserKey.objects.of(request.user).select_related("organisation", "successor")
    context = {
        "organisation": organisation,
        "unproven": next((found for found in own if not found.is_proven), None),
        "keys": [_key_line(found, opened) for found in own if found.is_proven],
        "form": ProofForm(),
        "action": reverse("desk:prove"),
    }
    return render(request, "reporting/key.html", context)


def _key_line(found: AdviserKey, opened: list[OpenVault]) -> dict[str, Any]:
    listed = is_listed(found)
    colleagues = [adviser for adviser in intake_advisers(found.organisation) if adviser.user_id != found.user_id]
    return {
        "key": found,
        "is_listed": listed,
        "is_open": vault_of(opened, found) is not None,
        "waits_for_pin": not listed and waits_for_pin(found.organisation_id),
        "form_is_open": form_is_open(found.organisation),
        "colleagues": colleagues,
        "has_emergency_key": bool(emergency_keys(found.organisation_id)),
        "code_is_old": found.code_proven_at is not None and timezone.now() - found.code_proven_at > CHECK_EVERY,
        "new_words_wait": found.next_phrase is not None,
        "taking_over": found.replacements.taking_over().filter(user=found.user).exists(),
    }


def sheet_page(request: HttpRequest, enrolment: vaults.Enrolment, *, action: str, replaces: bool = False) -> HttpResponse:
    """The sheet with the six words and the code: shown once, typed over from paper below it."""
    context = {
        "enrolment": enrolment,
        "organisation": enrolment.key.organisation,
        "form": ProofForm(),
        "action": action,
        "replaces": replaces,
    }
    return render(request, "reporting/new_key.html", context)


def _organisation_without_key(request: HttpRequest) -> Organisation | None:
    """An organisation where this adviser has no proven key yet."""
    proven = [found.organisation_id for found in AdviserKey.objects.of(request.user) if found.is_proven]
    return Organisation.objects.where(request.user, Role.ADVISER).with_form().exclude(pk__in=proven).first()


@require_POST
@desk_page
def prove(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    """Both secrets typed over from paper: only then the key counts."""
    own = AdviserKey.objects.of(request.user).select_related("organisation", "user")
    unproven = next((found for found in own if not found.is_proven), None)
    if unproven is None:
        return redirect("desk:key")
    form = ProofForm(request.POST)
    private = _prove_both(unproven, form) if form.is_valid() else None
    if private is None:
        context = {
            "organisation": unproven.organisation,
            "unproven": unproven,
            "keys": [],
            "form": form,
            "action": reverse("desk:prove"),
        }
        return render(request, "reporting/key.html", context, status=429 if is_blocked(request) else 422)
    vaults.found_key_list(key=unproven, private=private, now=timezone.now())
    messages.success(request, _("Je sleutel werkt. Je kluis staat nu open."))
    return keep_open(request, redirect("desk:key"), OpenVault(unproven, private))


def _prove_both(found: AdviserKey, form: ProofForm) -> Any:
    now = timezone.now()
    field = "zin"
    try:
        vaults.prove_phrase(key=found, phrase=form.cleaned_data["zin"], now=now)
        field = "code"
        return vaults.prove_recovery_code(key=found, code=form.cleaned_data["code"], now=now)
    except (WrongSecretError, TooManyTriesError, BusyError) as error:
        form.add_error(field, trouble_with(error, wrong_words()[field]))
    return None


def wrong_words() -> dict[str, str]:
    """What is said of words or a code that are not the ones on the paper."""
    return {
        "zin": _("Deze zes woorden zijn het niet. Kijk op je papier."),
        "code": _("Deze code is het niet. Kijk op je papier."),
    }


@require_POST
@desk_page
def admit(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Sign a colleague's key into the list."""
    if not opened:
        return unlock_page(request, onward=reverse("desk:inbox"))
    for vault in opened:
        found = AdviserKey.objects.live().filter(pk=pk, organisation=vault.key.organisation_id).first()
        if found is not None:
            try:
                vaults.admit_key(key=found, vault=vault, now=timezone.now())
            except (vaults.NotListedError, KeyListAlarmError):
                messages.error(request, _("Dat kon niet. De sleutellijst klopt niet, of jij staat er zelf niet op."))
            else:
                recovery.give_back(vault=vault, user_id=found.user_id, now=timezone.now())
                messages.success(
                    request, _("Je collega kan nu nieuwe meldingen lezen. Alle collega's krijgen hier bericht van.")
                )
            return redirect("desk:inbox")
    raise Http404
