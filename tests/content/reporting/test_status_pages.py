"""The page behind the code: what happens now, who looked, and what a wrong code says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content.reporting.models import Report
from content.reporting.public_door import env_keys
from content.reporting.services import erase_report, open_report
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.tokens import make_status_token

from .conftest import School
from .form_steps import STORY, code_in, send, text_of

pytestmark = pytest.mark.usefixtures("no_waiting")

# ---------------------------------------------------------------- behind the code


def test_the_page_behind_the_code_says_what_happens_now_and_who_looked(client: Client, school: School) -> None:
    code = code_in(send(client, contact="code"))

    before = text_of(client.post("/melding/", {"code": code}))
    open_report(report_id=Report.objects.get().pk, vault=school.samira.vault, now=timezone.now())
    after = text_of(client.post("/melding/", {"code": code.lower().replace(" ", "")}))

    assert "Je bericht is binnen" in before
    assert "Nog niemand las het" in before
    assert "Samira las het" in after
    assert STORY in after
    for page in (before, after):
        assert code not in page
        assert code.replace(" ", "") not in page


def test_the_token_brings_back_the_page_without_the_code(client: Client, school: School) -> None:
    page = send(client).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token

    response = client.post("/melding/", {"token": token.group(1)})

    assert response.status_code == 200
    assert response.cookies == {}
    assert "Je bericht is binnen" in text_of(response)


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"code": ""}, 422, "Typ je code."),
        ({"code": "7K4P"}, 422, "Er zit een typefout in de code."),
        ({"code": "7K4P M2X9 R3TD 8WHN 5"}, 422, "Er zit een typefout in de code."),
        ({"code": Receipt(b"0123456789").code}, 404, "Deze code kennen we niet."),
        ({"token": "onzin"}, 422, "Typ je code opnieuw"),
        ({}, 422, "Typ je code."),
    ],
)
def test_a_typing_error_is_told_apart_from_a_wrong_code(
    client: Client, school: School, data: dict[str, str], status: int, sentence: str
) -> None:
    response = client.post("/melding/", data)

    assert response.status_code == status
    assert sentence in text_of(response)
    if data.get("code"):
        assert f'value="{data["code"]}"' not in text_of(response)


def test_an_expired_page_asks_for_the_code_again(client: Client, school: School) -> None:
    receipt = Receipt.generate()
    token = make_status_token(env_keys(), receipt=receipt, now=timezone.now() - timedelta(minutes=16))

    assert client.post("/melding/", {"token": token}).status_code == 422


def test_a_code_by_get_or_from_elsewhere_opens_nothing(client: Client, school: School) -> None:
    code = code_in(send(client))

    assert STORY not in text_of(client.get("/melding/", {"code": code}))
    response = client.post("/melding/", {"code": code}, headers={"Sec-Fetch-Site": "cross-site"})
    assert STORY not in text_of(response)


def test_an_erased_report_is_unknown(client: Client, school: School) -> None:
    code = code_in(send(client))
    erase_report(report=Report.objects.get(), now=timezone.now())

    assert client.post("/melding/", {"code": code}).status_code == 404
