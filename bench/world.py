"""The product with people in it, for the targets to ask things of. Everything here runs in Django's process of the bench."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gehoord.accounts.models import User
from gehoord.accounts.second_factor import DEMO_MARK
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation
from gehoord.wiring.demo import DEMO_SCHOOL, find_membership
from learning.catalogue import queries as catalogue
from learning.progress.models import Answer, Attempt, StepDone

from .load import request_bytes
from .walk import walk_step

CSRF = "b" * 32
WALKERS = 4


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    user: Any
    cookie: str

    def get(self, path: str) -> bytes:
        return request_bytes("GET", path, {"Cookie": self.cookie})

    def post(self, path: str, body: str | dict[str, str]) -> bytes:
        text = body if isinstance(body, str) else urlencode(body)
        return request_bytes("POST", path, {"Cookie": self.cookie, "X-CSRFToken": CSRF}, text.encode())


@dataclass(frozen=True)
class Walked:
    """A step that was taken to its end once: its address, and what was sent."""

    url: str
    bodies: list[str]
    attempt: Any


@dataclass
class World:
    """The demo school, its people, and learners in the middle of things."""

    folder: Path
    quick: bool = False
    kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def school(self) -> Organisation:
        return Organisation.objects.get(slug=DEMO_SCHOOL)

    def person(self, role: Role) -> Person:
        """The demo person of a role, both factors proven."""
        return signed_in(find_membership(role).user)

    @cached_property
    def learners(self) -> list[Person]:
        """Learners of the demo school, signed in, with nothing done yet: plenty, so that posts do not run out."""
        with transaction.atomic():
            run = secrets.token_hex(4)
            users = [User(email=f"{run}-{number}@bench.invalid", name=f"Bench {number}") for number in range(self.plenty)]
            for user in users:
                user.set_unusable_password()
            User.objects.bulk_create(users)
            users = list(User.objects.filter(email__startswith=f"{run}-").order_by("pk"))
            Membership.objects.bulk_create(
                Membership(user=user, organisation=self.school, role=Role.LEARNER, functions=[]) for user in users
            )
            return [signed_in(user) for user in users]

    @property
    def plenty(self) -> int:
        return 256 if self.quick else 640

    def walker(self, number: int) -> Client:
        """A browser of a learner who takes everything once, to show the bench the way."""
        client = Client(headers={"host": "localhost"})
        client.force_login(self.learners[number].user)
        return client

    def walked(self, kind: str) -> Walked:
        """The first step of this kind in a module that is open to the school, taken to its end once."""
        key = f"walked-{kind}"
        if key not in self.kept:
            self.kept[key] = self._walk(kind)
        found = self.kept[key]
        assert isinstance(found, Walked)
        return found

    def _walk(self, kind: str) -> Walked:
        """Each of the walkers goes another way; the longest is the one to follow."""
        for module in catalogue.modules_for([self.school]):
            for step in module.steps:
                if step.kind == kind:
                    url = reverse("progress:step", args=[module.key, step.key])
                    walks = []
                    for number in range(WALKERS):
                        sent = walk_step(self.walker(number), url, choice=number)
                        walks.append(([body for body in sent if "action=say" not in body], number))
                    bodies, number = max(walks, key=lambda walk: len(walk[0]))
                    mine = Attempt.objects.of(self.learners[number].user).of_step(module.key, step.key)
                    return Walked(url, bodies, mine.finished().get())
        raise LookupError(f"no step of kind {kind} in the starter content")

    def in_the_middle(self, kind: str, people: list[Person], answered: int) -> None:
        """Put these people at one place of a step: an open attempt with the first answers of the walk."""
        walk = self.walked(kind).attempt
        with transaction.atomic():
            Attempt.objects.bulk_create(
                Attempt(
                    user=person.user, module_key=walk.module_key, step_key=walk.step_key, kind=walk.kind,
                    version_id=walk.version_id, seed=walk.seed,
                )
                for person in people
            )  # fmt: skip
            attempts = Attempt.objects.of_step(walk.module_key, walk.step_key).filter(user__in=[p.user for p in people])
            answers = list(walk.answers.filter(sequence__lt=answered))
            Answer.objects.bulk_create(
                Answer(attempt=attempt, sequence=one.sequence, payload=one.payload, own_words_sealed=one.own_words_sealed)
                for attempt in attempts
                for one in answers
            )

    def back_to_the_start(self, kind: str, people: list[Person]) -> int:
        """Undo what these people posted: the step is open again, without answers. Gives how many there were."""
        walk = self.walked(kind).attempt
        with transaction.atomic():
            users = [person.user.pk for person in people]
            attempts = Attempt.objects.of_step(walk.module_key, walk.step_key).filter(user__in=users)
            stored, _ = Answer.objects.filter(attempt__in=attempts).delete()
            StepDone.objects.of_module(walk.module_key).filter(user__in=users).delete()
            attempts.update(state="open", ended_at=None, tally="never", said_at=None, said_sealed="")
        return stored

    def share_of(self, people: list[Person], number: int, clients: int = 64) -> Iterator[Person]:
        """The people of one client: nobody is two clients at once."""
        return iter(people[number::clients])


def signed_in(user: Any) -> Person:
    """A session of this person as the product's own sign-in leaves it, both factors proven."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[DEMO_MARK] = True
    store.create()
    return Person(user, f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}")


def anonymous(path: str, **headers: str) -> bytes:
    """A visitor's request for a page."""
    return request_bytes("GET", path, headers)


def own_address() -> str:
    """An address that nobody else of the bench has, as a proxy would report it."""
    return ".".join(["10", *(str(part) for part in secrets.token_bytes(3))])
