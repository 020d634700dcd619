"""The learner's own quizzes: all of them, and one to look back on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from learning.progress.access import Learner, learner_required
from learning.progress.enums import PlayedKind
from learning.progress.models import Attempt
from learning.progress.questions import answered_questions
from learning.progress.quiz_history import history_of


@require_safe
@learner_required
def history(request: HttpRequest, learner: Learner) -> HttpResponse:
    """How each category goes, and every quiz that was done."""
    return render(request, "progress/quiz_history.html", {"history": history_of(learner.user), "doors": learner.doors})


@require_safe
@learner_required
def look_back(request: HttpRequest, learner: Learner, attempt_id: int) -> HttpResponse:
    """One finished quiz with all its answers, whatever was done since."""
    mine = Attempt.objects.of(learner.user).finished().filter(kind=PlayedKind.QUIZ).select_related("version")
    attempt = get_object_or_404(mine, pk=attempt_id)
    context = {"attempt": attempt, "title": attempt.version.content["title"], "answers": answered_questions(attempt)}
    return render(request, "progress/quiz_look_back.html", context)
