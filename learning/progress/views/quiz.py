"""The questions of a quiz: one per page, feedback after each or at the end, and only a mark where the quiz asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.catalogue.quiz_screens import answer_sent
from learning.engine.quiz import AnswerError
from learning.progress import quiz_services, services
from learning.progress.access import Learner, learner_required
from learning.progress.errors import NoTriesLeftError, StepClosedError, WrongReplyError
from learning.progress.essays import EssayToSend, essays_to_send
from learning.progress.journeys import module_of
from learning.progress.models import Attempt, open_attempt_id, played_last
from learning.progress.own_words import seal_text
from learning.progress.playing import quiz_of
from learning.progress.questions import (
    answered_question,
    answered_questions,
    current_question,
    introduction_of,
    outcome_of,
    question_now,
)
from learning.progress.quiz_play import Payload
from learning.progress.steps import Module, Step

from .home import closed
from .numbers import whole_number


def quiz(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """The step's page: its start, the question where the learner is, or looking back."""
    if request.method == "POST":
        return _take(request, learner, module, step)
    attempt = played_last(learner.user, module.key, step.key)
    if attempt is None:
        if module.is_closed or step.version_id is None:
            return closed(request, learner)
        context = {"module": module, "step": step, "quiz": introduction_of(step.version_id), "doors": learner.doors}
        return render(request, "progress/quiz_start.html", context)
    if attempt.is_open:
        return _question(request, module, step, attempt)
    return render(request, "progress/quiz_done.html", _done(learner, module, step, attempt))


def _done(learner: Learner, module: Module, step: Step, attempt: Attempt) -> dict[str, Any]:
    answers = answered_questions(attempt)
    essays: dict[int, EssayToSend] = essays_to_send(learner, answers)
    return {
        "module": module,
        "step": step,
        "answers": [(answered, essays.get(answered.answer_id)) for answered in answers],
        "outcome": outcome_of(attempt),
        "following": module.next_step,
        "doors": learner.doors,
    }


def _question(
    request: HttpRequest, module: Module, step: Step, attempt: Attempt, *, reason: str = ""
) -> HttpResponse:  # fmt: skip
    shown = current_question(attempt, request.POST if reason else None, reason)
    context = {"module": module, "step": step, "shown": shown}
    return render(request, "progress/quiz.html", context, status=422 if reason else 200)


class WordsFirstError(Exception):
    """An open question: what the learner wrote is kept before anything else."""


def _take(request: HttpRequest, learner: Learner, module: Module, step: Step) -> HttpResponse:
    """Start, go on, or take an answer. One that came too late or twice shows the question where the learner is."""
    action = request.POST.get("action")
    if action in {"start", "missed", "saved"}:
        return _start(request, learner, module, step, action)
    if action in {"later", "not_later"}:
        return _later(request, learner, step, keep=action == "later")
    sequence = whole_number(request.POST.get("sequence"))
    return redirect(step.url) if sequence is None else _answer(request, learner, module, step, sequence)


def _start(request: HttpRequest, learner: Learner, module: Module, step: Step, action: str) -> HttpResponse:
    try:
        if action == "start":
            quiz_services.start_quiz(user=learner.user, module=module, step=step)
        else:
            quiz_services.start_some_again(user=learner.user, module=module, step=step, saved=action == "saved")
    except NoTriesLeftError:
        messages.warning(request, _("Je hebt deze vragen zo vaak gedaan als kan. Terugkijken mag altijd."))
    except StepClosedError:
        if action == "start":
            return closed(request, learner)
        messages.warning(request, _("Er is niets om opnieuw te doen."))
    return redirect(step.url)


def _later(request: HttpRequest, learner: Learner, step: Step, *, keep: bool) -> HttpResponse:
    """Put a question aside, and go on."""
    quiz_services.save_question(
        user=learner.user, module_key=step.module_key, step_key=step.key,
        question_key=request.POST.get("question", "")[:80], keep=keep,
    )  # fmt: skip
    return redirect(step.url)


def _keep_words(request: HttpRequest, learner: Learner, module: Module, step: Step, sequence: int) -> HttpResponse:
    """The first half of an open question: what the learner wrote, before the example is shown."""
    words = request.POST.get("words", "")
    if not words.strip():
        return _something_missing(request, learner, module, step, "nothing")
    attempt_id = open_attempt_id(learner.user, module.key, step.key)
    if attempt_id is not None:
        quiz_services.keep_words(user=learner.user, attempt_id=attempt_id, sequence=sequence, words=words)
    return redirect(step.url)


def _something_missing(request: HttpRequest, learner: Learner, module: Module, step: Step, reason: str) -> HttpResponse:
    """The question again, with what was filled in."""
    attempt = played_last(learner.user, module.key, step.key)
    if attempt is None or not attempt.is_open:
        return redirect(step.url)
    return _question(request, module, step, attempt, reason=reason)


def _answer(request: HttpRequest, learner: Learner, module: Module, step: Step, sequence: int) -> HttpResponse:
    sure = {"yes": True, "no": False}.get(request.POST.get("sure", ""))

    def read(attempt: Attempt, payloads: Sequence[Payload]) -> tuple[Payload, str]:
        question = question_now(attempt, payloads)
        words = request.POST.get("words", "") if question.kind == "essay" else ""
        if question.kind == "open" and attempt.said_at != sequence:
            raise WordsFirstError
        if question.kind == "essay" and not words.strip():
            raise AnswerError("nothing")
        return {"chosen": answer_sent(question, request.POST), "sure": sure}, seal_text(words)

    try:
        given = services.give_reply(
            user=learner.user, module_key=module.key, step_key=step.key, sequence=sequence, payload=read
        )
    except WordsFirstError:
        return _keep_words(request, learner, module, step, sequence)
    except AnswerError as error:
        return _something_missing(request, learner, module, step, error.reason)
    except WrongReplyError:
        return _something_missing(request, learner, module, step, "nothing")
    attempt = given.attempt
    if attempt is not None and given.appended and quiz_of(attempt.version).show_feedback == "after_each":
        return redirect(reverse("progress:feedback", args=[module.key, step.key, sequence - attempt.head + 1]))
    return redirect(step.url)


@require_safe
@learner_required
def feedback(request: HttpRequest, learner: Learner, module_key: str, step_key: str, number: int) -> HttpResponse:
    """What the learner chose at one question, what works best, and why."""
    module = module_of(learner.user, learner.organisations, module_key)
    step = module.step(step_key) if module is not None else None
    attempt = played_last(learner.user, module_key, step_key)
    answered = answered_question(attempt, number) if attempt is not None else None
    if module is None or step is None or answered is None:
        raise Http404
    return render(request, "progress/quiz_feedback.html", {"module": module, "step": step, "answered": answered})
