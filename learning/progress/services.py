"""What a learner does: start, reply, finish, try again, keep, forget. The learner is the actor of each.

A learner's own steps write no audit row: the answers are their own trail (ARCHITECTURE).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gehoord.organisations.enums import Role
from gehoord.organisations.permissions import has_role_anywhere
from learning.catalogue.queries import required_step_keys
from learning.completion import services as completion
from learning.completion.enums import CompletedBy

from .enums import AttemptState, PlayedKind, TallyState
from .errors import StepClosedError
from .models import Answer, Attempt, Reflection, SavedQuestion, StepDone, append_answer, finished_versions, lock_open_attempt
from .own_words import seal_own_words
from .playing import play_of, scenario_of
from .quiz_play import with_enough_learners
from .skill_history import count_skills
from .steps import Module, Step

ReadReply = Callable[[Attempt, Sequence[Mapping[str, Any]]], tuple[Mapping[str, Any], str]]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What became of a reply. ``appended`` is False for one that came too late or twice; nothing happened then, and
    ``attempt`` is None where none is open any more."""

    attempt: Attempt | None
    appended: bool
    ended: bool


@transaction.atomic
def start_attempt(*, user: Any, module: Module, step: Step) -> Attempt:
    """Start a scenario or quiz, pinned to its newest version; who already has an open attempt gets that one.

    Raises StepClosedError when the module is not open for new starts.
    """
    found = Attempt.objects.of(user).of_step(module.key, step.key).open().first()
    if found is not None:
        return found
    if module.is_closed or step.version_id is None:
        raise StepClosedError
    completion.record_started(user=user, module_key=module.key)
    attempt, _ = Attempt.objects.get_or_create(
        user=user,
        module_key=module.key,
        step_key=step.key,
        state=AttemptState.OPEN,
        defaults={"kind": PlayedKind(step.kind), "version_id": step.version_id},
    )
    return attempt


@transaction.atomic
def give_reply(*, user: Any, module_key: str, step_key: str, sequence: int, payload: Mapping[str, Any] | ReadReply) -> Given:
    """Append one reply to the attempt that the learner is in the middle of, and finish it when it came to its end.

    ``sequence`` is the place for which the page was shown. A double click, a replayed POST and a second tab bring a
    place that is taken: nothing is added and the caller shows where the attempt stands. Raises WrongReplyError when the
    reply is not among those of this moment. ``payload`` may be a function of the attempt and its answers so far, for what can
    only be read beside its question: it gives the payload and a sealed text of the learner's own that belongs to it ("" for
    none); whatever it raises comes back to the caller, and nothing happened.
    """
    attempt = lock_open_attempt(user, module_key, step_key)
    if attempt is None:
        return Given(attempt=None, appended=False, ended=False)
    payloads = attempt.payloads()
    if sequence != len(payloads):
        return Given(attempt=attempt, appended=False, ended=False)
    reply, sealed = payload(attempt, payloads) if callable(payload) else (payload, "")
    kept, ended = play_of(attempt).taken(payloads, reply)
    said = sealed or (attempt.said_sealed if attempt.said_at == sequence else "")
    append_answer(attempt.pk, sequence, kept, said)
    if ended:
        _finish(attempt, user, [*payloads, kept])
    return Given(attempt=attempt, appended=True, ended=ended)


@transaction.atomic
def say_first(*, user: Any, attempt_id: int, sequence: int, words: str) -> Attempt:
    """Keep the learner's own sentence, sealed, until the reply that goes with it; empty where this was skipped."""
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id, user=user)
    if attempt.is_open and attempt.said_at != sequence and attempt.answers.count() == sequence:
        attempt.said_at, attempt.said_sealed = sequence, seal_own_words(words)
        attempt.save(update_fields=["said_at", "said_sealed"])
    return attempt


def _finish(attempt: Attempt, user: Any, payloads: Sequence[Mapping[str, Any]]) -> None:
    """The attempt came to its end: its step is done, and the module when this was the last step it asks for."""
    attempt.tally = TallyState.WAITING if _is_first_of_its_version(attempt, user) else TallyState.NEVER
    attempt.state = AttemptState.FINISHED
    attempt.ended_at = timezone.now()
    attempt.save(update_fields=["tally", "state", "ended_at"])
    if attempt.kind == PlayedKind.SCENARIO and attempt.replays_id is None:
        answers = [payload["reply"] for payload in payloads]
        count_skills(user=user, scenario=scenario_of(attempt.version), answers=answers, on=date.today())
    if play_of(attempt).completes_step(payloads):
        mark_step_done(user=user, module_key=attempt.module_key, step_key=attempt.step_key)


def _is_first_of_its_version(attempt: Attempt, user: Any) -> bool:
    """Only a learner's first finished attempt of a version is tallied; never one that began with older replies, nor a
    trainer's, nor one of somebody who erased earlier answers of this step."""
    if attempt.replays_id is not None or not has_role_anywhere(user, Role.LEARNER):
        return False
    earlier = finished_versions(user, attempt.module_key, attempt.step_key)
    if not earlier:
        return not StepDone.objects.of(user).filter(module_key=attempt.module_key, step_key=attempt.step_key).exists()
    return attempt.version_id not in earlier


