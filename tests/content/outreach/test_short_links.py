from __future__ import annotations

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client

from content.outreach.models import Screen, ShortLink, ShortLinkDay
from content.outreach.services import count_scan, forget_counts
from gehoord.core.models import AuditEvent
from tests.factories import ContactFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> ShortLink:
    return ShortLink.objects.create(organisation=OrganisationFactory(slug="deltion"), place="Aula", code="aula1")


def counts() -> list[tuple[date, int]]:
    return list(ShortLinkDay.objects.values_list("day", "count"))


@pytest.mark.parametrize("address", ["/q/aula1/", "/q/aula1", "/q/AULA1/"])
def test_a_scan_leads_to_the_form_and_adds_one_to_the_day(client: Client, link: ShortLink, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, "/melden/deltion/")
    assert [count for _, count in counts()] == [1]


def test_a_scan_leaves_no_other_trace(client: Client, link: ShortLink) -> None:
    response = client.get("/q/aula1/", headers={"referer": "https://example.org", "user-agent": "somebody"})
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert not AuditEvent.objects.exists()
    assert {field.name for field in ShortLinkDay._meta.get_fields()} == {"id", "short_link", "day", "count"}


def test_a_scanner_that_only_looks_is_not_counted(client: Client, link: ShortLink) -> None:
    assert client.head("/q/aula1/").status_code == 302
    assert counts() == []


@pytest.mark.parametrize("code", ["onbekend", "aula2"])
def test_an_unknown_or_retired_code_still_helps(client: Client, link: ShortLink, code: str) -> None:
    ShortLink.objects.create(organisation=link.organisation, place="Oud", code="aula2", retired_on=date(2026, 1, 1))
    response = client.get(f"/q/{code}/")
    assert response.status_code == 404
    assert "/melden/" in response.content.decode()
    assert counts() == []


def test_the_same_day_is_counted_up(link: ShortLink) -> None:
    for _ in range(3):
        count_scan(short_link=link, on=date(2026, 11, 24))
    count_scan(short_link=link, on=date(2026, 11, 25))
    assert sorted(counts()) == [(date(2026, 11, 24), 3), (date(2026, 11, 25), 1)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_scans_at_the_same_moment_are_all_counted() -> None:
    link = ShortLink.objects.create(organisation=OrganisationFactory(), place="Aula")

    def scan() -> None:
        count_scan(short_link=link, on=date(2026, 11, 24))
        connection.close()

    threads = [threading.Thread(target=scan) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts() == [(date(2026, 11, 24), 8)]


def test_counts_go_after_thirteen_months(link: ShortLink) -> None:
    count_scan(short_link=link, on=date(2025, 10, 1))
    count_scan(short_link=link, on=date(2026, 11, 1))
    now = datetime(2026, 11, 24, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert forget_counts(now, True) == 1
    assert forget_counts(now, False) == 1
    assert counts() == [(date(2026, 11, 1), 1)]


def test_a_display_shows_its_words_a_typed_address_and_a_number(client: Client, link: ShortLink) -> None:
    ContactFactory(organisation=link.organisation, phone="038 000 00 00")
    Screen.objects.create(
        organisation=link.organisation, place="Aula", code="aula", short_link=link, title="Anders behandeld?", text="Een\nTwee"
    )
    page = client.get("/scherm/aula/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Anders behandeld?" in text
    assert "localhost:8000/q/aula1" in text.replace("<wbr>", "")
    assert "038 000 00 00" in text
    assert not page.cookies


def test_an_unknown_display_is_a_404(client: Client) -> None:
    assert client.get("/scherm/bestaat-niet/").status_code == 404
