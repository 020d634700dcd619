"""The questions of a quiz: one per page, feedback after each or at the end, no mark."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learning.progress import services
from learning.progress.access import Learner, learner_required
from learning.progress.errors import StepClosedError, WrongReplyError
from learning.progress.journeys import module_of
from learning.progress.models import Attempt
from learning.progress.playing import introduction_of
from learning.progress.questions import answered_question, answered_questions, current_question, is_passed
from learning.progress.steps import Module, Step

from .home import closed
from .numbers import whole_number


def quiz(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """The step's page: its start, the question where the learner is, or looking back."""
    if request.method == "POST":
        return _take(request, learner, module, step)
    attempt = Attempt.objects.of(learner.user).of_step(module.key, step.key).played_last()
    if attempt is None:
        if module.is_closed or step.version_id is None:
            return closed(request, learner)
        context = {"module": module, "step": step, "quiz": introduction_of(step.version_id), "doors": learner.doors}
        return render(request, "progress/quiz_start.html", context)
    if attempt.is_open:
        return _question(request, module, step, attempt)
    context = {
        "module": module,
        "step": step,
        "answers": answered_questions(attempt),
        "passed": is_passed(attempt),
        "following": module.next_step,
        "doors": learner.doors,
    }
    return render(request, "progress/quiz_done.html", context)


def _question(
    request: HttpRequest, module: Module, step: Step, attempt: Attempt, *, nothing_chosen: bool = False
) -> HttpResponse:
    context = {"module": module, "step": step, "question": current_question(attempt), "nothing_chosen": nothing_chosen}
    return render(request, "progress/quiz.html", context, status=422 if nothing_chosen else 200)


def _take(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """Start, or take an answer. One that came too late or twice shows the question where the learner is."""
    if request.POST.get("action") == "start":
        try:
            services.start_attempt(user=learner.user, module=module, step=step)
        except StepClosedError:
            return closed(request, learner)
        return redirect(step.url)
    attempt = Attempt.objects.of(learner.user).of_step(module.key, step.key).played_last()
    sequence = whole_number(request.POST.get("sequence"))
    if attempt is None or not attempt.is_open or sequence is None:
        return redirect(step.url)
    payload = {"chosen": sorted(set(request.POST.getlist("chosen")))}
    try:
        given = services.give_reply(user=learner.user, attempt_id=attempt.pk, sequence=sequence, payload=payload)
    except WrongReplyError:
        return _question(request, module, step, attempt, nothing_chosen=True)
    if given.appended and current_shows_feedback(attempt):
        return redirect(reverse("progress:feedback", args=[module.key, step.key, sequence + 1]))
    return redirect(step.url)


def current_shows_feedback(attempt: Attempt) -> bool:
    return attempt.version.content.get("show_feedback") == "after_each"


@require_safe
@learner_required
def feedback(request: HttpRequest, learner: Learner, module_key: str, step_key: str, number: int) -> HttpResponse:
    """What the learner chose at one question, what works best, and why."""
    module = module_of(learner.user, learner.organisations, module_key)
    step = module.step(step_key) if module is not None else None
    attempt = Attempt.objects.of(learner.user).of_step(module_key, step_key).played_last()
    answered = answered_question(attempt, number) if attempt is not None else None
    if module is None or step is None or answered is None:
        raise Http404
    return render(request, "progress/quiz_feedback.html", {"module": module, "step": step, "answered": answered})
