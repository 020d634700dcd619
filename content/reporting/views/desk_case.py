"""One case at the desk: its page, and the machinery that every step in it shares.

A step never loses what was typed: when the vault closed meanwhile, the whole form comes back with room for the phrase; when
somebody wrote meanwhile, it comes back beside what was written.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.reporting.case_forms import (
    AftercareForm,
    AskForm,
    ClosingForm,
    FirstContactForm,
    HoldForm,
    LinkForm,
    ReasonForm,
    StepForm,
    WriteForm,
)
from content.reporting.casefile import CaseFile
from content.reporting.casework import NobodyElseReadsError, SameReportError, colleagues_to_ask
from content.reporting.deadlines import Deadlines
from content.reporting.desk import InboxItem, measured_way, open_everything, title_of
from content.reporting.entries import ChangedMeanwhileError, NotVisibleError, WrongStateError
from content.reporting.enums import ConsentSubject, FirstContact, ReportState
from content.reporting.gate import bureau_for, form_is_open
from content.reporting.guide_models import guide_for, stage_of
from content.reporting.holds import hold_on
from content.reporting.models import AdviserKey, Report
from content.reporting.outside import OUTSIDE
from content.reporting.referral import NoConsentError, was_carried_out
from content.reporting.services import FormClosedError, NothingWrittenError, open_report
from content.reporting.timeline import doubles_of, lines_of, partner_of, people_of
from content.reporting.vault import OpenVault

from .desk_door import desk_page, is_blocked, keep_open, try_phrase, unlock_page

Act = Callable[[OpenVault, uuid.UUID, Any], str]
"""Does the step and returns the sentence that says so."""
MEANWHILE = frozenset({"csrfmiddlewaretoken", "zin", "sleutel"})


@require_safe
@desk_page
def case(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    if not opened:
        return unlock_page(request)
    vault, case_file = open_case(opened, report_id)
    return case_page(request, vault, case_file, opened=opened)


def open_case(opened: list[OpenVault], report_id: uuid.UUID) -> tuple[OpenVault, CaseFile]:
    """The case with the first open vault that has it; for all others it does not exist."""
    for vault in opened:
        try:
            return vault, open_report(report_id=report_id, vault=vault, now=timezone.now())
        except NotVisibleError:
            continue
    raise Http404


def case_page(
    request: HttpRequest,
    vault: OpenVault,
    case_file: CaseFile,
    *,
    opened: list[OpenVault],
    bound: Mapping[str, StepForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case, with the form that was sent filled in as it was typed."""
    report = get_object_or_404(Report.objects.visible_to(request.user).select_related("organisation"), pk=case_file.report.pk)
    people = people_of(report.organisation)
    consents = case_file.consents
    colleagues = colleagues_to_ask(report, case_file.readers.values(), case_file.excluded)
    bureau = bureau_for(report.organisation)
    context = {
        "report": report,
        "title": title_of(case_file),
        "case_file": case_file,
        "plan": case_file.contact,
        "item": InboxItem(report, case_file, Deadlines(vault.key.organisation).clock(report.received_at, timezone.now())),
        "lines": lines_of(case_file, people),
        "consents": [_consent_line(case_file, consent) for consent in consents],
        "partner": partner_of(case_file, people),
        "readers": [people.user(user) for user in dict.fromkeys(case_file.readers.values())],
        "version": case_file.pieces[-1].sequence if case_file.pieces else 0,
        "events": report.events.select_related("actor"),
        "forms": {**_blank_forms(), **(bound or {})},
        "trouble": next((form for form in (bound or {}).values() if form.errors), None),
        "colleagues": colleagues,
        "bureau": bureau if bureau and form_is_open(bureau) else None,
        "guide": guide_for(_stage(report, consents)),
        "doubles": doubles_of(case_file),
        "others": _others(opened, report) if report.state in {ReportState.READ, ReportState.IN_CONTACT} else [],
        "hold": hold_on(report),
        "measured": measured_way(report) if report.is_test else [],
        "organisation": vault.key.organisation,
    }
    return render(request, "reporting/case.html", context, status=status)


def _blank_forms() -> dict[str, StepForm]:
    return {
        "contact": FirstContactForm(initial={"how": FirstContact.SPOKEN}),
        "write": WriteForm(),
        "ask": AskForm(),
        "closing": ClosingForm(),
        "aftercare": AftercareForm(),
        "reason": ReasonForm(),
        "link": LinkForm(),
        "hold": HoldForm(),
    }


def _consent_line(case_file: CaseFile, consent: Any) -> dict[str, Any]:
    done = was_carried_out(case_file, consent)
    return {
        "consent": consent,
        "is_done": done,
        "can_refer": consent.is_given and consent.subject == ConsentSubject.BUREAU and not done,
        "can_file": consent.is_given and consent.subject in OUTSIDE and bool(consent.parts),
    }


