"""Tallies: a learner's first finished attempt of a version, only with four others, and never who."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gehoord.organisations.enums import Role
from learning.catalogue.models import FrozenVersion
from learning.completion.models import Tally
from learning.progress.enums import TallyState
from learning.progress.models import Attempt
from learning.progress.services import move_tallies
from tests.factories import MembershipFactory, sign_in

from .conftest import start, talk


def counted() -> dict[tuple[str, str], int]:
    return {(row.item, row.choice): row.times for row in Tally.objects.all()}


@pytest.fixture
def learners(school: Any, module: Any) -> list[Client]:
    return [sign_in(Client(), MembershipFactory(organisation=school).user) for _ in range(5)]


def test_four_learners_are_too_few_and_five_are_counted_together(learners: list[Client]) -> None:
    for learner in learners[:4]:
        start(learner)
        talk(learner, "a", "a")
    assert move_tallies() == 0
    assert counted() == {}
    start(learners[4])
    talk(learners[4], "b", "b")
    assert move_tallies() == 5
    found = counted()
    assert found["m1", "a"] == 4
    assert found["m1", "b"] == 1
    assert found["ending", "goed"] == 4
    assert move_tallies() == 0


def test_doing_it_again_or_from_a_moment_on_is_not_counted(learners: list[Client]) -> None:
    start(learners[0])
    talk(learners[0], "b", "b")
    start(learners[0])
    talk(learners[0], "a", "a")
    first = Attempt.objects.order_by("pk").first()
    assert first is not None
    learners[0].post(f"/leren/terugkijken/{first.pk}/opnieuw/", {"sequence": 1})
    learners[0].post("/leren/herkennen-en-erkennen/gesprek/", {"action": "reply", "sequence": 1, "reply": "a"})
    states = list(Attempt.objects.order_by("pk").values_list("tally", flat=True))
    assert states == [TallyState.WAITING, TallyState.NEVER, TallyState.NEVER]


def test_a_trainers_own_attempt_is_never_counted(school: Any, module: Any) -> None:
    trainer = sign_in(Client(), MembershipFactory(organisation=school, role=Role.TRAINER).user)
    start(trainer)
    talk(trainer, "a", "a")
    assert Attempt.objects.get().tally == TallyState.NEVER


def test_a_tally_belongs_to_a_version_and_to_nobody(learners: list[Client]) -> None:
    for learner in learners:
        start(learner)
        talk(learner, "a", "a")
    move_tallies()
    version = FrozenVersion.objects.get(kind="scenario")
    assert set(Tally.objects.values_list("version_id", flat=True)) == {version.pk}
    assert not {field.name for field in Tally._meta.get_fields()} & {"user", "learner", "attempt"}
