"""What a learner does around a conversation: begin it as one likes, take another of equal worth, coach mode, typing pause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction

from gehoord.organisations.models import Organisation
from learning.catalogue.models import FrozenVersion
from learning.catalogue.swaps import Swap, swap_of, swaps_for

from .models import Attempt
from .services import start_attempt
from .steps import Module, Step


def choices_instead(*, step: Step, shown: FrozenVersion, organisations: Iterable[Organisation]) -> list[Swap]:
    """What may be taken instead of the conversation that is shown: its equals, and the step's own one when that is another."""
    found = swaps_for(shown, organisations)
    known = {swap.version_id for swap in found} | {shown.pk}
    if step.version_id is not None and step.version_id not in known:
        own = FrozenVersion.objects.get(pk=step.version_id)
        if own.page_key != shown.page_key:
            found.append(swap_of(own))
    return found


@transaction.atomic
def begin_conversation(*, user: Any, module: Module, step: Step, version_id: int | None, coach: bool) -> Attempt:
    """Start a conversation: the step's own, or one of equal worth that the caller found among `choices_instead`.

    Taking another one leaves no trace: an attempt that was open on this step is gone, and the step counts all the same.
    Raises StepClosedError when the module is not open for new starts.
    """
    wanted = version_id or step.version_id
    underway = Attempt.objects.of(user).of_step(module.key, step.key).open().select_for_update(of=("self",)).first()
    if underway is not None and version_id is not None and underway.version_id != version_id:
        underway.delete()
        underway = None
    attempt = start_attempt(user=user, module=module, step=replace(step, version_id=wanted) if step.version_id else step)
    if underway is None:
        before = Attempt.objects.of(user).exclude(pk=attempt.pk).order_by("-pk").first()
        attempt.typing_pause = before.typing_pause if before is not None else True
        attempt.coach = attempt.coached = coach
        attempt.save(update_fields=["typing_pause", "coach", "coached"])
    return attempt


@transaction.atomic
def set_coach(*, user: Any, attempt_id: int, on: bool) -> Attempt:
    """Coach mode on or off, at any moment. That it was on stays known to the learner's own debrief."""
    attempt = Attempt.objects.open().select_for_update(of=("self",)).get(pk=attempt_id, user=user)
    attempt.coach, attempt.coached = on, attempt.coached or on
    attempt.save(update_fields=["coach", "coached"])
    return attempt


@transaction.atomic
def set_typing_pause(*, user: Any, attempt_id: int, on: bool) -> Attempt:
    """The pause before a new line shows, on or off; the next conversations begin the same way."""
    attempt = Attempt.objects.open().select_for_update(of=("self",)).get(pk=attempt_id, user=user)
    attempt.typing_pause = on
    attempt.save(update_fields=["typing_pause"])
    return attempt
