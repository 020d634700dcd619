"""The page behind the code: everything that a student can read and do, by POST only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.reporting import agreements, student_steps
from content.reporting.copies import copy_of
from content.reporting.entries import NotVisibleError, WrongStateError
from content.reporting.enums import EntryKind, PartnerKind
from content.reporting.feedback import give_feedback
from content.reporting.gate import intake_advisers
from content.reporting.handover import find_hand_over
from content.reporting.models import Report
from content.reporting.promises import Step
from content.reporting.public_door import (
    UNREADABLE,
    alternates,
    comes_from_here,
    env_keys,
    guess_may_pass,
    note_wrong_code,
    public_page,
)
from content.reporting.readership import ExcludedError
from content.reporting.referral import elsewhere
from content.reporting.report_form import NATIONAL_PHONE
from content.reporting.services import find_by_receipt
from content.reporting.status import Status, status_of
from content.reporting.step_forms import ContactForm, FeedbackForm, PartnerForm, WordsForm
from content.reporting.tenancy import sees
from content.reporting.views.exchange import exchange
from gehoord.core.sealed.codes import MistypedCodeError
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.tokens import BadTokenError, make_status_token, read_status_token


@dataclass(frozen=True)
class Visit:
    """One request of somebody with a right code."""

    report: Report
    receipt: Receipt
    posted: QueryDict
    status: Status
    now: datetime


@dataclass(frozen=True)
class Outcome:
    """What came of a step: a sentence that says so, or what is wrong with which field."""

    done: str = ""
    errors: tuple[tuple[str, str], ...] = ()


class NotNowError(Exception):
    """The step is not open in this state."""


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def status(request: HttpRequest) -> HttpResponse:
    """Back with the code. The code comes by POST only and no part of it is shown again."""
    now = timezone.now()
    if request.method != "POST":
        return _code_page(request)
    receipt, error, wrong = _read_code(request, now)
    if receipt is not None and not guess_may_pass(request, now):
        return _busy(request, receipt, now)
    if receipt is None:
        return _code_page(request, error=error, status=wrong)
    report = find_by_receipt(receipt)
    return _behind(request, report, receipt, now) if report else _no_report(request, receipt, now)


def _no_report(request: HttpRequest, receipt: Receipt, now: datetime) -> HttpResponse:
    """No report behind these characters: a colleague's hand-over code, or a code that we do not know."""
    told = find_hand_over(receipt)
    if told is not None:
        return exchange(request, told, receipt, now)
    note_wrong_code(request, now)
    return _code_page(request, error="unknown", status=404)


def _behind(request: HttpRequest, report: Report, receipt: Receipt, now: datetime) -> HttpResponse:
    with sees(reports=[report.pk]):
        return _walk(request, report, receipt, now)


def _walk(request: HttpRequest, report: Report, receipt: Receipt, now: datetime) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "kopie":
        return _copy(report, receipt, now)
    if act == "wis":
        return _erase(request, report, receipt, now)
    outcome = _do(act, Visit(report, receipt, request.POST, status_of(report, receipt=receipt, now=now), now))
    report.refresh_from_db()
    return _page(request, report, receipt, now, outcome)


def _page(request: HttpRequest, report: Report, receipt: Receipt, now: datetime, outcome: Outcome) -> HttpResponse:
    found = status_of(report, receipt=receipt, now=now)
    typed = request.POST if outcome.errors else QueryDict()
    context = {
        "organisation": report.organisation,
        "status": found,
        "heading": found.heading.value,
        "sentences": {sentence.value for sentence in found.sentences},
        "steps": {step.value for step in found.steps},
        "readers_sentence": get_text_list(list(found.reader_names), _("en")),
        "status_token": make_status_token(env_keys(), receipt=receipt, now=now),
        "done": outcome.done,
        "errors": outcome.errors,
        "wrong": dict(outcome.errors),
        "typed": typed,
        "typed_act": typed.get("act", ""),
        "alternates": alternates(request),
        "elsewhere": [
            (organisation.called, make_status_token(env_keys(), receipt=there, now=now))
            for organisation, there in elsewhere(found.case_file, receipt)
        ],
    }
    return render(request, "reporting/status.html", context, status=422 if outcome.errors else 200)


NOT_NOW = gettext_lazy("Dat kan nu niet meer. Kijk hieronder hoe het ervoor staat.")
REFUSALS: dict[type[Exception], Any] = {
    NotVisibleError: NOT_NOW,
    WrongStateError: NOT_NOW,
    NotNowError: NOT_NOW,
    agreements.NoSuchAskError: NOT_NOW,
    ExcludedError: gettext_lazy("Deze persoon mag het van jou niet lezen. Haal dat eerst weg, dan kan het wel."),
    student_steps.NotYoursToSayError: gettext_lazy("Alleen degene over wie het gaat kan dat zeggen."),
}


