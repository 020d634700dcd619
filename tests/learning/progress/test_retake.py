"""Taking a module again undoes nothing, and completes it anew once all of it was done on a later day."""

from __future__ import annotations

from datetime import date

import pytest

from gehoord.accounts.models import User
from learning.completion.models import Completion
from learning.progress import services
from learning.progress.models import StepDone
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
STEPS = ("lezen", "gesprek")


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> object:
    """Sets the day: the clock is Python's own, and the module asks for two steps."""

    class Clock(date):
        day = date(2026, 11, 24)

        @classmethod
        def today(cls) -> date:
            return cls.day

    monkeypatch.setattr(services, "date", Clock)
    monkeypatch.setattr("learning.completion.services.date", Clock)
    monkeypatch.setattr(services, "required_step_keys", lambda key: frozenset(STEPS))

    def set_day(day: date) -> None:
        Clock.day = day

    return set_day


def do(user: User, *steps: str) -> None:
    for step in steps:
        services.mark_step_done(user=user, module_key="basis", step_key=step)


def days_of(user: User) -> list[date]:
    return list(Completion.objects.filter(user=user).order_by("on").values_list("on", flat=True))


def test_doing_it_all_again_on_a_later_day_completes_it_anew(on) -> None:
    user = UserFactory()
    do(user, *STEPS)
    on(date(2028, 11, 1))
    do(user, "lezen")
    assert days_of(user) == [date(2026, 11, 24)]
    do(user, "gesprek", "gesprek")
    assert days_of(user) == [date(2026, 11, 24), date(2028, 11, 1)]


def test_doing_it_again_on_the_same_day_changes_nothing(on) -> None:
    user = UserFactory()
    do(user, *STEPS, *STEPS)
    assert days_of(user) == [date(2026, 11, 24)]
    assert not StepDone.objects.filter(again_on__isnull=False).exists()


def test_a_retake_keeps_the_first_day_of_each_step(on) -> None:
    user = UserFactory()
    do(user, *STEPS)
    on(date(2028, 11, 1))
    do(user, *STEPS)
    assert set(StepDone.objects.values_list("on", "again_on")) == {(date(2026, 11, 24), date(2028, 11, 1))}
