"""The steps an adviser takes in a case. Each is one form, one service, one sentence."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.reporting import casework
from content.reporting.agreements import ask_consent
from content.reporting.axes import Area, Ground, Handling, Nature
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
    Written,
)
from content.reporting.casework import Closing
from content.reporting.entries import NotVisibleError, WrongStateError
from content.reporting.enums import ConsentSubject, FirstContact, ReportPart
from content.reporting.gate import IntakeAdviser, intake_advisers
from content.reporting.hold_models import HoldReason
from content.reporting.holds import lift_hold, place_hold
from content.reporting.outside import NoFileError, make_file
from content.reporting.referral import NoConsentError, given_consent, refer_to_bureau
from content.reporting.services import record_first_contact
from content.reporting.templatetags.moments import day
from content.reporting.vault import OpenVault
from gehoord.core.sealed.phrases import generate_phrase, has_six_words, mistyped_positions
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .desk_case import open_case, take_step
from .desk_door import desk_page, unlock_page


@require_POST
@desk_page
def first_contact(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """The clock stops: spoken, written, or no answer wanted."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        data = form.cleaned_data
        record_first_contact(
            report_id=pk,
            vault=vault,
            how=FirstContact(data["how"]),
            by=data["hoe"] if data["how"] == FirstContact.SPOKEN else "",
            text=data["text"],
            now=timezone.now(),
            seen=data["seen"],
        )
        return _("Opgeschreven. De klok staat stil.")

    return take_step(request, opened, report_id, name="contact", form=FirstContactForm(request.POST), act=act)


