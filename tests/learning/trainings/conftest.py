from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gehoord.accounts.models import User
from gehoord.core.models import OutboxMessage
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from learning.trainings.models import LiveTraining
from tests.factories import MembershipFactory, OrganisationFactory


class World:
    """A bureau with a trainer, two schools with colleagues, and a training next week for the first school."""

    def __init__(self) -> None:
        self.bureau = OrganisationFactory(bureau=True, name="Bureau")
        self.school, self.other = OrganisationFactory(name="Deltion"), OrganisationFactory(name="Cibap")
        self.trainer: User = MembershipFactory(organisation=self.bureau, trainer=True).user
        self.now: datetime = timezone.now()

    def colleague(self, organisation: Organisation | None = None, **user: Any) -> User:
        found: User = MembershipFactory(organisation=organisation or self.school, role=Role.LEARNER, **user).user
        return found

    def training(self, *, seats: int = 2, days: float = 7, **fields: Any) -> LiveTraining:
        start = self.now + timedelta(days=days)
        values = {
            "organisation": self.bureau, "trainer": self.trainer, "title": "Herkennen, samen", "starts_at": start,
            "ends_at": start + timedelta(hours=3), "place": "Zaal 3", "seats": seats,
        }  # fmt: skip
        training = LiveTraining.objects.create(**{**values, **fields})
        training.schools.add(self.school)
        return training


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def mails() -> Callable[[User], list[str]]:
    def of(user: User) -> list[str]:
        rows = OutboxMessage.objects.filter(account=user).order_by("pk")
        return [row.kind.removeprefix("trainings.") for row in rows]

    return of
