"""Factories with traits. Names are made up and recognisable as such."""

from __future__ import annotations

from typing import Any

import factory
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from factory.django import DjangoModelFactory

from gehoord.accounts.models import User
from gehoord.accounts.sessions import SessionStore
from gehoord.organisations.enums import OrganisationKind, Role
from gehoord.organisations.models import Contact, Membership, Organisation, Region, Team


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    class Params:
        demo = factory.Trait(email=factory.Sequence(lambda n: f"persoon{n}@demo.gehoord.invalid"))

    email = factory.Sequence(lambda n: f"persoon{n}@school.example")
    name = factory.Sequence(lambda n: f"Persoon {n}")
    # As UserManager does: nobody has a password.
    password = factory.LazyFunction(lambda: make_password(None))


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("slug",)

    slug = "zwolle"
    name = "Regio Zwolle"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    class Params:
        bureau = factory.Trait(kind=OrganisationKind.BUREAU, slug=factory.Sequence(lambda n: f"bureau-{n}"))
        municipality = factory.Trait(kind=OrganisationKind.MUNICIPALITY, slug=factory.Sequence(lambda n: f"gemeente-{n}"))
        cooperation = factory.Trait(kind=OrganisationKind.COOPERATION, slug=factory.Sequence(lambda n: f"regio-{n}"))

    region = factory.SubFactory(RegionFactory)
    kind = OrganisationKind.SCHOOL
    slug = factory.Sequence(lambda n: f"school-{n}")
    name = factory.Sequence(lambda n: f"School {n}")


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Team {n}")


class MembershipFactory(DjangoModelFactory):
    """A role. Traits: one per role, such as ``MembershipFactory(adviser=True)``."""

    class Meta:
        model = Membership

    class Params:
        trainer = factory.Trait(role=Role.TRAINER)
        adviser = factory.Trait(role=Role.ADVISER)
        coordinator = factory.Trait(role=Role.COORDINATOR)
        editor = factory.Trait(role=Role.EDITOR)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.LEARNER


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    position = "Vertrouwenspersoon"


def sign_in(client: Any, user: User) -> Any:
    """Sign ``user`` in with both factors proven, as the demo door does."""
    from gehoord.accounts.second_factor import DEMO_MARK

    client.force_login(user)
    session = client.session
    session[DEMO_MARK] = True
    session.save()
    return client


class SignedIn:
    """Browsers of people who signed in once: walks over every address would otherwise sign in thousands of times."""

    def __init__(self) -> None:
        self._sessions: dict[int, str] = {}

    def browser(self, user: User | None) -> Client:
        """A fresh browser with this person's session; signed in anew when a request ended that session."""
        client = Client(raise_request_exception=True)
        if user is None:
            return client
        key = self._sessions.get(user.pk, "")
        if key and SessionStore().exists(key):
            client.cookies[settings.SESSION_COOKIE_NAME] = key
            return client
        self._sessions[user.pk] = sign_in(client, user).cookies[settings.SESSION_COOKIE_NAME].value
        return client