@require_POST
@desk_page
def write(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """A message, a conversation, a call that was not answered, or a private note."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        data, now = form.cleaned_data, timezone.now()
        kind = Written(data["soort"])
        if kind == Written.NOTE:
            casework.write_note(report_id=pk, vault=vault, text=data["tekst"], now=now)
            return _("Je notitie staat erbij. Alleen jij leest haar.")
        services = {
            Written.MESSAGE: casework.write_message,
            Written.SPOKEN: casework.write_contact_made,
            Written.TRIED: casework.write_contact_tried,
        }
        services[kind](report_id=pk, vault=vault, text=data["tekst"], now=now, seen=data["seen"])
        return _("Opgeschreven.")

    return take_step(request, opened, report_id, name="write", form=WriteForm(request.POST), act=act)


@require_POST
@desk_page
def ask(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """Ask the student for a yes."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        data = form.cleaned_data
        subject = ConsentSubject(data["onderwerp"])
        ask_consent(
            report_id=pk,
            vault=vault,
            subject=subject,
            text=data["vraag"],
            now=timezone.now(),
            parts=[ReportPart(part) for part in data["delen"]],
            user_id=int(data["collega"]) if subject == ConsentSubject.ADVISER else None,
            seen=data["seen"],
        )
        return _(
            "Je vraag staat op de pagina van de student. Kun je bellen of appen? Zeg dan alleen: “Er staat iets voor je klaar.”"
        )

    form = AskForm(request.POST, colleagues=_colleagues(request))
    return take_step(request, opened, report_id, name="ask", form=form, act=act)


def _colleagues(request: HttpRequest) -> list[IntakeAdviser]:
    """Advisers of every desk this person works at; the service looks at the case itself."""
    own = Organisation.objects.where(request.user, Role.ADVISER)
    return [adviser for organisation in own for adviser in intake_advisers(organisation)]


@require_POST
@desk_page
def close(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """Close, with what was done, what was told, and the day to ask how it goes."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        data = form.cleaned_data
        closing = Closing(
            done=data["gedaan"],
            told=data["verteld"],
            aftercare_on=data["nazorg"],
            grounds=tuple(Ground(ground) for ground in data["gronden"]),
            area=Area(data["gebied"]),
            nature=Nature(data["aard"]),
            handling=Handling(data["afhandeling"]),
        )
        casework.close_report(report_id=pk, vault=vault, closing=closing, now=timezone.now(), seen=data["seen"])
        return _("Afgerond. Op de dag van de nazorg staat deze melding weer in je lijst.")

    return take_step(request, opened, report_id, name="closing", form=ClosingForm(request.POST), act=act)


@require_POST
@desk_page
def aftercare(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """How it goes, some weeks later."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        data = form.cleaned_data
        report = casework.record_aftercare(
            report_id=pk,
            vault=vault,
            text=data["verslag"],
            now=timezone.now(),
            again_on=data["opnieuw"],
            seen=data["seen"],
        )
        if report.erase_after is None:
            return _("Opgeschreven. Op die dag staat deze melding weer in je lijst.")
        return _("De nazorg is gedaan. Op %(day)s wist Gehoord deze melding.") % {"day": day(report.erase_after)}

    return take_step(request, opened, report_id, name="aftercare", form=AftercareForm(request.POST), act=act)


def _with_reason(service: Any, sentence: str) -> Any:
    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        data = form.cleaned_data
        service(report_id=pk, vault=vault, text=data["reden"], now=timezone.now(), seen=data["seen"])
        return sentence

    return act


@require_POST
@desk_page
def reopen(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    act = _with_reason(casework.reopen_report, _("Deze melding loopt weer. Er is niets gewist."))
    return take_step(request, opened, report_id, name="reason", form=ReasonForm(request.POST), act=act)


@require_POST
@desk_page
def mark_abuse(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    act = _with_reason(
        casework.mark_abuse, _("Apart gezet als misbruik. Het telt niet mee. Over zeven dagen wist Gehoord het.")
    )
    return take_step(request, opened, report_id, name="reason", form=ReasonForm(request.POST), act=act)


@require_POST
@desk_page
def unmark_abuse(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    act = _with_reason(casework.unmark_abuse, _("Teruggezet. De klok liep al die tijd door."))
    return take_step(request, opened, report_id, name="reason", form=ReasonForm(request.POST), act=act)


@require_POST
@desk_page
def link(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """Say that two reports are about the same thing."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        try:
            casework.link_reports(report_id=pk, other_id=form.cleaned_data["ander"], vault=vault, now=timezone.now())
        except NotVisibleError:
            raise Http404 from None
        return _("Aan elkaar gekoppeld. De studenten merken daar niets van.")

    return take_step(request, opened, report_id, name="link", form=LinkForm(request.POST), act=act)


@require_POST
@desk_page
def from_bin(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        casework.take_from_bin(report_id=pk, vault=vault)
        return _("Nagekeken: deze staat nu bij de andere meldingen.")

    return take_step(request, opened, report_id, name="plain", form=StepForm(request.POST), act=act)


@require_POST
@desk_page
def mark_test(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        is_test = request.POST.get("proef") == "ja"
        casework.mark_test(report_id=pk, vault=vault, is_test=is_test)
        return _("Dit is een proefmelding. Ze telt nergens mee.") if is_test else _("Dit is geen proefmelding meer.")

    return take_step(request, opened, report_id, name="plain", form=StepForm(request.POST), act=act)


@require_POST
@desk_page
def hold(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """Keep this report whatever its term says, with a reason from the list; the student sees it."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        place_hold(report_id=pk, vault=vault, reason=HoldReason(form.cleaned_data["grond"]), now=timezone.now())
        return _(
            "Opgeschreven. Gehoord wist deze melding niet, tot jij of een collega zegt dat het weer mag. De student ziet dit."
        )

    return take_step(request, opened, report_id, name="hold", form=HoldForm(request.POST), act=act)


@require_POST
@desk_page
def unhold(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """The reason is over: the term counts again."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        lift_hold(report_id=pk, vault=vault)
        return _("Deze melding hoeft niet langer te blijven. De gewone termijn geldt weer.")

    return take_step(request, opened, report_id, name="plain", form=StepForm(request.POST), act=act)


@require_POST
@desk_page
def step_back(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID) -> HttpResponse:
    """Hand over to who came in with the student's yes: this adviser stops reading."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        casework.step_back(report_id=pk, vault=vault, now=timezone.now())
        return _("Overgedragen. Jij leest deze melding niet meer; de student ziet dat.")

    response = take_step(request, opened, report_id, name="plain", form=StepForm(request.POST), act=act)
    return redirect("desk:inbox") if response.status_code == 302 else response


@require_POST
@desk_page
def refer(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID, number: int) -> HttpResponse:
    """Send on to the bureau's vault, with the student's yes."""

    def act(vault: OpenVault, pk: uuid.UUID, form: Any) -> str:
        refer_to_bureau(report_id=pk, vault=vault, number=number, now=timezone.now())
        return _("Doorgestuurd. Het bureau heeft nu een eigen melding, en de student kan daar met dezelfde code terecht.")

    return take_step(request, opened, report_id, name="plain", form=StepForm(request.POST), act=act)


@require_POST
@desk_page
def file(request: HttpRequest, opened: list[OpenVault], report_id: uuid.UUID, number: int) -> HttpResponse:
    """Before the file: what goes in, to whom, and the phrase to tell by telephone."""
    if not opened:
        return unlock_page(request, onward=f"/balie/melding/{report_id}/")
    vault, case_file = open_case(opened, report_id)
    try:
        consent = given_consent(case_file, number, *ConsentSubject)
    except NoConsentError:
        raise Http404 from None
    phrase = request.POST.get("wachtzin", "")
    if phrase:
        return _download(request, vault, report_id, number, phrase)
    context = {
        "report": case_file.report,
        "consent": consent,
        "phrase": generate_phrase(),
        "organisation": vault.key.organisation,
    }
    return render(request, "reporting/file.html", context)


def _download(request: HttpRequest, vault: OpenVault, report_id: uuid.UUID, number: int, phrase: str) -> HttpResponse:
    if not has_six_words(phrase) or mistyped_positions(phrase):
        raise Http404  # the page makes the phrase; somebody changed it
    try:
        made = make_file(report_id=report_id, vault=vault, number=number, phrase=phrase, now=timezone.now())
    except (NoConsentError, WrongStateError, NotVisibleError):
        raise Http404 from None
    except NoFileError:
        messages.error(
            request, _("Het bestand maken lukte niet. Er is niets verstuurd of opgeschreven. Probeer het zo nog eens.")
        )
        return redirect("desk:case", report_id=report_id)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="document.pdf"'
    return response
