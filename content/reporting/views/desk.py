"""The desk: the vault's pages, the inbox, and a case. Never cached, never indexed, nothing third-party."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.reporting import vault as vaults
from content.reporting.casefile import CaseFile
from content.reporting.deadlines import Deadlines
from content.reporting.desk import InboxItem, inbox, title_of
from content.reporting.entries import NotVisibleError, WrongStateError
from content.reporting.enums import FirstContact
from content.reporting.forms import FirstContactForm, ProofForm, UnlockForm
from content.reporting.gate import form_is_open
from content.reporting.key_lists import KeyListAlarmError, has_alarm, is_listed, waits_for_pin
from content.reporting.models import AdviserKey, Report
from content.reporting.permissions import user_can_use_desk
from content.reporting.services import open_report, record_first_contact
from content.reporting.vault import BusyError, OpenVault, TooManyTriesError, WrongSecretError
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation


def cookie_name() -> str:
    return "__Host-gehoord-vault" if settings.HTTPS else "gehoord-vault"


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For advisers only; for everybody else it does not exist. Gives the view the keys that are unlocked now."""

    @sensitive_post_parameters()
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_use_desk(request.user):
            raise Http404
        cookie = request.COOKIES.get(cookie_name(), "")
        opened = vaults.open_vaults(session=request.session, cookie=cookie, user=request.user, now=timezone.now())
        response = view(request, opened, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return page


def _keep_open(request: HttpRequest, response: HttpResponse, vault: OpenVault) -> HttpResponse:
    """Begin a visit: the cookie holds the secret under which the session holds the key."""
    cookie = vaults.begin_visit(
        session=request.session, cookie=request.COOKIES.get(cookie_name(), ""), vault=vault, now=timezone.now()
    )
    response.set_cookie(cookie_name(), cookie, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/")
    return response


def _unlock_page(request: HttpRequest, *, form: UnlockForm | None = None, onward: str = "", status: int = 200) -> HttpResponse:
    keys = [key for key in AdviserKey.objects.of(request.user).select_related("organisation") if key.is_proven]
    if not keys:
        return redirect("desk:key")
    context = {
        "form": form or UnlockForm(),
        "keys": keys,
        "onward": onward or request.get_full_path(),
        "tries_left": vaults.tries_left(request.user, timezone.now()),
    }
    return render(request, "reporting/unlock.html", context, status=status)


@require_safe
@desk_page
def inbox_page(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    if not opened:
        return _unlock_page(request)
    to_admit: list[AdviserKey] = []
    for vault in opened:
        if not has_alarm(vault.key.organisation_id):
            to_admit += vaults.keys_to_admit(vault)
    context = {
        "inbox": inbox(opened, timezone.now()),
        "to_admit": to_admit,
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
    onward = _safe_onward(request, form)
    if not form.is_valid():
        return _unlock_page(request, form=form, onward=onward, status=422)
    vault = _try_phrase(request, form)
    if vault is None:
        return _unlock_page(request, form=form, onward=onward, status=429 if _is_blocked(request) else 422)
    return _keep_open(request, redirect(onward), vault)


def _safe_onward(request: HttpRequest, form: UnlockForm) -> str:
    onward = str(form.data.get("verder", ""))
    desk = reverse("desk:inbox")
    allowed = onward.startswith(desk) and ".." not in onward and url_has_allowed_host_and_scheme(onward, allowed_hosts=None)
    return onward if allowed else desk


def _is_blocked(request: HttpRequest) -> bool:
    return vaults.tries_left(request.user, timezone.now()) == 0


def _try_phrase(request: HttpRequest, form: Any) -> OpenVault | None:
    """Unlock with the typed phrase; what went wrong becomes an error of the form."""
    keys = [key for key in AdviserKey.objects.of(request.user).select_related("organisation", "user") if key.is_proven]
    wanted = form.cleaned_data.get("sleutel")
    key = next((key for key in keys if key.pk == wanted), keys[0] if keys else None)
    if key is None:
        raise Http404
    try:
        return vaults.unlock_vault(key=key, phrase=form.cleaned_data["zin"], now=timezone.now())
    except WrongSecretError:
        form.add_error("zin", _("Deze zes woorden openen je kluis niet. Kijk ze nog eens na."))
    except TooManyTriesError:
        form.add_error("zin", _("Je hebt het vijf keer geprobeerd. Wacht een kwartier en probeer het dan weer."))
    except BusyError:
        form.add_error("zin", _("Het is even druk. Probeer het over een paar seconden nog eens. Dit telt niet als poging."))
    return None


@require_POST
@desk_page
def lock(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    vaults.end_visit(session=request.session)
    messages.success(request, _("Je kluis is dicht."))
    response = redirect("desk:inbox")
    response.delete_cookie(cookie_name(), path="/", samesite="Lax")
    return response


# ---------------------------------------------------------------- the key


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def key(request: HttpRequest, opened: list[OpenVault]) -> HttpResponse:
    """Make a key, prove it, or see how it stands."""
    organisation = _organisation_without_key(request)
    if request.method == "POST":
        if organisation is None:
            return redirect("desk:key")
        enrolment = vaults.enrol_adviser(user=request.user, organisation=organisation)
        return render(
            request, "reporting/new_key.html", {"enrolment": enrolment, "organisation": organisation, "form": ProofForm()}
        )
    own = AdviserKey.objects.of(request.user).select_related("organisation")
    context = {
        "organisation": organisation,
        "unproven": next((found for found in own if not found.is_proven), None),
        "keys": [_key_line(found) for found in own if found.is_proven],
        "form": ProofForm(),
    }
    return render(request, "reporting/key.html", context)


def _key_line(found: AdviserKey) -> dict[str, Any]:
    listed = is_listed(found)
    return {
        "key": found,
        "is_listed": listed,
        "waits_for_pin": not listed and waits_for_pin(found.organisation_id),
        "form_is_open": form_is_open(found.organisation),
    }


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
        context = {"organisation": unproven.organisation, "unproven": unproven, "keys": [], "form": form}
        return render(request, "reporting/key.html", context, status=429 if _is_blocked(request) else 422)
    vaults.found_key_list(key=unproven, private=private, now=timezone.now())
    messages.success(request, _("Je sleutel werkt. Je kluis staat nu open."))
    return _keep_open(request, redirect("desk:key"), OpenVault(unproven, private))


def _prove_both(found: AdviserKey, form: ProofForm) -> Any:
    now = timezone.now()
    field = "zin"
    try:
        vaults.prove_phrase(key=found, phrase=form.cleaned_data["zin"], now=now)
        field = "code"
        return vaults.prove_recovery_code(key=found, code=form.cleaned_data["code"], now=now)
    except WrongSecretError:
        wrong = {
            "zin": _("Deze zes woorden zijn het niet. Kijk op je papier."),
            "code": _("Deze code is het niet. Kijk op je papier."),
        }
        form.add_error(field, wrong[field])
    except TooManyTriesError:
        form.add_error(field, _("Je hebt het vijf keer geprobeerd. Wacht een kwartier en probeer het dan weer."))
    except BusyError:
        form.add_error(field, _("Het is even druk. Probeer het over een paar seconden nog eens. Dit telt niet als poging."))
    return None


@require_POST
@desk_page
def admit(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Sign a colleague's key into the list."""
    if not opened:
        return _unlock_page(request, onward=reverse("desk:inbox"))
    for vault in opened:
        found = AdviserKey.objects.live().filter(pk=pk, organisation=vault.key.organisation_id).first()
        if found is not None:
            try:
                vaults.admit_key(key=found, vault=vault, now=timezone.now())
            except (vaults.NotListedError, KeyListAlarmError):
                messages.error(request, _("Dat kon niet. De sleutellijst klopt niet, of jij staat er zelf niet op."))
            else:
                messages.success(
                    request, _("Je collega kan nu nieuwe meldingen lezen. Alle collega's krijgen hier bericht van.")
                )
            return redirect("desk:inbox")
    raise Http404


# ---------------------------------------------------------------- a case


@require_safe
@desk_page
def case(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    if not opened:
        return _unlock_page(request)
    vault, case_file = _open(opened, report_id)
    return _case_page(request, vault, case_file, FirstContactForm(initial={"how": FirstContact.SPOKEN}))


def _open(opened: list[OpenVault], report_id: uuid.UUID) -> tuple[OpenVault, CaseFile]:
    for vault in opened:
        try:
            return vault, open_report(report_id=report_id, vault=vault, now=timezone.now())
        except NotVisibleError:
            continue
    raise Http404


def _case_page(
    request: HttpRequest, vault: OpenVault, case_file: CaseFile, form: FirstContactForm, status: int = 200
) -> HttpResponse:
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=case_file.report.pk)
    clock = Deadlines(vault.key.organisation).clock(report.received_at, timezone.now())
    context = {
        "report": report,
        "title": title_of(case_file),
        "case_file": case_file,
        "plan": case_file.contact,
        "item": InboxItem(report, case_file, clock),
        "events": report.events.select_related("actor"),
        "form": form,
        "organisation": vault.key.organisation,
    }
    return render(request, "reporting/case.html", context, status=status)


@require_POST
@desk_page
def first_contact(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """Record first contact. When the vault closed meanwhile, the text comes back with room for the phrase."""
    form = FirstContactForm(request.POST)
    is_valid = form.is_valid()
    fresh: OpenVault | None = None
    if not opened:
        if is_valid and form.cleaned_data["zin"]:
            fresh = _try_phrase(request, form)
        if fresh is None:
            context = {"form": form, "report_id": report_id}
            return render(request, "reporting/locked_meanwhile.html", context, status=429 if _is_blocked(request) else 422)
        opened = [fresh]
    vault, case_file = _open(opened, report_id)
    response: HttpResponse
    if not is_valid:
        response = _case_page(request, vault, case_file, form, status=422)
    else:
        how = FirstContact(form.cleaned_data["how"])
        try:
            record_first_contact(report_id=report_id, vault=vault, how=how, text=form.cleaned_data["text"], now=timezone.now())
            messages.success(request, _("Opgeschreven. De klok staat stil."))
            response = redirect("desk:case", report_id=report_id)
        except WrongStateError:
            form.add_error(
                None,
                _(
                    "Dit is al opgeschreven, misschien door een collega. Je tekst staat hieronder nog; er is niets overschreven."
                ),
            )
            response = _case_page(request, vault, _open(opened, report_id)[1], form, status=409)
    return _keep_open(request, response, fresh) if fresh else response
