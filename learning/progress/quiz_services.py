"""What a learner does with a quiz besides answering: again, later, and letting a trainer read a text; and the marking.

A learner's own steps write no audit row; a trainer's marking does, without content.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gehoord.core import audit
from gehoord.organisations.models import Organisation
from learning.catalogue.models import FrozenVersion

from .enums import AttemptState, Judgement, PlayedKind
from .errors import AlreadyMarkedError, NobodyReadsError, NoTriesLeftError, StepClosedError
from .models import Answer, Attempt
from .own_words import seal_text
from .playing import quiz_of
from .quiz_models import Essay, SavedQuestion
from .quiz_play import QuizPlay
from .quiz_queries import readers_of
from .services import start_attempt
from .steps import Module, Step

KEPT_AFTER_MARKING = timedelta(days=30)


def tries_left(*, user: Any, module_key: str, step_key: str, tries: int | None) -> int | None:
    """How often somebody may still begin; None where that is as often as somebody wants."""
    if tries is None:
        return None
    return max(0, tries - Attempt.objects.of(user).of_step(module_key, step_key).finished().count())


@transaction.atomic
def start_quiz(*, user: Any, module: Module, step: Step) -> Attempt:
    """Start a quiz, or go on where somebody was. Raises NoTriesLeftError, StepClosedError."""
    found = Attempt.objects.of(user).of_step(module.key, step.key).open().first()
    if found is None and step.version_id is not None:
        tries = quiz_of(FrozenVersion.objects.get(pk=step.version_id)).tries
        if tries_left(user=user, module_key=module.key, step_key=step.key, tries=tries) == 0:
            raise NoTriesLeftError
    return start_attempt(user=user, module=module, step=step)


@transaction.atomic
def start_some_again(*, user: Any, module: Module, step: Step, saved: bool = False) -> Attempt:
    """Only what was missed (or saved for later) again: the same version and questions, the other answers stand.

    Raises NoTriesLeftError; StepClosedError where there is nothing to do again.
    """
    mine = Attempt.objects.of(user).of_step(module.key, step.key)
    still_open = mine.open().first()
    if still_open is not None:
        return still_open
    earlier = mine.finished().select_related("version").order_by("-ended_at", "-pk").first()
    if earlier is None or earlier.kind != PlayedKind.QUIZ:
        raise StepClosedError
    quiz = quiz_of(earlier.version)
    if tries_left(user=user, module_key=module.key, step_key=step.key, tries=quiz.tries) == 0:
        raise NoTriesLeftError
    answers = list(earlier.answers.all())
    play = QuizPlay(quiz, earlier.seed)
    wanted = _saved_keys(user, module.key, step.key) if saved else set(play.missed([answer.payload for answer in answers]))
    standing = [answer for answer in answers if answer.payload["question"] not in wanted]
    if len(standing) == len(play.all):
        raise StepClosedError
    again = Attempt.objects.create(
        user=user, module_key=module.key, step_key=step.key, kind=PlayedKind.QUIZ, version=earlier.version,
        seed=earlier.seed, replays=earlier, head=len(standing),
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(attempt=again, sequence=number, payload=answer.payload, own_words_sealed=answer.own_words_sealed)
        for number, answer in enumerate(standing)
    )
    return again


def _saved_keys(user: Any, module_key: str, step_key: str) -> set[str]:
    saved = SavedQuestion.objects.filter(user=user, module_key=module_key, step_key=step_key)
    return set(saved.values_list("question_key", flat=True))


@transaction.atomic
def keep_words(*, user: Any, attempt_id: int, sequence: int, words: str) -> Attempt:
    """Keep an answer to an open question, sealed, until the learner has compared it."""
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id, user=user)
    if attempt.is_open and attempt.said_at != sequence and attempt.answers.count() == sequence:
        attempt.said_at, attempt.said_sealed = sequence, seal_text(words)
        attempt.save(update_fields=["said_at", "said_sealed"])
    return attempt


@transaction.atomic
def save_question(*, user: Any, module_key: str, step_key: str, question_key: str, keep: bool) -> None:
    """Put a question aside for later, or no longer."""
    row = {"user": user, "module_key": module_key, "step_key": step_key, "question_key": question_key}
    if keep:
        SavedQuestion.objects.get_or_create(**row)
    else:
        SavedQuestion.objects.filter(**row).delete()


@transaction.atomic
def offer_essay(*, user: Any, answer_id: int, organisation: Organisation, on: date | None = None) -> Essay:
    """Let the trainers of one organisation read a text: a copy without a name. Doing it twice gives the same one.

    Raises NobodyReadsError where that organisation has no trainer besides the writer.
    """
    answer = Answer.objects.select_related("attempt").get(
        pk=answer_id, attempt__user=user, attempt__state=AttemptState.FINISHED
    )
    there = Essay.objects.filter(answer=answer).first()
    if there is not None:
        return there
    if not answer.own_words_sealed or not readers_of(organisation, but=user):
        raise NobodyReadsError
    return Essay.objects.create(
        answer=answer,
        organisation=organisation,
        version_id=answer.attempt.version_id,
        question_key=answer.payload["question"],
        text_sealed=seal_text(answer.own_words),
        offered_on=on or date.today(),
    )


@transaction.atomic
def take_back_essay(*, user: Any, answer_id: int) -> int:
    """The writer no longer wants a text to be read. What a trainer wrote about it goes too."""
    return Essay.objects.filter(answer_id=answer_id, answer__attempt__user=user).delete()[0]


@transaction.atomic
def mark_essay(*, by: Any, essay: Essay, judgement: Judgement, reply: str, on: date | None = None) -> Essay:
    """A trainer's words for the writer, once. Raises AlreadyMarkedError. It never counts for completion."""
    locked = Essay.objects.select_for_update(of=("self",)).get(pk=essay.pk)
    if locked.is_marked:
        raise AlreadyMarkedError
    locked.judgement, locked.reply_sealed, locked.marked_on = judgement, seal_text(reply), on or date.today()
    locked.save(update_fields=["judgement", "reply_sealed", "marked_on"])
    audit.record(by=by, action="progress.essay_marked", organisation_id=locked.organisation_id)
    return locked


@transaction.atomic
def forget_marked_essays(now: datetime, dry_run: bool) -> int:
    """Erase texts 30 days after they were marked, with what the trainer wrote."""
    old = Essay.objects.marked_before(timezone.localdate(now) - KEPT_AFTER_MARKING)
    number = old.count()
    if not dry_run:
        old.delete()
    return number
