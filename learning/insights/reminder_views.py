"""A coordinator's letters and notes: one reminder to all "not yet", and who is on leave or need not take a module."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gehoord.accounts.models import User
from learning.catalogue.queries import modules_of
from learning.completion.assigning import say_not_now, set_aside
from learning.completion.enums import AsideKind
from learning.completion.errors import RemindedRecentlyError
from learning.completion.models import SetAside
from learning.completion.reminding import next_reminder_on, remind_not_yet

from .aside_form import AsideForm
from .notifications import reminder_text, whose_reminder
from .path_views import own_organisation
from .queries import learners_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reminder(request: HttpRequest, module_key: str) -> HttpResponse:
    """The mail as it will be, and one button; afterwards from when the next may go."""
    organisation = own_organisation(request)
    module = next((one for one in modules_of(organisation) if one.key == module_key and one.is_open), None)
    if module is None:
        raise Http404
    today = timezone.localdate()
    if request.method == "POST":
        try:
            remind_not_yet(organisation=organisation, module_key=module.key, on=today, by=request.user)
        except RemindedRecentlyError:
            messages.warning(request, _("Er ging kort geleden al een herinnering uit. Er is niets verstuurd."))
        else:
            messages.success(request, _("De herinnering gaat uit naar wie nog niet klaar is."))
        return redirect(f"{reverse('wiring:overview')}?organisatie={organisation.slug}&module={module.key}")
    earliest = next_reminder_on(organisation, module.key)
    subject, body = reminder_text(name=_("(naam)"), module=module, organisation=organisation, off="…")
    context = {
        "organisation": organisation, "module": module, "subject": subject, "body": body,
        "wait_until": date_format(earliest, "j F") if earliest is not None and today < earliest else "",
    }  # fmt: skip
    return render(request, "insights/reminder.html", context)


@csrf_exempt  # a mail program posts here without a cookie (RFC 8058); the address is the proof, and it does one harmless thing
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def no_reminder(request: HttpRequest, token: str) -> HttpResponse:
    """ "Not now", from the mail, in one click. Opening it alone changes nothing: mail filters open every link."""
    found = whose_reminder(token)
    user = User.objects.filter(pk=found[0]).first() if found is not None else None
    if user is None or found is None:
        raise Http404
    if request.method == "POST":
        say_not_now(user=user, module_key=found[1], not_now=True)
    return render(request, "insights/no_reminder.html", {"done": request.method == "POST"})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def aside(request: HttpRequest) -> HttpResponse:
    """Leave and exemptions. There is no field for a reason."""
    organisation = own_organisation(request)
    learners, modules = learners_of(organisation), [one for one in modules_of(organisation) if one.is_open]
    adding = request.method == "POST" and "away" not in request.POST
    form = AsideForm(request.POST if adding else None, learners=learners, modules=modules)
    here = redirect(f"{reverse('insights:aside')}?organisatie={organisation.slug}")
    if adding and form.is_valid():
        set_aside(by=request.user, on=True, **form.chosen())
        messages.success(request, _("Bewaard. Deze collega krijgt hier geen herinnering over."))
        return here
    rows = SetAside.objects.filter(organisation=organisation).select_related("user").order_by("user__name", "pk")
    if request.method == "POST" and not adding:
        _take_back(request, learners, list(rows))
        return here
    titles = {module.key: module.title for module in modules}
    context = {
        "organisation": organisation, "form": form,
        "rows": [(row, titles.get(row.module_key, row.module_key)) for row in rows],
    }  # fmt: skip
    return render(request, "insights/aside.html", context, status=422 if form.errors else 200)


def _take_back(request: HttpRequest, learners: list[Any], rows: list[SetAside]) -> None:
    row = next((row for row in rows if str(row.pk) == request.POST["away"]), None)
    membership = next((one for one in learners if row is not None and one.user_id == row.user_id), None)
    if row is None or membership is None:
        raise Http404
    set_aside(membership=membership, kind=AsideKind(row.kind), module_key=row.module_key, on=False, by=request.user)
    messages.success(request, _("Weg. Deze collega doet weer mee."))
