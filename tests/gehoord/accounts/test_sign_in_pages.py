from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from tests.factories import UserFactory, sign_in

pytestmark = pytest.mark.django_db


def test_signing_in_with_a_code_by_mail(client: Client) -> None:
    user = UserFactory(email="marloes@school.example", name="Marloes Bakker")
    page = client.get("/account/login/")
    assert "Mail mij een code" in page.content.decode()
    after = client.post("/account/login/", {"email": user.email}, follow=True)
    assert "Kijk in je mail" in after.content.decode()
    [message] = mail.outbox
    assert message.subject == "Je code om in te loggen"
    assert "Groet van Gehoord" in message.body
    code = re.search(r"^([A-Z0-9-]{6,})$", message.body, re.MULTILINE)
    assert code is not None
    done = client.post("/account/login/code/confirm/", {"code": code[1]})
    assert done.status_code == 302
    assert client.session.get("_auth_user_id") == str(user.pk)


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_helps(client: Client) -> None:
    after = client.post("/account/login/", {"email": "onbekend@school.example"}, follow=True)
    assert "Kijk in je mail" in after.content.decode()
    [message] = mail.outbox
    assert "We kennen het niet" in message.body
    assert "signup" not in message.body


def test_a_mistake_is_named_with_a_link_to_its_field(client: Client) -> None:
    text = client.post("/account/login/", {"email": "geen adres"}).content.decode()
    assert 'href="#id_' in text
    assert 'aria-invalid="true"' in text
    assert "geen adres" in text


@pytest.mark.parametrize(
    "path",
    [
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/add/",
        "/account/2fa/webauthn/",
        "/account/sessies/",
        "/account/logout/",
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_the_second_step_shows(client: Client, path: str, language: str) -> None:
    user = UserFactory(demo=True, language=language)
    response = sign_in(client, user).get(path, follow=True)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def test_signing_out_is_a_post(client: Client) -> None:
    text = sign_in(client, UserFactory(demo=True)).get("/account/2fa/").content.decode()
    assert re.search(r'<form method="post" action="/account/logout/">', text)


def test_no_address_of_a_device_is_shown(client: Client) -> None:
    text = sign_in(client, UserFactory(demo=True)).get("/account/sessies/", REMOTE_ADDR="203.0.113.9").content.decode()
    assert "203.0.113.9" not in text
