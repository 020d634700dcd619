from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from gehoord.accounts.models import User
from gehoord.organisations.enums import Role
from tests.factories import MembershipFactory, UserFactory
from tests.factories import sign_in as both_factors

pytestmark = pytest.mark.django_db

HOME = {
    Role.TRAINER: "/leren/", Role.ADVISER: "/balie/", Role.COORDINATOR: "/overzicht/", Role.EDITOR: "/cms/",
    Role.ADMINISTRATOR: "/beheer/",
}  # fmt: skip


def sign_in_by_mail(client: Client, user: User) -> Any:
    client.post("/account/login/", {"email": user.email})
    code = re.search(r"^([A-Z0-9-]{6,})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    return client.post("/account/login/code/confirm/", {"code": code[1]})


def totp(secret: str, *, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def set_up(client: Client) -> tuple[str, Any]:
    """Set up an app that makes codes; its secret, and the answer to the form."""
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)
    assert secret is not None
    key = secret[1]
    cache.clear()
    return key, client.post("/account/2fa/totp/activate/", {"code": totp(key)})


@pytest.mark.parametrize("role", HOME)
def test_these_roles_open_nothing_before_a_second_factor(client: Client, role: Role) -> None:
    user = MembershipFactory(role=role).user
    sign_in_by_mail(client, user)
    assert client.get(HOME[role])["Location"].startswith("/account/2fa/?next=")


def test_a_learner_needs_none(client: Client) -> None:
    sign_in_by_mail(client, MembershipFactory().user)
    assert client.get("/leren/").status_code == 200


def test_a_superuser_needs_one_too(client: Client) -> None:
    sign_in_by_mail(client, UserFactory(is_superuser=True))
    assert client.get("/cms/")["Location"].startswith("/account/2fa/")


@pytest.mark.django_db(transaction=True)
def test_who_sets_one_up_goes_on_where_they_were_going(client: Client) -> None:
    user = MembershipFactory(coordinator=True).user
    sign_in_by_mail(client, user)
    client.get("/overzicht/")
    _, done = set_up(client)
    assert done["Location"] == "/account/2fa/recovery-codes/"
    assert "ga verder" in client.get(done["Location"]).content.decode()
    assert client.get("/account/verder/")["Location"] == "/overzicht/"
    assert client.get("/overzicht/").status_code == 200


def test_signing_in_asks_for_it_from_then_on(client: Client) -> None:
    user = MembershipFactory(coordinator=True).user
    sign_in_by_mail(client, user)
    secret, _ = set_up(client)
    elsewhere = Client()
    cache.clear()
    assert sign_in_by_mail(elsewhere, user)["Location"] == "/account/2fa/authenticate/"
    assert elsewhere.get("/overzicht/")["Location"].startswith("/account/login/")
    wrong = elsewhere.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "aria-invalid" in wrong.content.decode()
    elsewhere.post("/account/2fa/authenticate/", {"code": totp(secret, ahead=1)})
    assert elsewhere.get("/overzicht/").status_code == 200


def test_a_recovery_code_opens_once(client: Client) -> None:
    user = MembershipFactory(coordinator=True).user
    sign_in_by_mail(client, user)
    set_up(client)
    code = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    for device, opens in ((Client(), True), (Client(), False)):
        cache.clear()
        sign_in_by_mail(device, user)
        device.post("/account/2fa/authenticate/", {"code": code})
        assert (device.get("/overzicht/").status_code == 200) is opens


def test_the_secret_of_the_app_lies_sealed(client: Client) -> None:
    sign_in_by_mail(client, MembershipFactory(coordinator=True).user)
    secret, _ = set_up(client)
    assert secret not in str(Authenticator.objects.get(type=Authenticator.Type.TOTP).data)


@pytest.mark.django_db(transaction=True)
def test_taking_the_factor_away_closes_the_room_again(client: Client) -> None:
    user = MembershipFactory(coordinator=True).user
    sign_in_by_mail(client, user)
    set_up(client)
    client.post("/account/2fa/totp/deactivate/")
    elsewhere = Client()
    cache.clear()
    sign_in_by_mail(elsewhere, user)
    assert elsewhere.get("/overzicht/")["Location"].startswith("/account/2fa/")


def test_wagtails_sign_in_page_is_the_same_door(client: Client) -> None:
    assert client.get("/cms/login/?next=/cms/pages/")["Location"] == "/account/login/?next=%2Fcms%2Fpages%2F"
    assert client.get("/cms/login/?next=https://kwaad.example/")["Location"] == "/account/login/?next=%2Fcms%2F"
    sign_in_by_mail(client, MembershipFactory(editor=True).user)
    assert client.get("/cms/")["Location"].startswith("/account/2fa/")


@pytest.mark.parametrize(
    ("role", "home"),
    [(Role.LEARNER, "/leren/"), (Role.ADVISER, "/balie/"), (Role.COORDINATOR, "/overzicht/"), (Role.ADMINISTRATOR, "/beheer/"),
     (Role.EDITOR, "/account/website/")],
)  # fmt: skip
def test_each_role_starts_in_its_own_room_and_finds_it_in_the_menu(client: Client, role: Role, home: str) -> None:
    both_factors(client, MembershipFactory(role=role).user)
    assert client.get("/account/verder/")["Location"] == home
    assert f'href="{home}"' in client.get("/account/2fa/").content.decode()
