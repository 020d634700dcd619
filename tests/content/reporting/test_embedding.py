"""The form inside another site: who may frame it, what every answer says about that, and the pages for administrators."""

from __future__ import annotations

import html

import pytest
from django.db import DatabaseError
from django.test import Client

from content.reporting import middleware
from content.reporting.door_models import EmbedOrigin
from content.reporting.door_services import TooManyOriginsError, allow_origin
from content.reporting.embedding import MOST_ORIGINS, NotAnOriginError, clean_origin
from tests.factories import MembershipFactory, OrganisationFactory, sign_in

from .conftest import School

SITE = "https://www.deltion.example"


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.deltion.example", SITE),
        (" https://WWW.deltion.example/stage/pagina?x=1#y ", SITE),
        ("www.deltion.example", SITE),
        ("https://www.deltion.example:443/", SITE),
        ("https://intranet.deltion.example:8443", "https://intranet.deltion.example:8443"),
        ("https://schöol.example", "https://xn--schol-lua.example"),
    ],
)
def test_an_address_becomes_its_exact_origin(typed: str, origin: str) -> None:
    assert clean_origin(typed) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "", "*", "https://*.deltion.example", "https://deltion.example; script-src *", "javascript:alert(1)", "data:text/html,x",
        "https://a b.example", "https://user@deltion.example", "https://deltion", "ftp://deltion.example",
        "https://deltion.example:99999", "https://deltion.example\nX: y",
    ],
)  # fmt: skip
def test_what_is_no_exact_site_is_refused(typed: str) -> None:
    with pytest.raises(NotAnOriginError):
        clean_origin(typed)


def test_where_the_product_is_on_https_a_plain_http_site_is_refused(settings: object) -> None:
    settings.HTTPS = True  # type: ignore[attr-defined]

    with pytest.raises(NotAnOriginError):
        clean_origin("http://www.deltion.example")


def test_without_a_named_site_nobody_frames_the_form(client: Client, school: School) -> None:
    response = client.get("/melden/deltion/")

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_every_answer_of_the_form_names_the_sites_of_that_school_only(client: Client, school: School) -> None:
    EmbedOrigin.objects.create(organisation=school.organisation, origin=SITE)
    EmbedOrigin.objects.create(organisation=OrganisationFactory(slug="cibap"), origin="https://cibap.example")

    answers = [
        client.get("/melden/deltion/"),
        client.get("/ar/melden/deltion/"),
        client.post("/melden/deltion/", {"verhaal": ""}),
        client.post("/melden/deltion/", {"verhaal": "x"}),
        client.delete("/melden/deltion/"),
        client.post("/melden/deltion/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=x"),
    ]

    for answer in answers:
        policy = answer["Content-Security-Policy"]
        assert f"frame-ancestors {SITE}" in policy, answer.status_code
        assert "cibap" not in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "X-Frame-Options" not in answer
        assert answer.cookies == {}


@pytest.mark.parametrize("path", ["/", "/melden/", "/melding/", "/melden/deltion/x/", "/account/login/", "/balie/", "/healthz"])
def test_no_other_page_is_ever_framed(client: Client, school: School, path: str) -> None:
    EmbedOrigin.objects.create(organisation=school.organisation, origin=SITE)

    assert "frame-ancestors 'none'" in client.get(path)["Content-Security-Policy"]


def test_an_error_is_readable_inside_the_frame_too(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    EmbedOrigin.objects.create(organisation=school.organisation, origin=SITE)
    client = Client(raise_request_exception=False)

    def broken(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("content.reporting.views.public.form_is_open", broken)
    response = client.get("/melden/deltion/")

    assert response.status_code == 500
    assert f"frame-ancestors {SITE}" in response["Content-Security-Policy"]


def test_without_a_database_the_sites_that_were_named_last_still_count(
    client: Client, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    EmbedOrigin.objects.create(organisation=school.organisation, origin=SITE)
    client.get("/melden/deltion/")

    def away(slug: str) -> list[str]:
        raise DatabaseError

    monkeypatch.setattr(middleware, "origins_of", away)

    assert f"frame-ancestors {SITE}" in client.get("/melden/deltion/")["Content-Security-Policy"]


def test_links_leave_the_frame_and_the_form_stays_in_it(client: Client, school: School) -> None:
    page = client.get("/melden/deltion/").content.decode()

    assert '<base target="_top">' in page
    assert 'method="post" target="_self"' in page
    assert 'href="/weg/" target="_top"' in page


def test_an_administrator_puts_a_site_in_the_list_and_gets_html_to_paste(client: Client, school: School) -> None:
    member = MembershipFactory(administrator=True, organisation=school.organisation)
    sign_in(client, member.user)

    refused = client.post("/beheer/formulier/site/?organisatie=deltion", {"site": "https://*.deltion.example"})
    client.post("/beheer/formulier/site/?organisatie=deltion", {"site": SITE})
    page = html.unescape(client.get("/beheer/formulier/?organisatie=deltion").content.decode())

    assert refused.status_code == 422
    assert "https://*.deltion.example" in refused.content.decode()
    assert SITE in page
    assert '<iframe id="gehoord" src="http' in page
    assert "/melden/deltion/proef/" in page
    assert "Wat je eigen site kan zien" in page

    row = EmbedOrigin.objects.get()
    client.post(f"/beheer/formulier/site/{row.pk}/weg/?organisatie=deltion")
    assert not EmbedOrigin.objects.exists()


def test_a_site_of_another_school_does_not_exist(client: Client, school: School) -> None:
    row = EmbedOrigin.objects.create(organisation=OrganisationFactory(), origin=SITE)
    sign_in(client, MembershipFactory(administrator=True, organisation=school.organisation).user)

    assert client.post(f"/beheer/formulier/site/{row.pk}/weg/").status_code == 404
    assert EmbedOrigin.objects.exists()


def test_a_coordinator_sets_no_sites(client: Client, school: School) -> None:
    sign_in(client, MembershipFactory(coordinator=True, organisation=school.organisation).user)

    assert client.get("/beheer/formulier/").status_code == 404


def test_the_list_has_an_end(school: School) -> None:
    for number in range(MOST_ORIGINS):
        allow_origin(organisation=school.organisation, origin=f"https://site{number}.example", by=None)

    allow_origin(organisation=school.organisation, origin="https://site1.example", by=None)
    with pytest.raises(TooManyOriginsError):
        allow_origin(organisation=school.organisation, origin="https://another.example", by=None)


@pytest.mark.parametrize(
    ("referer", "sentence"),
    [
        (f"{SITE}/stage/", "Het formulier werkt hier"),
        ("https://elders.example/", "Het formulier werkt hier nog niet"),
        ("", "Zet deze proef in de pagina van je school"),
    ],
)
def test_the_test_page_says_whether_the_embed_is_right(client: Client, school: School, referer: str, sentence: str) -> None:
    EmbedOrigin.objects.create(organisation=school.organisation, origin=SITE)
    headers = {"Referer": referer, "Sec-Fetch-Dest": "iframe"} if referer else {}

    response = client.get("/melden/deltion/proef/", headers=headers)

    assert sentence in response.content.decode()
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert response.cookies == {}
