"""The conversation: before it begins, while it goes on, and a break."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoord.organisations.enums import OrganisationKind
from gehoord.organisations.models import Contact
from learning.catalogue.models import FrozenVersion
from learning.engine.conversation import ticks
from learning.progress import services, talking
from learning.progress.access import Learner, learner_required
from learning.progress.conversations import Screen, screen_of
from learning.progress.enums import PlayedKind
from learning.progress.errors import StepClosedError, WrongReplyError
from learning.progress.journeys import module_of
from learning.progress.models import Attempt, open_attempt_id, played_last
from learning.progress.playing import opening_of
from learning.progress.steps import Module, Step

from .home import closed
from .numbers import whole_number

STAFF_CARDS = 4


def scenario(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """The step's page: its start, the conversation where it stands, or its end."""
    if request.method == "POST":
        return _take(request, learner, module, step)
    attempt = played_last(learner.user, module.key, step.key)
    if attempt is None:
        return _start(request, learner, module, step)
    return render(request, "progress/scenario.html", _context(learner, module, step, attempt, screen_of(attempt)))


def _start(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    if module.is_closed or step.version_id is None:
        return closed(request, learner)
    version = FrozenVersion.objects.get(pk=step.version_id)
    context = {
        "module": module,
        "step": step,
        "scenario": opening_of(version),
        "instead": talking.choices_instead(step=step, shown=version, organisations=learner.organisations),
        "doors": learner.doors,
    }
    return render(request, "progress/scenario_start.html", context)


def _take(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """Start, say something in own words, reply, tick or change a setting. What came too late shows where it stands."""
    action = request.POST.get("action")
    if action == "start":
        return _begin(request, learner, module, step)
    sequence = whole_number(request.POST.get("sequence"))
    if action not in {"coach", "pause", "say"}:
        return _show_anew(request, step) if sequence is None else _reply(request, learner, module, step, sequence)
    attempt_id = open_attempt_id(learner.user, module.key, step.key)
    if attempt_id is None:
        return _show_anew(request, step)
    if action in {"coach", "pause"}:
        change = talking.set_coach if action == "coach" else talking.set_typing_pause
        change(user=learner.user, attempt_id=attempt_id, on=request.POST.get("on") == "yes")
        return HttpResponseRedirect(f"{step.url}#antwoord")
    if sequence is None:
        return _show_anew(request, step)
    words = "" if "skip" in request.POST else request.POST.get("own_words", "")
    attempt = services.say_first(user=learner.user, attempt_id=attempt_id, sequence=sequence, words=words)
    return _next(request, learner, module, step, attempt, appended=False)


def _begin(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """Begin the step's own conversation, or another that may be taken instead of the one that is shown."""
    version_id = whole_number(request.POST.get("version"), digits=15)
    if version_id is not None and step.version_id is not None:
        attempt = played_last(learner.user, module.key, step.key)
        shown = attempt.version if attempt is not None else FrozenVersion.objects.get(pk=step.version_id)
        allowed = talking.choices_instead(step=step, shown=shown, organisations=learner.organisations)
        if version_id not in {swap.version_id for swap in allowed}:
            return _show_anew(request, step)
    coach = request.POST.get("coach") == "yes"
    try:
        talking.begin_conversation(user=learner.user, module=module, step=step, version_id=version_id, coach=coach)
    except StepClosedError:
        return closed(request, learner)
    return redirect(step.url)


def _reply(request: HttpRequest, learner: Learner, module: Module, step: Step, sequence: int) -> HttpResponse:
    ticked = request.POST.get("action") == "ticks"
    answer = ticks(request.POST.getlist("ticked")) if ticked else request.POST.get("reply", "")
    try:
        given = services.give_reply(
            user=learner.user, module_key=module.key, step_key=step.key, sequence=sequence, payload={"reply": answer}
        )
    except WrongReplyError:
        return _show_anew(request, step)
    if given.attempt is None:
        return _show_anew(request, step)
    if not given.appended:
        _say_what_stands(request, given.attempt, sequence, answer)
        return _show_anew(request, step)
    return _next(request, learner, module, step, given.attempt, appended=True)


def _say_what_stands(request: HttpRequest, attempt: Attempt, sequence: int, answer: str) -> None:
    """A second click says nothing; another answer from another tab is not taken, and the learner is told."""
    payloads = attempt.payloads()
    if 0 <= sequence < len(payloads) and payloads[sequence].get("reply") != answer:
        messages.info(request, _("Op een ander scherm ging je hier al verder. Dit antwoord telt daarom niet mee."))


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts the answer into the page as it stands."""
    return bool(getattr(request, "htmx", False))


def _show_anew(request: HttpRequest, step: Step) -> HttpResponse:
    """The page as it stands now: never an error for a click too many."""
    if is_htmx(request):
        response = HttpResponse()
        response["HX-Redirect"] = step.url
        return response
    return redirect(step.url)


def _next(
    request: HttpRequest, learner: Learner, module: Module, step: Step, attempt: Attempt, *, appended: bool
) -> HttpResponse:
    """With htmx only what is new; without it the page again, at the first new line."""
    if not is_htmx(request):
        return HttpResponseRedirect(f"{step.url}#{'nieuw' if appended else 'antwoord'}")
    context = _context(learner, module, step, attempt, screen_of(attempt))
    return render(request, "progress/scenario_next.html", {**context, "appended": appended})


def _context(learner: Learner, module: Module, step: Step, attempt: Attempt, screen: Screen) -> dict[str, Any]:
    return {"module": module, "step": step, "attempt": attempt, "screen": screen, "doors": learner.doors}


@require_safe
@learner_required
def pause(request: HttpRequest, learner: Learner, module_key: str, step_key: str) -> HttpResponse:
    """A break: nothing is lost, help for colleagues, another conversation, or back."""
    module = module_of(learner.user, learner.organisations, module_key)
    step = module.step(step_key) if module is not None else None
    if module is None or step is None or step.kind != PlayedKind.SCENARIO:
        raise Http404
    attempt = played_last(learner.user, module.key, step.key)
    is_open = attempt is not None and attempt.is_open
    context = {
        "module": module,
        "step": step,
        "is_open": is_open,
        "instead": talking.choices_instead(step=step, shown=attempt.version, organisations=learner.organisations)
        if attempt is not None and is_open and not module.is_closed
        else [],
        "contacts": staff_cards(learner),
    }
    return render(request, "progress/pause.html", context)


def staff_cards(learner: Learner) -> list[Contact]:
    """Who is there for colleagues: cards of the own organisations, and the bureau's public ones."""
    own = Q(organisation__in=learner.organisations)
    bureau = Q(organisation__kind=OrganisationKind.BUREAU, is_public=True)
    return list(Contact.objects.filter(own | bureau, for_staff=True)[:STAFF_CARDS])
