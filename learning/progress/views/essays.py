"""Texts that learners let a trainer read: sending one, and the trainer's list. No name is looked up on either side of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.progress.access import Learner, learner_required
from learning.progress.enums import Judgement
from learning.progress.errors import AlreadyMarkedError, NobodyReadsError
from learning.progress.essays import readers_for
from learning.progress.models import Answer
from learning.progress.permissions import user_can_mark
from learning.progress.playing import quiz_of
from learning.progress.quiz_models import Essay
from learning.progress.quiz_services import mark_essay, offer_essay, take_back_essay
from learning.progress.steps import step_url


@require_POST
@learner_required
def send(request: HttpRequest, learner: Learner, answer_id: int) -> HttpResponse:
    """The learner lets the trainers of one own organisation read a text, or takes it back."""
    answer = get_object_or_404(Answer.objects.select_related("attempt"), pk=answer_id, attempt__user=learner.user)
    back = redirect(step_url(answer.attempt.module_key, answer.attempt.step_key) + f"#tekst-{answer.pk}")
    if request.POST.get("action") == "take_back":
        take_back_essay(user=learner.user, answer_id=answer.pk)
        messages.success(request, _("Je tekst is weer alleen van jou."))
        return back
    chosen = request.POST.get("organisation", "")
    readers = [one for one in readers_for(learner) if str(one.organisation.pk) == chosen]
    try:
        if not readers or not answer.attempt.is_finished:
            raise NobodyReadsError
        offer_essay(user=learner.user, answer_id=answer.pk, organisation=readers[0].organisation)
    except NobodyReadsError:
        messages.warning(request, _("Dat is niet gelukt: er is nu geen trainer die je tekst kan lezen. Je tekst staat er nog."))
        return back
    messages.success(request, _("Je tekst ligt klaar voor de trainer, zonder je naam. Je ziet het antwoord hier terug."))
    return back


@require_safe
@never_cache
def to_read(request: HttpRequest) -> HttpResponse:
    """The trainer's list: what is still to be read, by day, and what was read this month."""
    if not user_can_mark(request.user):
        raise Http404
    mine = Essay.objects.visible_to(request.user).select_related("version", "organisation")
    context = {
        "waiting": [row_of(essay) for essay in mine.to_read().order_by("offered_on", "pk")],
        "marked": [row_of(essay) for essay in mine.filter(marked_on__isnull=False).order_by("-marked_on", "pk")[:50]],
    }
    return render(request, "progress/essays.html", context)


def row_of(essay: Essay) -> dict[str, Any]:
    """A text with its question; what it says is opened only on its own page."""
    question = quiz_of(essay.version).question(essay.question_key)
    return {"essay": essay, "question": question.text if question else "", "guidance": question.guidance if question else ""}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mark(request: HttpRequest, essay_id: UUID) -> HttpResponse:
    """Read one text and answer its writer."""
    essay = Essay.objects.visible_to(request.user).select_related("version", "organisation").filter(pk=essay_id).first()
    if essay is None:
        raise Http404
    judgement, reply = request.POST.get("judgement", ""), request.POST.get("reply", "")
    missing = request.method == "POST" and (judgement not in Judgement.values or not reply.strip())
    if request.method == "POST" and not missing:
        try:
            mark_essay(by=request.user, essay=essay, judgement=Judgement(judgement), reply=reply)
            messages.success(request, _("Je antwoord staat klaar. De schrijver ziet het bij de vraag."))
        except AlreadyMarkedError:
            messages.warning(request, _("Een collega had deze tekst net gelezen. Jouw antwoord is niet bewaard."))
        return redirect("progress:essays")
    context = {
        **row_of(essay),
        "missing": missing,
        "judgements": [(value, label, value == judgement) for value, label in Judgement.choices],
        "reply": reply,
    }
    return render(request, "progress/essay.html", context, status=422 if missing else 200)
