"""Looking back on one finished conversation, and what can be done from there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from learning.progress import services
from learning.progress.access import Learner, learner_required
from learning.progress.enums import PlayedKind
from learning.progress.journeys import module_of
from learning.progress.looking_back import looking_back
from learning.progress.models import Attempt

from .numbers import whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@learner_required
def debrief(request: HttpRequest, learner: Learner, attempt_id: int) -> HttpResponse:
    """Looking back; its form keeps the sentence to take along."""
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
