"""What is kept of the learner in this room: to see, to take away, to erase."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from learning.completion import personal_data as completion_data
from learning.progress import personal_data
from learning.progress.access import Learner, learner_required
from learning.progress.models import Attempt
from learning.progress.services import forget_answers


@require_http_methods(["GET", "HEAD", "POST"])
@learner_required
def mine(request: HttpRequest, learner: Learner) -> HttpResponse:
    """See what is kept, and erase the answers while completions stay."""
    if request.method == "POST":
        forget_answers(user=learner.user)
        messages.success(request, _("Je antwoorden en je eigen zinnen zijn gewist. Wat je hebt afgerond, staat er nog."))
        return redirect("progress:mine")
    context = {"attempts": Attempt.objects.of(learner.user).count(), "doors": learner.doors}
    return render(request, "progress/mine.html", context)


@require_safe
@learner_required
def download(request: HttpRequest, learner: Learner) -> HttpResponse:
    """All of it as a file, own sentences in plain words."""
    everything = {**completion_data.export(learner.user), **personal_data.export(learner.user)}
    response = JsonResponse(everything, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mijn-training.json"'
    return response
