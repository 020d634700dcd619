"""Film, reflection, live training and download: a step's page, and its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.catalogue.reading import rendered
from learning.catalogue.step_files import document_of
from learning.progress.access import Learner, learner_required
from learning.progress.journeys import module_of
from learning.progress.models import Reflection
from learning.progress.own_steps import write_reflection
from learning.progress.own_words import LONGEST_TEXT
from learning.progress.services import mark_step_done
from learning.progress.steps import Module, Step

from .files import file_response


def url_after(module: Module, step: Step) -> str:
    """Where a learner goes on after this step."""
    following = module.after(step)
    return following.url if following is not None and following.key != step.key else module.url


def film(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """A film with captions, and all of it in words: one of both is enough."""
    if request.method == "POST":
        mark_step_done(user=learner.user, module_key=module.key, step_key=step.key)
        return redirect(url_after(module, step))
    context = {"module": module, "step": step, "transcript": rendered(step.body), "doors": learner.doors}
    return render(request, "progress/film.html", context)


def reflection(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """A question to oneself. Opening it completes the step; writing is the learner's choice, and so is keeping it."""
    own = Reflection.objects.filter(user=learner.user, module_key=module.key, step_key=step.key).first()
    text, too_long = request.POST.get("text", ""), False
    if request.method == "POST":
        too_long = len(text) > LONGEST_TEXT
        if not too_long:
            written = write_reflection(
                user=learner.user, module_key=module.key, step_key=step.key, text=text, keep="keep" in request.POST
            )
            messages.success(
                request, _("Bewaard. Je school en je trainer zien dit niet.") if written else _("Er is niets bewaard.")
            )
            return redirect(url_after(module, step) if "further" in request.POST else step.url)
    elif request.method == "GET":
        mark_step_done(user=learner.user, module_key=module.key, step_key=step.key)
    context = {
        "module": module, "step": step, "question": step.more.get("question", ""), "doors": learner.doors, "own": own,
        "text": text if too_long else (own.text if own is not None else ""), "too_long": too_long, "longest": LONGEST_TEXT,
    }  # fmt: skip
    return render(request, "progress/reflection.html", context, status=422 if too_long else 200)


def live(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """What happens at the live training, and the way to sign up. Being there completes it; nothing can be clicked here."""
    context = {"module": module, "step": step, "about": rendered(step.body), "doors": learner.doors}
    return render(request, "progress/live.html", context)


def download(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """What the file is; fetching it completes the step."""
    context = {
        "module": module, "step": step, "about": rendered(step.body), "file": document_of(step.more, "file"),
        "further": url_after(module, step), "doors": learner.doors,
    }  # fmt: skip
    return render(request, "progress/download.html", context)


PARTS = {"film": "film", "ondertiteling": "captions", "bestand": "file"}


@require_safe
@learner_required
def step_file(request: HttpRequest, learner: Learner, module_key: str, step_key: str, part: str) -> HttpResponseBase:
    """A file of a step, for who may take the module."""
    module = module_of(learner.user, learner.organisations, module_key)
    step = module.step(step_key) if module is not None else None
    if module is None or step is None or module.is_closed_to_me or part not in PARTS:
        raise Http404
    document = document_of(step.more, PARTS[part])
    if document is None:
        raise Http404
    if part == "bestand" and request.method == "GET":
        mark_step_done(user=learner.user, module_key=module.key, step_key=step.key)
    return file_response(request, document, attachment=part == "bestand")
