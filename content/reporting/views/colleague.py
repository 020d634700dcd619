"""The colleague's door, signed in: a report with the student's yes, or a signal. Nothing of it can be read back here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.reporting.axes import Area, Ground, Nature
from content.reporting.colleague_forms import KNOWN, ForStudentForm, SignalForm, last_months
from content.reporting.gate import form_is_open
from content.reporting.handover import Noted, note_for_student, note_signal
from content.reporting.permissions import schools_to_tell_for
from content.reporting.public_door import env_keys
from content.reporting.readers import NobodyLeftError
from content.reporting.services import ErasedError, FormClosedError
from gehoord.core.sealed.tokens import BadTokenError, ExpiredTokenError, make_form_token, new_seed, read_form_token
from gehoord.organisations.models import Contact, Organisation

SEALED_FOR = "namens"  # what the page's token is bound to: a seed of the student's form is none here
REFUSED = (FormClosedError, NobodyLeftError, ErasedError)


def _schools(request: HttpRequest) -> list[Organisation]:
    schools = [school for school in schools_to_tell_for(request.user) if form_is_open(school)]
    if not schools:
        raise Http404
    return schools


def _seed(request: HttpRequest) -> bytes:
    """The seed of this rendering: the same page sent twice is one report."""
    try:
        return read_form_token(env_keys(), request.POST.get("token", ""), school=SEALED_FOR, now=timezone.now()).seed
    except ExpiredTokenError as expired:
        return expired.seed or new_seed()
    except BadTokenError:
        return new_seed()


def _context(
    request: HttpRequest, form: Any, schools: Sequence[Organisation], *, seed: bytes, trouble: str = ""
) -> dict[str, Any]:
    posted = request.POST if request.method == "POST" else QueryDict()
    return {
        "schools": schools,
        "form": form,
        "errors": [(name, messages[0]) for name, messages in form.errors.items()],
        "trouble": trouble,
        "typed": {
            name: posted.get(name, "")
            for name in ("school", "verhaal", "ja", "tel", "mail", "naam", "voicemail", "nooit", "hoe", "maand", "waar", "wat", "bel", "nummer")
        },
        "ticked": {name: posted.getlist(name) for name in ("wanneer", "niet", "grond")},
        "token": make_form_token(env_keys(), school=SEALED_FOR, now=timezone.now(), seed=seed),
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def for_student(request: HttpRequest) -> HttpResponse:
    """What a student told, written down with the student's yes."""
    schools = _schools(request)
    form = ForStudentForm(request.POST or None, schools=schools)
    seed = _seed(request) if request.method == "POST" else new_seed()
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            noted = note_for_student(
                organisation=form.organisation, fields=form.told(), excluded=form.excluded, seed=seed, now=timezone.now()
            )
            return _done(request, noted)
        except REFUSED:
            trouble = _("Dit kon niet worden bewaard: op dit moment kan niemand het lezen. Je tekst staat er nog. Bel iemand.")
    context = _context(request, form, schools, seed=seed, trouble=trouble)
    context["advisers"] = [(school, one) for school in schools for one in form.advisers[school.slug]]
    return _private(render(request, "reporting/colleague_form.html", context, status=422 if form.errors or trouble else 200))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signal(request: HttpRequest) -> HttpResponse:
    """Closed questions, so that what a student does not want to report still counts."""
    schools = _schools(request)
    today = timezone.localdate()
    form = SignalForm(request.POST or None, schools=schools, today=today)
    seed = _seed(request) if request.method == "POST" else new_seed()
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, _note_signal(request, form, seed))
        except REFUSED:
            trouble = _("Dit kon niet worden bewaard: op dit moment kan niemand het lezen. Probeer het later, of bel iemand.")
    context = _context(request, form, schools, seed=seed, trouble=trouble)
    context |= {
        "known": KNOWN,
        "months": last_months(today),
        "grounds": Ground.choices,
        "areas": Area.choices,
        "natures": Nature.choices,
    }
    return _private(render(request, "reporting/signal_form.html", context, status=422 if form.errors or trouble else 200))


def _note_signal(request: HttpRequest, form: SignalForm, seed: bytes) -> Noted:
    """The colleague's name goes in, sealed, only after ticking "call me"."""
    call_me = None
    if form.cleaned_data["bel"]:
        name = _("Collega %(name)s") % {"name": request.user.get_short_name()}  # type: ignore[union-attr]  # signed in
        call_me = {"name": name, "phone": form.cleaned_data["nummer"], "email": ""}
    with translation.override("nl"):
        text = form.as_text()
    return note_signal(
        organisation=form.organisation, text=text, answers=form.answers(), call_me=call_me, seed=seed, now=timezone.now()
    )


def _done(request: HttpRequest, noted: Noted) -> HttpResponse:
    """The hand-over code, once; or thanks for a signal."""
    organisation = noted.report.organisation
    context = {
        "organisation": organisation,
        "code": noted.code,
        "address": (settings.BASE_URL + reverse("reporting:status")).split("://", 1)[1],
        "staff_cards": list(Contact.objects.public().filter(organisation=organisation, for_staff=True)),
    }
    return _private(render(request, "reporting/colleague_done.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
