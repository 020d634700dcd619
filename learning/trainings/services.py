"""Planning and giving: what trainers write. Every change reaches who signed up by mail, in the same transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gehoord.accounts.models import User
from gehoord.core import audit
from gehoord.organisations.models import Membership, Organisation
from learning.completion.enums import CompletedBy
from learning.completion.services import record_completion

from .announcing import attended, locked, remind, tell
from .enums import Attendance
from .errors import InUseError, TrainingClosedError
from .models import LiveTraining
from .seats import move_up_waiting

# What people must hear of: a change of these raises the calendar's sequence.
TOLD_FIELDS = ("starts_at", "ends_at", "place", "link", "title")
FIELDS = (*TOLD_FIELDS, "organisation", "module_key", "seats", "note")


@transaction.atomic
def plan_training(*, by: Any, schools: Iterable[Organisation], uid: UUID | None = None, **fields: Any) -> LiveTraining:
    """Plan a live training in the name of an organisation of the trainer.

    ``uid`` comes with the form: the same form sent twice plans one training.
    """
    wanted = {name: fields[name] for name in FIELDS if name in fields}
    taken = LiveTraining.objects.filter(uid=uid).first() if uid is not None else None
    if taken is not None and taken.trainer_id == by.pk:
        return taken
    own = {"uid": uid} if uid is not None and taken is None else {}
    training = LiveTraining.objects.create(trainer=by, **own, **wanted)
    training.schools.set(schools)
    audit.record(by=by, action="trainings.planned", target=training, organisation_id=training.organisation_id)
    return training


@transaction.atomic
def change_training(
    *, training: LiveTraining, by: Any, now: datetime, schools: Iterable[Organisation], **fields: Any
) -> LiveTraining:
    """Change a training that is still to come. Who signed up hears of another time, place or name; more seats let people move up.

    Raises TrainingClosedError.
    """
    training = locked(training)
    if training.is_cancelled or training.ends_at <= now:
        raise TrainingClosedError
    told = any(getattr(training, name) != fields[name] for name in TOLD_FIELDS if name in fields)
    for name in FIELDS:
        if name in fields:
            setattr(training, name, fields[name])
    training.sequence += told
    training.save()
    training.schools.set(schools)
    if told:
        for sign_up in training.sign_ups.active():
            tell(kind="trainings.changed", training=training, user_id=sign_up.user_id)
            remind(training=training, user_id=sign_up.user_id, now=now)
    move_up_waiting(training=training, now=now)
    audit.record(by=by, action="trainings.changed", target=training, organisation_id=training.organisation_id)
    return training


@transaction.atomic
def cancel_training(*, training: LiveTraining, by: Any, now: datetime) -> LiveTraining:
    """Call a training off; everybody who counted on it gets a mail that takes it out of their calendar.

    Raises TrainingClosedError when it is over or was cancelled already.
    """
    training = locked(training)
    if training.is_cancelled or training.ends_at <= now:
        raise TrainingClosedError
    training.cancelled_at, training.sequence, training.screen_code = now, training.sequence + 1, ""
    training.save(update_fields=["cancelled_at", "sequence", "screen_code"])
    for sign_up in training.sign_ups.active():
        tell(kind="trainings.cancelled", training=training, user_id=sign_up.user_id)
    audit.record(by=by, action="trainings.cancelled", target=training, organisation_id=training.organisation_id)
    return training


@transaction.atomic
def delete_training(*, training: LiveTraining, by: Any) -> None:
    """Take away a training for which nobody ever signed up. Raises InUseError."""
    training = locked(training)
    if training.sign_ups.exists():
        raise InUseError
    audit.record(by=by, action="trainings.deleted", target=training, organisation_id=training.organisation_id)
    training.delete()


@transaction.atomic
def record_attendance(*, training: LiveTraining, by: Any, present: Collection[int], on: date) -> int:
    """Write down who came: the ticked people were there, other seated people were not. Returns how many came.

    Attending completes the live step of the module; unticking takes nothing back, because a completion is a fact.
    """
    training = locked(training)
    came = 0
    for sign_up in training.sign_ups.active().select_related("user"):
        there = sign_up.user_id in present
        sign_up.attendance = Attendance.PRESENT if there else Attendance.ABSENT
        sign_up.save(update_fields=["attendance"])
        if there:
            came += 1
            attended(training=training, user=sign_up.user, on=on)
    audit.record(by=by, action="trainings.attendance", target=training, organisation_id=training.organisation_id)
    return came


@transaction.atomic
def show_screen_code(*, training: LiveTraining, by: Any, show: bool) -> LiveTraining:
    """Open or close checking in by the code on the screen; a new code each time it opens."""
    training = locked(training)
    training.screen_code = f"{secrets.randbelow(10**6):06d}" if show else ""
    training.save(update_fields=["screen_code"])
    audit.record(
        by=by, action="trainings.code_shown" if show else "trainings.code_hidden", target=training,
        organisation_id=training.organisation_id,
    )  # fmt: skip
    return training


@transaction.atomic
def enter_earlier_training(
    *, by: Any, organisations: Collection[Organisation], module_key: str, trained_on: date, emails: Iterable[str]
) -> Mapping[str, bool]:
    """A training held before Gehoord: everybody on the list has completed the module on that day.

    Only people with an open membership in one of ``organisations`` are known here. Returns each address with whether it
    was known; nothing is written for the others, and the same list again changes nothing.
    """
    addresses = list(dict.fromkeys(email.strip().lower() for email in emails if email.strip()))
    members = Membership.objects.open().filter(organisation__in=organisations).values("user_id")
    known = {user.email.lower(): user for user in User.objects.filter(pk__in=members, email__in=addresses)}
    for address in addresses:
        if (user := known.get(address)) is not None:
            source = f"earlier:{user.pk}:{module_key}:{trained_on:%Y-%m-%d}"
            record_completion(user=user, module_key=module_key, how=CompletedBy.EARLIER_TRAINING, source=source, on=trained_on)
    audit.record(by=by, action="trainings.earlier_entered")
    return {address: address in known for address in addresses}
