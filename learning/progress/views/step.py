"""One step of a module: reading here, the other kinds in their own files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from learning.catalogue.reading import rendered
from learning.progress.access import Learner, learner_required
from learning.progress.journeys import module_of
from learning.progress.services import mark_step_done
from learning.progress.steps import Module, Step

from . import conversation, own_steps, quiz
from .home import closed


@require_http_methods(["GET", "HEAD", "POST"])
@learner_required
def step(request: HttpRequest, learner: Learner, module_key: str, step_key: str) -> HttpResponse:
    """Show a step, or take what the learner did there."""
    module = module_of(learner.user, learner.organisations, module_key)
    found = module.step(step_key) if module is not None else None
    if module is None or found is None:
        raise Http404
    if module.is_closed_to_me:
        return closed(request, learner)
    kinds = {
        "reading": reading, "scenario": conversation.scenario, "quiz": quiz.quiz, "film": own_steps.film,
        "reflection": own_steps.reflection, "live": own_steps.live, "download": own_steps.download,
    }  # fmt: skip
    return kinds[found.kind](request, learner, module, found)


def reading(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """A text; at its end the learner says so, and goes on."""
    if request.method == "POST":
        mark_step_done(user=learner.user, module_key=module.key, step_key=step.key)
        return redirect(own_steps.url_after(module, step))
    context = {"module": module, "step": step, "body": rendered(step.body), "doors": learner.doors}
    return render(request, "progress/reading.html", context)
