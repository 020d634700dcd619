from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from gehoord.wiring.middleware import RefusalPagesMiddleware
from gehoord.wiring.views import errors
from tests.factories import MembershipFactory, sign_in

pytestmark = pytest.mark.django_db


def test_a_page_that_does_not_exist_has_a_way_on(client: Client) -> None:
    response = client.get("/bestaat/niet/")
    text = response.content.decode()
    assert response.status_code == 404
    assert "Deze pagina is er niet" in text
    assert 'href="/weg/"' in text
    assert 'href="/"' in text
    assert not response.cookies


def test_a_colleague_who_is_signed_in_keeps_the_own_frame(client: Client) -> None:
    sign_in(client, MembershipFactory().user)
    response = client.get("/leren/bestaat-niet/")
    text = response.content.decode()
    assert response.status_code == 404
    assert "gh-page--app" in text
    assert "gh-page--student" not in text
    assert 'href="/account/verder/"' in text


def test_a_refusal_keeps_the_own_frame_too(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "of-who-signed-in"
    request.user = MembershipFactory().user
    response = errors.forbidden(request)
    assert response.status_code == 403
    assert b"gh-page--app" in response.content


def test_it_speaks_the_language_of_the_address(client: Client) -> None:
    assert "This page does not exist" in client.get("/en/bestaat/niet/").content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.server_error, 500), (errors.csrf_failure, 403)],
)
def test_every_error_has_the_house_s_page(rf: RequestFactory, view: object, status: int) -> None:
    response = view(rf.get("/"))  # type: ignore[operator]  # a view
    assert response.status_code == status
    assert b"gh-page--student" in response.content


def test_the_page_of_a_broken_server_asks_the_database_nothing_by_itself(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gehoord.core.registry import Registry
    from gehoord.core.templatetags import gehoord

    monkeypatch.setattr(gehoord, "registry", Registry())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        errors.server_error(rf.get("/"))
    assert len(queries) == 0


@pytest.mark.parametrize("status", [405, 413, 429])
def test_a_blank_refusal_gets_a_page_and_keeps_its_headers(rf: RequestFactory, status: int) -> None:
    def refuse(_: object) -> HttpResponse:
        return HttpResponse(status=status, headers={"Retry-After": "60"})

    response = RefusalPagesMiddleware(refuse)(rf.get("/"))
    assert response.status_code == status
    assert response["Retry-After"] == "60"
    assert b"gh-page" in response.content  # type: ignore[attr-defined]


def test_a_wrong_method_on_a_real_page(client: Client) -> None:
    response = client.post("/q/aula/")
    assert response.status_code == 405
    assert "Zo werkt deze pagina niet" in response.content.decode()


def test_leaving_quickly_goes_to_the_weather_without_a_word(client: Client) -> None:
    response = client.get("/weg/")
    assert (response.status_code, response["Location"]) == (302, "https://www.buienradar.nl/")
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_what_was_typed_comes_back_when_the_session_ended_meanwhile(client: Client) -> None:
    text = "Ik vraag eerst hoe het gaat, en dan luister ik."
    here = {"origin": "http://testserver", "referer": "http://testserver/leren/basis/voor-jezelf/"}
    answer = client.post("/leren/basis/voor-jezelf/", {"text": text}, headers=here)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert text in page
    assert "next=%2Fleren%2Fbasis%2Fvoor-jezelf%2F" in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "http://testserver", "sec-fetch-site": "cross-site"}, {}]
)
def test_another_site_puts_no_words_on_that_page(client: Client, headers: dict[str, str]) -> None:
    answer = client.post("/leren/basis/voor-jezelf/", {"text": "Woorden van een ander"}, headers=headers)
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
