"""Signing up, signing off, and the waiting list that moves up by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gehoord.organisations.models import Organisation

from .announcing import attended, locked, remind, tell
from .enums import Attendance, SignUpState
from .errors import NotInvitedError, TrainingClosedError, WrongCodeError
from .models import CalendarFeed, LiveTraining, SignUp, new_feed_token
from .permissions import own_organisations

CHECK_IN_FROM = timedelta(hours=1)


@transaction.atomic
def sign_up(*, training: LiveTraining, user: Any, now: datetime) -> SignUp:
    """Take a seat, or join the waiting list when all are taken. Twice is once.

    Raises NotInvitedError, TrainingClosedError.
    """
    training = locked(training)
    organisation = _invited_through(training, user)
    _still_open(training, now)
    row = SignUp.objects.filter(training=training, user=user).first()
    if row is not None and row.state != SignUpState.CANCELLED:
        return row
    state = SignUpState.SEATED if _free_seats(training) > 0 else SignUpState.WAITING
    row, _ = SignUp.objects.update_or_create(
        training=training, user=user, defaults={"organisation": organisation, "state": state, "since": now}
    )
    _tell(training, row, "trainings.seated" if state == SignUpState.SEATED else "trainings.waiting", now)
    return row


@transaction.atomic
def sign_off(*, training: LiveTraining, user: Any, now: datetime) -> None:
    """Give the seat back, without a reason; the first of the waiting list gets it at once.

    Raises TrainingClosedError once it has begun. Whoever was not signed up stays so.
    """
    training = locked(training)
    _still_open(training, now)
    row = SignUp.objects.active().filter(training=training, user=user).first()
    if row is None:
        return
    row.state = SignUpState.CANCELLED
    row.save(update_fields=["state"])
    tell(kind="trainings.signed_off", training=training, user_id=row.user_id)
    move_up_waiting(training=training, now=now)


def move_up_waiting(*, training: LiveTraining, now: datetime) -> int:
    """Give free seats to who waits longest, each with a mail; returns how many moved. The caller holds the training's lock."""
    free = _free_seats(training)
    if free <= 0 or training.is_cancelled or training.starts_at <= now:
        return 0
    moved = list(training.sign_ups.waiting()[:free])
    for row in moved:
        row.state = SignUpState.SEATED
        row.save(update_fields=["state"])
        _tell(training, row, "trainings.moved_up", now)
    return len(moved)


def move_up_everywhere(now: datetime) -> None:
    """Each minute: a seat that became free in another way (an account that was erased) is given on too."""
    full = LiveTraining.objects.upcoming(now).filter(sign_ups__in=SignUp.objects.waiting()).distinct()
    for training in full:
        with transaction.atomic():
            move_up_waiting(training=locked(training), now=now)


@transaction.atomic
def check_in(*, training: LiveTraining, user: Any, code: str, now: datetime) -> SignUp:
    """Present by the code on the screen, from an hour before until the end. Raises NotInvitedError, WrongCodeError, TrainingClosedError."""
    training = locked(training)
    organisation = _invited_through(training, user)
    if training.is_cancelled or not training.starts_at - CHECK_IN_FROM <= now <= training.ends_at + CHECK_IN_FROM:
        raise TrainingClosedError
    if not training.screen_code or "".join(code.split()) != training.screen_code:
        raise WrongCodeError
    row, _ = SignUp.objects.get_or_create(
        training=training, user=user, defaults={"organisation": organisation, "state": SignUpState.SEATED, "since": now}
    )
    row.state, row.attendance = SignUpState.SEATED, Attendance.PRESENT
    row.save(update_fields=["state", "attendance"])
    attended(training=training, user=user, on=timezone.localdate(now))
    return row


def feed_of(user: Any) -> CalendarFeed:
    """The address of this person's own calendar feed, made when first asked for."""
    return CalendarFeed.objects.get_or_create(user=user)[0]


def renew_feed(*, user: Any) -> CalendarFeed:
    """Make the old address dead."""
    return CalendarFeed.objects.update_or_create(user=user, defaults={"token": new_feed_token()})[0]


def _tell(training: LiveTraining, row: SignUp, kind: str, now: datetime) -> None:
    tell(kind=kind, training=training, user_id=row.user_id)
    if row.state == SignUpState.SEATED:
        remind(training=training, user_id=row.user_id, now=now)


def _free_seats(training: LiveTraining) -> int:
    return training.seats - training.sign_ups.seated().count()


def _still_open(training: LiveTraining, now: datetime) -> None:
    if training.is_cancelled or training.starts_at <= now:
        raise TrainingClosedError


def _invited_through(training: LiveTraining, user: Any) -> Organisation:
    """The organisation through which somebody may come. Raises NotInvitedError."""
    own = own_organisations(user)
    found = training.schools.filter(pk__in=[organisation.pk for organisation in own]).first()
    if found is None:
        raise NotInvitedError
    return found
