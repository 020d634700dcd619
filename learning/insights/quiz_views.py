"""The trainer's figures per question."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .permissions import user_can_see_quiz_items
from .quiz_items import items_of, quizzes_for


@require_safe
@never_cache
def quizzes(request: HttpRequest) -> HttpResponse:
    """Every quiz of which a trainer may see the figures."""
    if not user_can_see_quiz_items(request.user):
        raise Http404
    return render(request, "insights/quizzes.html", {"quizzes": quizzes_for(request.user)})


@require_safe
@never_cache
def items(request: HttpRequest, page_key: UUID, language: str) -> HttpResponse:
    """One quiz: how each question goes, over at least five learners together."""
    found = items_of(request.user, page_key, language) if user_can_see_quiz_items(request.user) else None
    if found is None:
        raise Http404
    return render(request, "insights/quiz_items.html", {"quiz": found})
