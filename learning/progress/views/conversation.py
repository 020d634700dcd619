"""The conversation: before, during, and looking back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from learning.progress import services
from learning.progress.access import Learner, learner_required
from learning.progress.conversations import Screen, looking_back, screen_of
from learning.progress.enums import PlayedKind
from learning.progress.errors import StepClosedError, WrongReplyError
from learning.progress.journeys import module_of
from learning.progress.models import Attempt, open_attempt_id, played_last
from learning.progress.playing import opening_of
from learning.progress.steps import Module, Step

from .home import closed
from .numbers import whole_number


def scenario(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """The step's page: its start, the conversation where it stands, or its end."""
    if request.method == "POST":
        return _take(request, learner, module, step)
    attempt = played_last(learner.user, module.key, step.key)
    if attempt is None:
        return _start(request, learner, module, step)
    screen = screen_of(attempt)
    return render(request, "progress/scenario.html", _context(learner, module, step, attempt, screen))


def _start(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    if module.is_closed or step.version_id is None:
        return closed(request, learner)
    context = {"module": module, "step": step, "scenario": opening_of(step.version_id), "doors": learner.doors}
    return render(request, "progress/scenario_start.html", context)


def _take(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """Start, say something in own words, or reply. Whatever came too late shows the conversation where it stands."""
    if request.POST.get("action") == "start":
        try:
            services.start_attempt(user=learner.user, module=module, step=step)
        except StepClosedError:
            return closed(request, learner)
        return redirect(step.url)
    attempt_id = open_attempt_id(learner.user, module.key, step.key)
    sequence = whole_number(request.POST.get("sequence"))
    if attempt_id is None or sequence is None:
        return _show_anew(request, step)
    if request.POST.get("action") == "say":
        words = "" if "skip" in request.POST else request.POST.get("own_words", "")
        attempt = services.say_first(user=learner.user, attempt_id=attempt_id, sequence=sequence, words=words)
        return _next(request, learner, module, step, attempt, appended=False)
    payload = {"reply": request.POST.get("reply", "")}
    try:
        given = services.give_reply(user=learner.user, attempt_id=attempt_id, sequence=sequence, payload=payload)
    except WrongReplyError:
        return _show_anew(request, step)
    return _next(request, learner, module, step, given.attempt, appended=True) if given.appended else _show_anew(request, step)


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


@require_http_methods(["GET", "HEAD", "POST"])
@learner_required
def debrief(request: HttpRequest, learner: Learner, attempt_id: int) -> HttpResponse:
    """Looking back on one finished conversation; its form keeps the sentence to take along."""
    attempt = get_object_or_404(
        Attempt.objects.of(learner.user).finished().filter(kind=PlayedKind.SCENARIO).select_related("version"), pk=attempt_id
    )
    module = module_of(learner.user, learner.organisations, attempt.module_key)
    if request.method == "POST":
        services.take_along(user=learner.user, attempt_id=attempt.pk, sentence=request.POST.get("take_along", ""))
        following = module.next_step if module is not None else None
        return redirect(following.url if following is not None else reverse("progress:home"))
    context = {"attempt": attempt, "module": module, "back": looking_back(attempt), "doors": learner.doors}
    return render(request, "progress/debrief.html", context)


@require_POST
@learner_required
def try_again(request: HttpRequest, learner: Learner, attempt_id: int) -> HttpResponse:
    """Once more from a moment: a new attempt that starts with the same replies."""
    sequence = whole_number(request.POST.get("sequence"))
    try:
        again = services.try_again(user=learner.user, attempt_id=attempt_id, sequence=sequence or 0)
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    return HttpResponseRedirect(reverse("progress:step", args=[again.module_key, again.step_key]) + "#antwoord")


@require_POST
@learner_required
def keep(request: HttpRequest, learner: Learner, attempt_id: int) -> HttpResponse:
    """Keep a conversation beyond its term, or no longer."""
    try:
        services.keep_attempt(user=learner.user, attempt_id=attempt_id, keep=request.POST.get("keep") == "yes")
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    return redirect("progress:debrief", attempt_id)