def _stage(report: Report, consents: list[Any]) -> Any:
    given = {consent.subject for consent in consents if consent.is_given}
    return stage_of(
        report.state,
        company=ConsentSubject.COMPANY in given,
        outside=bool(given & {ConsentSubject.SBB, ConsentSubject.BUREAU}),
    )


def _others(opened: list[OpenVault], report: Report) -> list[InboxItem]:
    """Other open reports of the same desk, one of which may be about the same thing."""
    items = open_everything(opened, timezone.now())
    return [item for item in items if item.report.pk != report.pk and item.report.organisation_id == report.organisation_id]


def take_step(
    request: HttpRequest,
    opened: list[OpenVault],
    report_id: uuid.UUID,
    *,
    name: str,
    form: StepForm,
    act: Act,
) -> HttpResponse:
    """One step in a case: check, unlock when that is needed, do it, or give everything that was typed back."""
    is_valid = form.is_valid()
    fresh: OpenVault | None = None
    if not _has(opened, report_id):
        if form.cleaned_data.get("zin"):
            fresh = try_phrase(request, form)
        if fresh is None and _has_locked_key(request, opened):
            return _locked_page(request, form)
        opened = [*opened, *([fresh] if fresh else [])]
    vault, case_file = open_case(opened, report_id)
    if is_valid:
        error = _try(vault, report_id, form, act)
        if isinstance(error, str):
            messages.success(request, error)
            response: HttpResponse = redirect("desk:case", report_id=report_id)
            return keep_open(request, response, fresh) if fresh else response
        form.add_error(None, error.args[0])
        case_file = open_case(opened, report_id)[1]
    response = case_page(request, vault, case_file, opened=opened, bound={name: form}, status=409 if is_valid else 422)
    return keep_open(request, response, fresh) if fresh else response


def _try(vault: OpenVault, report_id: uuid.UUID, form: StepForm, act: Act) -> str | ValueError:
    """Do the step; what went wrong comes back as a sentence."""
    try:
        return act(vault, report_id, form)
    except REFUSALS as error:
        return ValueError(_sentence_for(error))


REFUSALS = (
    ChangedMeanwhileError,
    WrongStateError,
    NothingWrittenError,
    NobodyElseReadsError,
    SameReportError,
    NoConsentError,
    FormClosedError,
)


def _sentence_for(error: Exception) -> str:
    sentences = {
        ChangedMeanwhileError: _(
            "Er kwam intussen iets bij: van de student, van een collega, of van jou in een ander tabblad. Kijk eerst "
            "hieronder. Je tekst staat er nog; er is niets overschreven."
        ),
        WrongStateError: _(
            "Dit is al opgeschreven, misschien door een collega. Je tekst staat hieronder nog; er is niets overschreven."
        ),
        NothingWrittenError: _("Schrijf je bericht hier. Zonder tekst kan de student niets lezen."),
        NobodyElseReadsError: _("Jij bent de enige die dit leest. Vraag de student eerst of een collega mag meelezen."),
        SameReportError: _("Kies een andere melding dan deze."),
        NoConsentError: _("Hier is geen bewezen ja van de student voor. Misschien is het intussen ingetrokken."),
        FormClosedError: _("Het bureau kan nu niets ontvangen in Gehoord. Bel het bureau."),
    }
    return sentences[type(error)]


def _has(opened: list[OpenVault], report_id: uuid.UUID) -> bool:
    """Whether one of the open vaults has this report. Says nothing to the outside: the answer is the same page."""
    keys = [vault.key for vault in opened]
    if not keys:
        return False
    visible = Report.objects.visible_to(keys[0].user).filter(organisation__in=[key.organisation_id for key in keys])
    return visible.filter(pk=report_id).exists()


def _has_locked_key(request: HttpRequest, opened: list[OpenVault]) -> bool:
    mine = {key.pk for key in AdviserKey.objects.of(request.user) if key.is_proven}
    return bool(mine - {vault.key.pk for vault in opened})


def _locked_page(request: HttpRequest, form: StepForm) -> HttpResponse:
    """Everything that was sent, back in one form that asks for the phrase."""
    kept = [(field, value) for field in request.POST if field not in MEANWHILE for value in request.POST.getlist(field)]
    keys = [key for key in AdviserKey.objects.of(request.user).select_related("organisation") if key.is_proven]
    context = {
        "form": form,
        "action": request.path,
        "texts": [(field, value) for field, value in kept if _is_text(form, field)],
        "hidden": [(field, value) for field, value in kept if not _is_text(form, field)],
        "keys": keys,
    }
    return render(request, "reporting/locked_meanwhile.html", context, status=429 if is_blocked(request) else 422)


def _is_text(form: StepForm, field: str) -> bool:
    found = form.fields.get(field)
    return (getattr(found, "max_length", 0) or 0) > 1000
