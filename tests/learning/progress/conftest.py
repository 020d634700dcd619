from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gehoord.accounts.models import User
from gehoord.organisations.models import Organisation
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, sign_in
from tests.learning.factories import MODULE, base_module

STEP = f"/leren/{MODULE}/gesprek/"
QUIZ = f"/leren/{MODULE}/vragen/"


@pytest.fixture
def school(db: None) -> Organisation:
    return OrganisationFactory(slug="de-kade", name="De Kade")


@pytest.fixture
def learner(school: Organisation) -> User:
    return MembershipFactory(organisation=school, user=UserFactory(name="Marloes Bakker")).user


@pytest.fixture
def module(school: Organisation) -> Any:
    return base_module()


@pytest.fixture
def room(client: Client, learner: User, module: Any) -> Client:
    """A learner, signed in, with the base module."""
    return sign_in(client, learner)


def start(room: Client, url: str = STEP) -> None:
    assert room.post(url, {"action": "start"}).status_code == 302


def say(room: Client, sequence: int, key: str, **more: Any) -> Any:
    return room.post(STEP, {"action": "reply", "sequence": sequence, "reply": key}, **more)


def talk(room: Client, *keys: str) -> None:
    """Reply after reply; own words are skipped."""
    for sequence, key in enumerate(keys):
        room.post(STEP, {"action": "say", "sequence": sequence, "skip": "yes"})
        assert say(room, sequence, key).status_code == 302
