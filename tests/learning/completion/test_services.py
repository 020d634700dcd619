"""What leaves a learner's room: days, never a time of day; once per source; tallies only in fives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from learning.completion import personal_data, services
from learning.completion.enums import CompletedBy, ModuleState
from learning.completion.errors import AppendOnlyError, TooFewLearnersError
from learning.completion.models import Completion, ModuleStatus, Tally
from tests.factories import UserFactory
from tests.learning.factories import frozen_scenario

BASE = "herkennen-en-erkennen"


@pytest.mark.django_db
def test_starting_twice_keeps_the_first_day() -> None:
    user = UserFactory()
    services.record_started(user=user, module_key=BASE, on=date(2026, 9, 1))
    status = services.record_started(user=user, module_key=BASE, on=date(2026, 10, 1))
    assert (status.state, status.started_on) == (ModuleState.STARTED, date(2026, 9, 1))


@pytest.mark.django_db
def test_who_was_invited_moves_on_when_starting() -> None:
    user = UserFactory()
    services.record_invited(user=user, module_key=BASE, on=date(2026, 9, 1))
    status = services.record_started(user=user, module_key=BASE, on=date(2026, 9, 2))
    assert (status.state, status.invited_on, status.started_on) == (ModuleState.STARTED, date(2026, 9, 1), date(2026, 9, 2))


@pytest.mark.django_db
def test_an_invitation_undoes_nothing() -> None:
    user = UserFactory()
    services.record_started(user=user, module_key=BASE)
    assert services.record_invited(user=user, module_key=BASE).state == ModuleState.STARTED


@pytest.mark.django_db
def test_the_same_source_completes_once() -> None:
    user = UserFactory()
    first = services.record_completion(
        user=user, module_key=BASE, how=CompletedBy.OWN_STEPS, source="progress:1:a", on=date(2026, 9, 1)
    )
    again = services.record_completion(
        user=user, module_key=BASE, how=CompletedBy.OWN_STEPS, source="progress:1:a", on=date(2026, 11, 1)
    )
    assert first == again
    assert again.on == date(2026, 9, 1)
    assert Completion.objects.count() == 1


@pytest.mark.django_db
def test_a_retake_elsewhere_is_a_second_completion_and_keeps_the_first_day() -> None:
    user = UserFactory()
    services.record_completion(user=user, module_key=BASE, how=CompletedBy.OWN_STEPS, source="a", on=date(2026, 9, 1))
    services.record_completion(user=user, module_key=BASE, how=CompletedBy.EARLIER_TRAINING, source="b", on=date(2026, 10, 1))
    assert Completion.objects.count() == 2
    assert ModuleStatus.objects.get().finished_on == date(2026, 9, 1)


@pytest.mark.django_db
def test_starting_after_finishing_stays_finished() -> None:
    user = UserFactory()
    services.record_completion(user=user, module_key=BASE, how=CompletedBy.LIVE_TRAINING, source="a", on=date(2026, 9, 1))
    status = services.record_started(user=user, module_key=BASE, on=date(2026, 9, 3))
    assert status.state == ModuleState.FINISHED


@pytest.mark.django_db
def test_a_completion_is_never_changed() -> None:
    made = services.record_completion(user=UserFactory(), module_key=BASE, how=CompletedBy.OWN_STEPS, source="a")
    made.on = date(2020, 1, 1)
    with pytest.raises(AppendOnlyError):
        made.save()


def test_no_field_of_this_room_holds_a_time_of_day() -> None:
    for model in (ModuleStatus, Completion, Tally):
        kinds = {field.get_internal_type() for field in model._meta.get_fields() if field.concrete}
        assert "DateTimeField" not in kinds


def test_a_tally_has_no_person_and_no_day() -> None:
    assert {field.name for field in Tally._meta.get_fields()} == {"id", "version", "item", "choice", "times"}


@pytest.mark.django_db
def test_a_tally_moves_only_for_five_different_learners() -> None:
    version = frozen_scenario()
    with pytest.raises(TooFewLearnersError):
        services.add_to_tallies(version=version, counts={("m1", "a"): 4}, learners=4)
    assert not Tally.objects.exists()
    services.add_to_tallies(version=version, counts={("m1", "a"): 3, ("m1", "b"): 2}, learners=5)
    services.add_to_tallies(version=version, counts={("m1", "a"): 5}, learners=5)
    assert dict(Tally.objects.of_version(version).values_list("choice", "times")) == {"a": 8, "b": 2}


@pytest.mark.django_db
def test_the_second_level_of_erasing_takes_completions_too() -> None:
    user, other = UserFactory(), UserFactory()
    for person in (user, other):
        services.record_completion(user=person, module_key=BASE, how=CompletedBy.OWN_STEPS, source=f"{person.pk}")
    assert personal_data.export(user)["afrondingen"]
    assert personal_data.erase(user) == 2
    assert Completion.objects.get().user == other


@pytest.mark.django_db
def test_what_is_kept_of_people_who_stay_away_two_years_goes() -> None:
    now = datetime(2029, 1, 1, tzinfo=UTC)
    away, here = UserFactory(last_login=now - timedelta(days=731)), UserFactory(last_login=now - timedelta(days=10))
    for person in (away, here):
        services.record_completion(
            user=person, module_key=BASE, how=CompletedBy.OWN_STEPS, source=f"{person.pk}", on=date(2026, 9, 1)
        )
    assert personal_data.forget_inactive(now, True) == 2
    assert Completion.objects.count() == 2
    personal_data.forget_inactive(now, False)
    assert Completion.objects.get().user == here


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_completion() -> None:
    user = UserFactory()
    failures: list[BaseException] = []

    def complete() -> None:
        try:
            services.record_completion(user=user, module_key=BASE, how=CompletedBy.OWN_STEPS, source="same")
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=complete) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert Completion.objects.count() == 1
    assert ModuleStatus.objects.get().state == ModuleState.FINISHED
