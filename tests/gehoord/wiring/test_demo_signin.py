"""A demo person's door opens once, proves both factors, and does not exist in production."""

from __future__ import annotations

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser() -> None:
    school = OrganisationFactory(slug="proefschool", name="Proefschool")
    MembershipFactory(adviser=True, organisation=school, user=UserFactory(demo=True, name="Samira (demo)"))


def address(*arguments: str) -> str:
    out = StringIO()
    call_command("demo_signin", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


@pytest.mark.usefixtures("adviser")
def test_the_address_works_once(client: Client) -> None:
    path = urlsplit(address("adviser", "--school", "proefschool")).path
    assert client.get(path).status_code == 302
    assert client.session["_auth_user_id"]
    again = Client().get(path)
    assert again.status_code == 404
    assert "manage.py demo_signin" in again.content.decode()


@pytest.mark.usefixtures("adviser")
def test_it_counts_as_both_factors(client: Client) -> None:
    client.get(urlsplit(address("adviser")).path)
    response = client.get("/overzicht/")
    assert response.status_code != 302 or "2fa" not in response["Location"]


@pytest.mark.usefixtures("adviser")
@pytest.mark.parametrize("arguments", [("trainer", "--school", "proefschool"), ("adviser", "--school", "elders")])
def test_a_role_without_a_demo_person_gets_a_sentence(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="No demo person"):
        address(*arguments)


def test_real_people_have_no_such_door() -> None:
    MembershipFactory(adviser=True)
    with pytest.raises(CommandError, match="No demo person"):
        address("adviser")


@pytest.mark.usefixtures("adviser")
@override_settings(DEMO_PEOPLE=False)
def test_in_production_it_refuses() -> None:
    with pytest.raises(CommandError, match="no demo people in production"):
        address("adviser")