def _do(act: str, visit: Visit) -> Outcome:
    """Carry out one step, when it is open now. What cannot be done says why, and keeps what was typed."""
    if act not in ACTS:
        return Outcome()
    step, carry_out = ACTS[act]
    try:
        if step not in visit.status.steps:
            raise NotNowError
        return carry_out(visit)
    except student_steps.LastReaderError:
        return Outcome(errors=(("stap", _nobody_left(visit.status)),))
    except tuple(REFUSALS) as refused:
        return Outcome(errors=(("stap", str(REFUSALS[type(refused)])),))


def _nobody_left(status: Status) -> str:
    """The last reader cannot be shut out, but nobody has to stay: how to leave, and who helps elsewhere."""
    phone = f"{status.bureau_phone} ({status.bureau.called})" if status.bureau and status.bureau_phone else NATIONAL_PHONE
    return _(
        "Dan kan niemand het meer lezen. Wil je dat? Stop dan met je melding, of wis alles. Dat kan onderaan deze pagina. "
        "Je hoeft dit niet alleen te doen. Bel %(phone)s. Daar helpt iemand anders je."
    ) % {"phone": phone}


def _first_errors(form: Form) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(messages[0])) for name, messages in form.errors.items())


def _words(kind: EntryKind, done: Any) -> Callable[[Visit], Outcome]:
    def carry_out(visit: Visit) -> Outcome:
        form = WordsForm(visit.posted)
        if not form.is_valid():
            return Outcome(errors=_first_errors(form))
        student_steps.write(
            report_id=visit.report.pk, receipt=visit.receipt, kind=kind, text=form.cleaned_data["tekst"], now=visit.now
        )
        return Outcome(done=str(done))

    return carry_out


def _choose(visit: Visit) -> Outcome:
    form = PartnerForm(visit.posted, partners=visit.status.partners, has_bureau=visit.status.bureau is not None)
    if not form.is_valid():
        return Outcome(errors=_first_errors(form))
    student_steps.choose_partner(
        report_id=visit.report.pk, receipt=visit.receipt, partner=form.partner, user_id=form.user_id,
        name=form.cleaned_data["naam"], friend=form.cleaned_data["vriend"], now=visit.now,
    )  # fmt: skip
    if form.partner == PartnerKind.BUREAU:
        return Outcome(done=_("Je keuze staat er. De vertrouwenspersoon vraagt je eerst wat er naar het bureau mag."))
    return Outcome(done=_("Je keuze staat er. Je mag later van gedachten veranderen."))


def _contact(visit: Visit) -> Outcome:
    form = ContactForm(visit.posted)
    if not form.is_valid():
        return Outcome(errors=_first_errors(form))
    student_steps.change_contact(report_id=visit.report.pk, receipt=visit.receipt, plan=form.plan(), now=visit.now)
    return Outcome(done=_("Opgeslagen. Vanaf nu bereiken we je zo."))