@transaction.atomic(savepoint=False)
def mark_step_done(*, user: Any, module_key: str, step_key: str, on: date | None = None) -> StepDone:
    """Write down that a step is done; after the last step that the module asks for, its completion too.

    A retake undoes nothing. Once all those steps were done again, each on a later day than the last completion, the module
    is completed anew: that is what renews a certificate.
    """
    today = on or date.today()
    completion.record_started(user=user, module_key=module_key, on=today)
    done, made = StepDone.objects.get_or_create(user=user, module_key=module_key, step_key=step_key, defaults={"on": today})
    if not made and done.on < today and (done.again_on is None or done.again_on < today):
        done.again_on = today
        done.save(update_fields=["again_on"])
    required = required_step_keys(module_key)
    days = {step.step_key: step.again_on or step.on for step in StepDone.objects.of(user).of_module(module_key)}
    if required and required <= days.keys():
        source = f"progress:{user.pk}:{module_key}"
        first = completion.record_completion(
            user=user, module_key=module_key, how=CompletedBy.OWN_STEPS, source=source, on=today
        )
        last = completion.last_completed_on(user=user, module_key=module_key) or first.on
        if all(days[key] > last for key in required):
            completion.record_completion(
                user=user, module_key=module_key, how=CompletedBy.OWN_STEPS, source=f"{source}:{today:%Y-%m-%d}", on=today
            )
    return done


@transaction.atomic
def try_again(*, user: Any, attempt_id: int, sequence: int) -> Attempt:
    """A new attempt on the same version that starts with the first ``sequence`` replies of an earlier one.

    An attempt that was still open on this step is left. Doing it twice gives the same open attempt.
    """
    earlier = Attempt.objects.select_for_update(of=("self",)).finished().get(pk=attempt_id, user=user)
    answers = list(earlier.answers.filter(sequence__lt=sequence))
    still_open = Attempt.objects.of(user).of_step(earlier.module_key, earlier.step_key).open().first()
    if still_open is not None:
        if still_open.replays_id == earlier.pk and still_open.answers.count() == len(answers):
            return still_open
        leave_attempt(attempt=still_open)
    again = Attempt.objects.create(
        user=user,
        module_key=earlier.module_key,
        step_key=earlier.step_key,
        kind=earlier.kind,
        version_id=earlier.version_id,
        seed=earlier.seed,
        replays=earlier,
    )
    Answer.objects.bulk_create(
        Answer(attempt=again, sequence=answer.sequence, payload=answer.payload, own_words_sealed=answer.own_words_sealed)
        for answer in answers
    )
    return again


def leave_attempt(*, attempt: Attempt) -> None:
    """End an open attempt without finishing it. It counts for nothing."""
    attempt.state = AttemptState.LEFT
    attempt.ended_at = timezone.now()
    attempt.save(update_fields=["state", "ended_at"])


@transaction.atomic
def take_along(*, user: Any, attempt_id: int, sentence: str) -> Attempt:
    """Keep the learner's sentence for the next real conversation, sealed; an empty one takes it away."""
    attempt = Attempt.objects.select_for_update(of=("self",)).finished().get(pk=attempt_id, user=user)
    attempt.take_along_sealed = seal_own_words(sentence)
    attempt.save(update_fields=["take_along_sealed"])
    return attempt


@transaction.atomic
def keep_attempt(*, user: Any, attempt_id: int, keep: bool) -> Attempt:
    """Keep a conversation beyond its term, or no longer. The learner's choice, and nobody else's."""
    attempt = Attempt.objects.select_for_update(of=("self",)).finished().get(pk=attempt_id, user=user)
    attempt.is_kept = keep
    attempt.save(update_fields=["is_kept"])
    return attempt


@transaction.atomic
def forget_answers(*, user: Any) -> int:
    """The first level of erasing: attempts, answers and own sentences go; done steps and completions stay."""
    mine = Attempt.objects.of(user)
    number = mine.count()
    mine.delete()
    SavedQuestion.objects.filter(user=user).delete()
    return number + Reflection.objects.filter(user=user).delete()[0]


def move_tallies() -> int:
    """Move every version's tallies for which five different learners wait; returns how many attempts were counted.

    Run once a day and in batches, so that no step of a tally points at a person or a moment.
    """
    counted = 0
    for version_id in list(Attempt.objects.waiting_for_tally().order_by().values_list("version_id", flat=True).distinct()):
        counted += _move_tallies_of(version_id)
    return counted


@transaction.atomic
def _move_tallies_of(version_id: int) -> int:
    waiting = list(
        Attempt.objects.waiting_for_tally()
        .filter(version_id=version_id)
        .select_for_update(of=("self",))
        .select_related("version")
    )
    learners = len({attempt.user_id for attempt in waiting})
    if learners < completion.BATCH:
        return 0
    each = [play_of(attempt).choices(attempt.payloads()) for attempt in waiting]
    counts = with_enough_learners(each, learners=learners)
    if counts is None:
        return 0
    completion.add_to_tallies(version=waiting[0].version, counts=counts, learners=learners)
    return Attempt.objects.filter(pk__in=[attempt.pk for attempt in waiting]).update(tally=TallyState.COUNTED)
