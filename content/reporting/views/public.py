"""Pages for students: the schools, the form, the receipt, and the page behind the code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from content.reporting.deadlines import Deadlines
from content.reporting.doors import Teller
from content.reporting.enums import Check, ContactWay
from content.reporting.gate import bureau_for, form_is_open, intake_advisers, open_forms
from content.reporting.public_door import (
    FASTEST,
    PER_HOUR,
    UNREADABLE,
    alternates,
    comes_from_here,
    count_for_address,
    embed_origins,
    env_keys,
    privacy_url,
    public_page,
)
from content.reporting.readers import NobodyLeftError
from content.reporting.report_form import HONEYPOT, NATIONAL_PHONE, ReportForm, choice_value
from content.reporting.services import ErasedError, FormClosedError, Submitted, Told, submit_report, submitted_before
from gehoord.core.prepared import Prepared
from gehoord.core.sealed.tokens import (
    BadTokenError,
    ExpiredTokenError,
    make_form_token,
    make_status_token,
    new_seed,
    read_form_token,
)
from gehoord.organisations.enums import FORM_KINDS
from gehoord.organisations.models import Contact, Organisation

TYPED = ("verhaal", "over", "contact", "tel", "mail", "naam", "voicemail", "wie", "nooit")


_by_slug = Prepared(lambda slug: Organisation.objects.filter(slug=slug), str)


@require_safe
@public_page
def schools(request: HttpRequest) -> HttpResponse:
    """The schools, each a link to its own form; where nobody can read yet, that is said before somebody goes there."""
    organisations = Organisation.objects.with_form().listed()
    found = list(organisations.schools())
    opened = open_forms()
    context = {
        "schools": [school for school in found if school.pk in opened],
        "closed": [school for school in found if school.pk not in opened],
        "bureau": organisations.exclude(pk__in=organisations.schools()).first(),
        "alternates": alternates(request),
    }
    return render(request, "reporting/schools.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def form(request: HttpRequest, school: str) -> HttpResponse:
    """The form of one school; in answer to a POST the same page with what is wrong, or the receipt."""
    organisation = next((found for found in _by_slug(school) if found.kind in FORM_KINDS), None)
    if organisation is None and request.method != "POST" and school != school.lower():
        return redirect("reporting:form", school.lower())  # typed over from a wall, with capitals
    if organisation is None:
        raise Http404
    if request.method == "POST":
        return _answer_whatever_happens(request, organisation, timezone.now())
    if not form_is_open(organisation):
        return _closed(request, organisation, story="")
    return _form_page(request, organisation, _report_form(organisation), seed=new_seed(), now=timezone.now())


def _answer_whatever_happens(request: HttpRequest, organisation: Organisation, now: datetime) -> HttpResponse:
    """A full disk or a locked database: say that it was not sent, keep what was typed, and give a number to call."""
    try:
        return _answer_post(request, organisation, now)
    except DatabaseError:
        try:
            seed, _quick, _trouble = _read_token(request, organisation, now)
            again = _report_form(organisation, request.POST)
            return _form_page(request, organisation, again, seed=seed, now=now, trouble="down", status=503)
        except DatabaseError:
            context = {"organisation": organisation, "story": request.POST.get("verhaal", ""), "phone": organisation.phone}
            return render(request, "reporting/down.html", {**context, "alternates": {}}, status=503)


def _answer_post(request: HttpRequest, organisation: Organisation, now: datetime) -> HttpResponse:
    try:
        posted = request.POST
    except UNREADABLE:
        blank = _report_form(organisation)
        return _form_page(request, organisation, blank, seed=new_seed(), now=now, trouble="too_big", status=413)
    if not form_is_open(organisation):
        return _closed(request, organisation, story=posted.get("verhaal", ""), status=503)
    seed, is_quick, trouble = _read_token(request, organisation, now)
    if "taal" in posted:  # another language was asked for: the same page again, with everything typed, and nothing is stored
        return _form_page(request, organisation, _report_form(organisation), seed=seed, now=now, typed=posted)
    report_form = _report_form(organisation, posted)
    if trouble or not report_form.is_valid():
        return _not_sent(request, organisation, report_form, seed=seed, now=now, trouble=trouble)
    return _send(request, organisation, report_form, seed=seed, now=now, is_quick=is_quick)


def _send(
    request: HttpRequest, organisation: Organisation, report_form: ReportForm, *, seed: bytes, now: datetime, is_quick: bool
) -> HttpResponse:
    check = _check(request, now, seed, is_quick=is_quick)
    told = report_form.told(get_language() or "nl")
    try:
        submitted = submit_report(organisation=organisation, told=told, seed=seed, now=now, in_bin=bool(check), check=check)
    except FormClosedError:
        return _closed(request, organisation, story=told.story, status=503)
    except (ErasedError, NobodyLeftError) as error:
        why = "erased" if isinstance(error, ErasedError) else "again"
        return _form_page(request, organisation, report_form, seed=new_seed(), now=now, trouble=why, status=422)
    return _receipt(request, organisation, submitted, told, now)


def _check(request: HttpRequest, now: datetime, seed: bytes, *, is_quick: bool) -> str:
    """Why somebody should look first whether this is real; "" for nearly everybody."""
    too_many = count_for_address(request, now, seed) > PER_HOUR
    if request.POST.get(HONEYPOT):
        return Check.FILLED.value
    return Check.QUICK.value if is_quick else Check.MANY.value if too_many else ""


def _not_sent(
    request: HttpRequest, organisation: Organisation, report_form: ReportForm, *, seed: bytes, now: datetime, trouble: str
) -> HttpResponse:
    """The form again with what is wrong. A receipt that is loaded again days later is no new report: its code comes again."""
    if trouble == "expired" and report_form.is_valid():
        told = report_form.told(get_language() or "nl")
        before = submitted_before(organisation=organisation, told=told, seed=seed)
        if before is not None:
            return _receipt(request, organisation, before, told, now)
    return _form_page(request, organisation, report_form, seed=seed, now=now, trouble=trouble, status=422)


def _report_form(organisation: Organisation, data: Any = None) -> ReportForm:
    bureau = bureau_for(organisation)
    takes_reports = bureau is not None and form_is_open(bureau)
    return ReportForm(
        data,
        advisers=intake_advisers(organisation),
        bureau_name=bureau.called if bureau and takes_reports else "",
        bureau_phone=bureau.phone if bureau else "",
    )


def _read_token(request: HttpRequest, organisation: Organisation, now: datetime) -> tuple[bytes, bool, str]:
    """The seed of this rendering, whether it was sent faster than anybody types, and what is wrong ("" is nothing)."""
    try:
        token = read_form_token(env_keys(), request.POST.get("token", ""), school=organisation.slug, now=now)
    except ExpiredTokenError as expired:
        return expired.seed, False, "expired"
    except BadTokenError:
        return new_seed(), False, "expired"
    return token.seed, now - token.issued_at < FASTEST, "" if comes_from_here(request) else "elsewhere"


def _form_page(
    request: HttpRequest,
    organisation: Organisation,
    report_form: ReportForm,
    *,
    seed: bytes,
    now: datetime,
    trouble: str = "",
    status: int = 200,
    typed: QueryDict | None = None,
) -> HttpResponse:
    data = report_form.data if typed is None else typed
    context = {
        "organisation": organisation,
        "form": report_form,
        "trouble": trouble,
        "errors": [(name, messages[0]) for name, messages in report_form.errors.items()] if trouble != "too_big" else [],
        "typed": {name: data.get(name, "") for name in TYPED},
        "ticked": {name: data.getlist(name) if isinstance(data, QueryDict) else [] for name in ("wanneer", "niet")},
        "advisers": [(choice_value(adviser), adviser) for adviser in report_form.advisers.values()],
        "bureau": bureau_for(organisation),
        "cards": _cards(organisation),
        "readers_sentence": get_text_list([adviser.name for adviser in report_form.advisers.values()], _("en")),
        "due_at": Deadlines(organisation).due(now),
        "token": make_form_token(env_keys(), school=organisation.slug, now=now, seed=seed),
        "honeypot": HONEYPOT,
        "alternates": alternates(request),
        "embed_origins": embed_origins(request),
        "privacy_url": privacy_url(),
        "call_instead": organisation.phone or NATIONAL_PHONE,
    }
    return render(request, "reporting/form.html", context, status=status)


def _cards(organisation: Organisation) -> list[Contact]:
    """People of the school whom a student can call."""
    return list(Contact.objects.public().filter(organisation=organisation, for_staff=False).exclude(phone="", text_phone=""))


def _closed(request: HttpRequest, organisation: Organisation, *, story: str, status: int = 200) -> HttpResponse:
    bureau = bureau_for(organisation)
    context = {
        "organisation": organisation,
        "story": story,
        "bureau": bureau,
        "bureau_cards": _cards(bureau) if bureau else [],
        "cards": _cards(organisation),
        "alternates": alternates(request),
        "embed_origins": embed_origins(request),
    }
    return render(request, "reporting/closed.html", context, status=status)


def _receipt(request: HttpRequest, organisation: Organisation, submitted: Submitted, told: Told, now: datetime) -> HttpResponse:
    names = [adviser.name for adviser in submitted.readers]
    context = {
        "organisation": organisation,
        "code": submitted.receipt.grouped_code,
        "report": submitted.report,
        "wants_call": told.way == ContactWay.CALL,
        "wants_answer": told.way != ContactWay.NONE,
        "readers_sentence": get_text_list(names, _("en")),
        "due_at": submitted.due_at,
        "status_token": make_status_token(env_keys(), receipt=submitted.receipt, now=now),
        "bureau": bureau_for(submitted.report.organisation),
        "is_friend": told.teller == Teller.FRIEND,
        "alternates": {},  # another language is another page, and this one is shown once
        "embed_origins": embed_origins(request),
    }
    return render(request, "reporting/receipt.html", context)