def _number(visit: Visit) -> int:
    text = visit.posted.get("nummer", "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise NotNowError
    return int(text)


def _answer(yes: bool) -> Callable[[Visit], Outcome]:
    def carry_out(visit: Visit) -> Outcome:
        agreements.answer_consent(
            report_id=visit.report.pk, receipt=visit.receipt, number=_number(visit), yes=yes, now=visit.now
        )
        if yes:
            return Outcome(done=_("Je zei ja. Je mag dat altijd terugnemen."))
        return Outcome(done=_("Je zei nee. Dan gebeurt het niet."))

    return carry_out


def _take_back(visit: Visit) -> Outcome:
    agreements.withdraw_consent(report_id=visit.report.pk, receipt=visit.receipt, number=_number(visit), now=visit.now)
    return Outcome(done=_("Je nam je ja terug. Wat al gedaan is, blijft gedaan. Er komt niets nieuws bij."))


def _exclude(visit: Visit) -> Outcome:
    user_id = _number(visit)
    if user_id not in {adviser.user_id for adviser in intake_advisers(visit.report.organisation)}:
        raise NotNowError  # nobody whom the page offered
    student_steps.exclude_reader(report_id=visit.report.pk, receipt=visit.receipt, user_id=user_id, now=visit.now)
    return Outcome(done=_("Opgeslagen. Deze persoon kan het niet meer lezen. Wat al gelezen is, kunnen we niet terugdraaien."))


def _lift(visit: Visit) -> Outcome:
    student_steps.lift_exclusion(report_id=visit.report.pk, receipt=visit.receipt, user_id=_number(visit), now=visit.now)
    return Outcome(done=_("Opgeslagen. Deze persoon leest pas mee als jij die kiest."))


def _stop(visit: Visit) -> Outcome:
    student_steps.withdraw_report(report_id=visit.report.pk, receipt=visit.receipt, now=visit.now)
    return Outcome(done=_("Je bent gestopt. Wij doen niets meer."))


def _go_on(visit: Visit) -> Outcome:
    student_steps.take_back_withdrawal(report_id=visit.report.pk, receipt=visit.receipt, now=visit.now)
    return Outcome(
        done=_("We gaan verder waar we waren. Je eerdere antwoorden op vragen gelden niet meer; wij vragen het opnieuw.")
    )


def _look_back(visit: Visit) -> Outcome:
    form = FeedbackForm(visit.posted)
    if not form.is_valid():
        return Outcome(errors=_first_errors(form))
    give_feedback(
        report_id=visit.report.pk, receipt=visit.receipt, heard=form.cleaned_data["gehoord"],
        believed=form.cleaned_data["geloofd"], now=visit.now,
    )  # fmt: skip
    return Outcome(done=_("Dank je wel. Hier leren wij van."))


ACTS: dict[str, tuple[Step, Callable[[Visit], Outcome]]] = {
    "bericht": (Step.WRITE, _words(EntryKind.MESSAGE, gettext_lazy("Verstuurd. We kijken zo snel als we kunnen."))),
    "aanvulling": (Step.WRITE, _words(EntryKind.ADDITION, gettext_lazy("Toegevoegd aan wat je vertelde."))),
    "kies": (Step.CHOOSE, _choose),
    "bereik": (Step.CONTACT, _contact),
    "ja": (Step.ANSWER, _answer(True)),
    "nee": (Step.ANSWER, _answer(False)),
    "terug": (Step.EXCLUDE, _take_back),
    "niet": (Step.EXCLUDE, _exclude),
    "wel": (Step.EXCLUDE, _lift),
    "stop": (Step.STOP, _stop),
    "verder": (Step.GO_ON, _go_on),
    "terugblik": (Step.LOOK_BACK, _look_back),
}


def _copy(report: Report, receipt: Receipt, now: datetime) -> HttpResponse:
    """Everything the code opens, as a plain file with a name that says nothing."""
    found = status_of(report, receipt=receipt, now=now)
    text = copy_of(found.case_file, names=found.names, now=now)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="kopie.txt"'
    return response


def _erase(request: HttpRequest, report: Report, receipt: Receipt, now: datetime) -> HttpResponse:
    if not request.POST.get("zeker"):
        error = ("zeker", _("Zet eerst het vinkje. Wissen kan niet ongedaan worden gemaakt."))
        return _page(request, report, receipt, now, Outcome(errors=(error,)))
    if report.on_hold:
        error = (
            "zeker",
            _(
                "Wissen kan nu niet: er loopt een onderzoek waarvoor dit volgens de wet moet blijven. Bel ons, dan leggen we het uit."
            ),
        )
        return _page(request, report, receipt, now, Outcome(errors=(error,)))
    student_steps.erase_by_student(report_id=report.pk, receipt=receipt, now=now)
    return render(request, "reporting/erased.html", {"organisation": report.organisation, "alternates": {}})


def _read_code(request: HttpRequest, now: datetime) -> tuple[Receipt | None, str, int]:
    """The receipt that was typed or kept in the page's token, or what is wrong and the answer's status."""
    try:
        posted = request.POST
        if not comes_from_here(request):
            return None, "elsewhere", 422
        if posted.get("token"):
            return read_status_token(env_keys(), posted["token"], now=now), "", 0
        return Receipt.from_typed(posted.get("code", "")), "", 0
    except UNREADABLE:
        return None, "mistyped", 413
    except BadTokenError:
        return None, "expired", 422
    except MistypedCodeError:
        return None, "mistyped" if posted.get("code", "").strip() else "empty", 422


def _busy(request: HttpRequest, receipt: Receipt, now: datetime) -> HttpResponse:
    """Many wrong codes came from this network: one try a second. A right code need not be typed again."""
    token = make_status_token(env_keys(), receipt=receipt, now=now)
    context = {"error": "busy", "retry_token": token, "alternates": {}}
    response = render(request, "reporting/code.html", context, status=429)
    response.headers["Retry-After"] = "2"
    return response


def _code_page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {"error": error, "retry_token": "", "alternates": alternates(request)}
    return render(request, "reporting/code.html", context, status=status)
