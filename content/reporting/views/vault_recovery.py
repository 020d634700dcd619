"""Lost words, a new key, a successor, leaving: what an adviser does alone, and what a colleague does for another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from content.reporting import recovery
from content.reporting import vault as vaults
from content.reporting.forms import ProofForm
from content.reporting.gate import intake_advisers
from content.reporting.key_forms import ColleagueForm, PrintedCodeForm
from content.reporting.key_lists import KeyListAlarmError, is_listed
from content.reporting.models import AdviserKey
from content.reporting.recovery import NobodyElseError, NoSuccessorError
from content.reporting.vault import BusyError, OpenVault, TooManyTriesError, WrongCodeError, WrongSecretError

from .desk_door import desk_page, is_blocked, keep_open, own_key, trouble_with, unlock_page, vault_of
from .vault_keys import sheet_page, wrong_words


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def new_words(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """New words and a new code for the same key, from the printed code, or from an open vault."""
    key = own_key(request, pk)
    vault = vault_of(opened, key)
    form = PrintedCodeForm(request.POST if request.method == "POST" and vault is None else None)
    if request.method == "POST" and vault is None and form.is_valid():
        try:
            vault = vaults.open_with_code(key=key, code=form.cleaned_data["code"], now=timezone.now())
        except (WrongSecretError, TooManyTriesError, BusyError) as error:
            form.add_error("code", trouble_with(error, wrong_words()["code"]))
    if request.method == "POST" and vault is not None:
        enrolment = vaults.begin_new_words(vault=vault)
        return sheet_page(request, enrolment, action=reverse("desk:confirm_words", args=[pk]), replaces=True)
    status = 200 if request.method != "POST" else 429 if is_blocked(request) else 422
    return render(request, "reporting/new_words.html", {"key": key, "form": form, "is_open": vault is not None}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def confirm_words(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Type the new words and code over: from then on the old ones open nothing."""
    key = own_key(request, pk)
    if key.next_phrase is None:
        return redirect("desk:key")
    form = ProofForm(request.POST if request.method == "POST" else None)
    vault = None
    if request.method == "POST" and form.is_valid():
        try:
            vault = vaults.finish_new_words(
                key=key, phrase=form.cleaned_data["zin"], code=form.cleaned_data["code"], now=timezone.now()
            )
        except WrongCodeError:
            form.add_error("code", wrong_words()["code"])
        except (WrongSecretError, TooManyTriesError, BusyError) as error:
            form.add_error("zin", trouble_with(error, wrong_words()["zin"]))
    if vault is None:
        status = 200 if request.method != "POST" else 429 if is_blocked(request) else 422
        context = {"key": key, "form": form, "action": reverse("desk:confirm_words", args=[pk])}
        return render(request, "reporting/confirm_paper.html", context, status=status)
    messages.success(request, _("Je nieuwe woorden werken. De oude openen niets meer: vernietig dat papier."))
    return keep_open(request, redirect("desk:key"), vault)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def give_up(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Words and code both lost: the key stops, and a colleague gives back what was read with it."""
    key = own_key(request, pk)
    if request.method == "POST":
        recovery.give_up_key(key=key, now=timezone.now())
        messages.success(request, _("Je oude sleutel doet niet meer mee. Maak nu een nieuwe. Je collega's krijgen bericht."))
        return redirect("desk:key")
    colleagues = [adviser for adviser in intake_advisers(key.organisation) if adviser.user_id != key.user_id]
    return render(request, "reporting/give_up_key.html", {"key": key, "colleagues": colleagues})


# ---------------------------------------------------------------- a new key in the old one's place


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def rotate(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Make a new key while the old one is at hand. Nothing changes before the new paper is typed over."""
    key = own_key(request, pk)
    vault = vault_of(opened, key)
    if vault is None:
        return unlock_page(request, onward=reverse("desk:rotate", args=[pk]))
    if request.method == "POST":
        enrolment = recovery.begin_rotation(vault=vault)
        return sheet_page(request, enrolment, action=reverse("desk:confirm_rotation", args=[pk]), replaces=True)
    return render(request, "reporting/rotate_key.html", {"key": key, "waiting": _taking_over(key) is not None})


def _taking_over(key: AdviserKey) -> AdviserKey | None:
    waiting = AdviserKey.objects.taking_over().filter(replaces=key, user=key.user_id)
    return waiting.select_related("organisation", "user").first()


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def confirm_rotation(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Both keys at hand: sign the new one in and move everything to it, as soon as the new list is pinned."""
    key = own_key(request, pk)
    vault, new = vault_of(opened, key), _taking_over(key)
    here = reverse("desk:confirm_rotation", args=[pk])
    if vault is None:
        return unlock_page(request, onward=here)
    if new is None:
        return redirect("desk:rotate", pk)
    form = ProofForm(request.POST if request.method == "POST" else None)
    private = _prove_new(new, form) if request.method == "POST" and form.is_valid() else None
    if private is None:
        status = 200 if request.method != "POST" else 429 if is_blocked(request) else 422
        return render(request, "reporting/confirm_paper.html", {"key": new, "form": form, "action": here}, status=status)
    recovery.sign_in_successor_key(vault=vault, new=new, now=timezone.now())
    if not is_listed(new):
        messages.info(
            request,
            _(
                "Je nieuwe sleutel is klaar. De beheerder van de server legt eerst de lijst vast. Typ daarna je woorden hier nog eens."
            ),
        )
        return redirect("desk:key")
    opened_new = OpenVault(new, private)
    moved = recovery.finish_rotation(vault=vault, new=opened_new, now=timezone.now())
    messages.success(request, _moved(moved))
    return keep_open(request, redirect("desk:key"), opened_new)


def _moved(count: int) -> str:
    text = ngettext(
        "Je nieuwe sleutel werkt. %(count)d melding ging mee. Vernietig je oude papier.",
        "Je nieuwe sleutel werkt. %(count)d meldingen gingen mee. Vernietig je oude papier.",
        count,
    )
    return text % {"count": count}


def _prove_new(new: AdviserKey, form: ProofForm) -> Any:
    field = "zin"
    try:
        vaults.prove_phrase(key=new, phrase=form.cleaned_data["zin"], now=timezone.now())
        field = "code"
        return vaults.prove_recovery_code(key=new, code=form.cleaned_data["code"], now=timezone.now())
    except (WrongSecretError, TooManyTriesError, BusyError) as error:
        form.add_error(field, trouble_with(error, wrong_words()[field]))
    return None


# ---------------------------------------------------------------- a successor, and leaving


@require_POST
@desk_page
def successor(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Name who takes over when this adviser leaves."""
    key = own_key(request, pk)
    vault = vault_of(opened, key)
    if vault is None:
        return unlock_page(request, onward=reverse("desk:key"))
    form = _colleagues(key, request.POST, nobody=_("Nog niemand"))
    try:
        if not form.is_valid():
            raise NoSuccessorError
        recovery.name_successor(vault=vault, user_id=form.user_id)
    except NoSuccessorError:
        messages.error(request, _("Kies een collega die hier staat."))
    else:
        messages.success(request, _("Opgeschreven. Stop je ooit, dan neemt deze collega het over."))
    return redirect("desk:key")


def _colleagues(key: AdviserKey, data: Any = None, *, nobody: str) -> ColleagueForm:
    colleagues = [adviser for adviser in intake_advisers(key.organisation) if adviser.user_id != key.user_id]
    return ColleagueForm(data, colleagues=colleagues, nobody=nobody)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def leave(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Pass everything on and go."""
    key = own_key(request, pk)
    vault = vault_of(opened, key)
    if vault is None:
        return unlock_page(request, onward=reverse("desk:leave", args=[pk]))
    form = _colleagues(key, request.POST if request.method == "POST" else None, nobody=_("Niemand, de anderen lezen al mee"))
    if request.method == "POST" and form.is_valid():
        try:
            left = recovery.leave_desk(vault=vault, successor_id=form.user_id, now=timezone.now())
        except NobodyElseError as error:
            form.add_error("collega", _orphans(error.count))
        except (NoSuccessorError, KeyListAlarmError):
            form.add_error("collega", _("Dat kan nu niet. Kijk of de sleutellijst klopt, en kies een collega die hier staat."))
        else:
            vaults.end_visit(session=request.session)
            messages.success(request, _left(left.passed_on))
            return redirect("desk:key")
    context = {"key": key, "form": form, "chosen": form.data.get("collega", str(key.successor_id or ""))}
    return render(request, "reporting/leave_desk.html", context, status=422 if form.errors else 200)


def _orphans(count: int) -> str:
    text = ngettext(
        "Dan kan niemand %(count)d melding nog openen. Kies iemand die deze mag lezen, of maak eerst een noodsleutel.",
        "Dan kan niemand %(count)d meldingen nog openen. Kies iemand die ze mag lezen, of maak eerst een noodsleutel.",
        count,
    )
    return text % {"count": count}


def _left(count: int) -> str:
    text = ngettext(
        "Je sleutel is weg. %(count)d melding ging naar je opvolger; de student ziet dat. Dank je wel voor al je werk.",
        "Je sleutel is weg. %(count)d meldingen gingen naar je opvolger; de studenten zien dat. Dank je wel voor al je werk.",
        count,
    )
    return text % {"count": count}


@require_POST
@desk_page
def give_back(request: HttpRequest, opened: list[OpenVault], pk: int, user_id: int) -> HttpResponse:
    """Give a colleague with a new key back what was theirs, or pass on to a named successor."""
    vault = _vault_or_404(request, opened, pk)
    if vault is None:
        return unlock_page(request, onward=reverse("desk:inbox"))
    count = recovery.give_back(vault=vault, user_id=user_id, now=timezone.now())
    text = ngettext(
        "%(count)d melding gaat nu weer open voor je collega. De student ziet dat.",
        "%(count)d meldingen gaan nu weer open voor je collega. De studenten zien dat.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("desk:inbox")


def _vault_or_404(request: HttpRequest, opened: list[OpenVault], pk: int) -> OpenVault | None:
    return vault_of(opened, own_key(request, pk))


@require_POST
@desk_page
def tidy_list(request: HttpRequest, opened: list[OpenVault], pk: int) -> HttpResponse:
    """Take the keys of people who left out of the signed list."""
    vault = _vault_or_404(request, opened, pk)
    if vault is None:
        return unlock_page(request, onward=reverse("desk:inbox"))
    try:
        recovery.remove_stale_keys(vault=vault, now=timezone.now())
    except KeyListAlarmError:
        raise Http404 from None
    messages.success(request, _("De oude sleutel staat niet meer op de lijst. Alle collega's krijgen hier bericht van."))
    return redirect("desk:inbox")
