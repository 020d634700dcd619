"""Signing up and off, the waiting list that moves up by itself, and the code on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from gehoord.accounts.models import User
from gehoord.core.registry import AttendanceHook, Registry
from learning.trainings import announcing, seats, services
from learning.trainings.enums import Attendance, SignUpState
from learning.trainings.errors import NotInvitedError, TrainingClosedError, WrongCodeError
from learning.trainings.models import SignUp

from .conftest import World

Mails = Callable[[User], list[str]]


def states(*people: User) -> list[str]:
    return [SignUp.objects.get(user=person).state for person in people]


def test_who_is_first_has_a_seat_and_who_comes_later_waits(world: World, mails: Mails) -> None:
    training, people = world.training(seats=1), [world.colleague(), world.colleague()]
    for person in people:
        seats.sign_up(training=training, user=person, now=world.now)
    assert states(*people) == [SignUpState.SEATED, SignUpState.WAITING]
    assert mails(people[0]) == ["seated", "reminder"]
    assert mails(people[1]) == ["waiting"]


def test_signing_up_twice_is_once(world: World, mails: Mails) -> None:
    training, person = world.training(), world.colleague()
    for _ in range(2):
        seats.sign_up(training=training, user=person, now=world.now)
    assert training.sign_ups.count() == 1
    assert mails(person) == ["seated", "reminder"]


def test_a_seat_that_is_given_back_goes_to_who_waits_longest(world: World, mails: Mails) -> None:
    training, people = world.training(seats=1), [world.colleague() for _ in range(3)]
    for minute, person in enumerate(people):
        seats.sign_up(training=training, user=person, now=world.now + timedelta(minutes=minute))
    seats.sign_off(training=training, user=people[0], now=world.now)
    assert states(*people) == [SignUpState.CANCELLED, SignUpState.SEATED, SignUpState.WAITING]
    assert mails(people[1]) == ["waiting", "moved_up", "reminder"]


def test_who_signs_off_and_on_again_joins_the_end_of_the_line(world: World) -> None:
    training, people = world.training(seats=1), [world.colleague() for _ in range(3)]
    for minute, person in enumerate(people):
        seats.sign_up(training=training, user=person, now=world.now + timedelta(minutes=minute))
    seats.sign_off(training=training, user=people[1], now=world.now)
    seats.sign_up(training=training, user=people[1], now=world.now + timedelta(hours=1))
    seats.sign_off(training=training, user=people[0], now=world.now)
    assert states(people[2], people[1]) == [SignUpState.SEATED, SignUpState.WAITING]


def test_more_seats_let_people_move_up(world: World) -> None:
    training, people = world.training(seats=1), [world.colleague() for _ in range(3)]
    for person in people:
        seats.sign_up(training=training, user=person, now=world.now)
    services.change_training(training=training, by=world.trainer, now=world.now, schools=[world.school], seats=3)
    assert states(*people) == [SignUpState.SEATED] * 3


def test_a_seat_of_an_erased_account_is_given_on_within_a_minute(world: World) -> None:
    training, people = world.training(seats=1), [world.colleague(), world.colleague()]
    for person in people:
        seats.sign_up(training=training, user=person, now=world.now)
    people[0].delete()
    seats.move_up_everywhere(world.now)
    assert states(people[1]) == [SignUpState.SEATED]


def test_a_training_of_another_school_does_not_exist(world: World) -> None:
    with pytest.raises(NotInvitedError):
        seats.sign_up(training=world.training(), user=world.colleague(world.other), now=world.now)


@pytest.mark.parametrize("days", [-1, 0])
def test_a_training_that_began_takes_nobody_any_more(world: World, days: int) -> None:
    with pytest.raises(TrainingClosedError):
        seats.sign_up(training=world.training(days=days), user=world.colleague(), now=world.now)


def test_the_code_on_the_screen_makes_present_and_tells_the_rooms_that_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, date]] = []
    slots = Registry()
    slots.add(AttendanceHook(key="test.hook", attended=lambda user, key, on: told.append((key, on))))
    monkeypatch.setattr(announcing, "registry", slots)
    training, person = world.training(days=0.01, module_key="basis"), world.colleague()
    training = services.show_screen_code(training=training, by=world.trainer, show=True)
    with pytest.raises(WrongCodeError):
        seats.check_in(training=training, user=person, code="", now=world.now)
    row = seats.check_in(
        training=training, user=person, code=f"{training.screen_code[:3]} {training.screen_code[3:]}", now=world.now
    )
    assert row.attendance == Attendance.PRESENT
    assert [key for key, _ in told] == ["basis"]


def test_a_hidden_code_opens_nothing(world: World) -> None:
    training = world.training(days=0.01)
    shown = services.show_screen_code(training=training, by=world.trainer, show=True).screen_code
    services.show_screen_code(training=training, by=world.trainer, show=False)
    with pytest.raises(WrongCodeError):
        seats.check_in(training=training, user=world.colleague(), code=shown, now=world.now)


def test_a_new_calendar_address_makes_the_old_one_dead(world: World) -> None:
    person = world.colleague()
    old = seats.feed_of(person).token
    assert seats.feed_of(person).token == old
    assert seats.renew_feed(user=person).token != old
