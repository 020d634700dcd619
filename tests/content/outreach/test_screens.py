from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from content.outreach import views
from content.outreach.models import Playlist, Screen, ShortLink, Slide
from content.outreach.queries import screen_view, way_to
from tests.factories import ContactFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY_TEN = datetime(2026, 11, 25, 10, 0, tzinfo=AMSTERDAM)


def slide(playlist: Playlist, title: str, **given: Any) -> Slide:
    return Slide.objects.create(playlist=playlist, title=title, sort_order=playlist.slides.count(), **given)


def titles(html: str) -> list[str]:
    return re.findall(r"gh-screen__title[^>]*>([^<]*)<", html)


def shown_title(html: str) -> str:
    found = re.search(r"is-shown.*?gh-screen__title[^>]*>([^<]*)<", html, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("given", "is_due"),
    [
        ({}, True),
        ({"first_day": date(2026, 11, 25), "last_day": date(2026, 11, 25)}, True),
        ({"first_day": date(2026, 11, 26)}, False),
        ({"last_day": date(2026, 11, 24)}, False),
        ({"weekdays": [2]}, True),
        ({"weekdays": [0, 1, 3, 4]}, False),
        ({"from_hour": 10, "until_hour": 11}, True),
        ({"from_hour": 11}, False),
        ({"until_hour": 10}, False),
    ],
)
def test_a_slide_is_due_on_its_days_and_hours(given: dict[str, Any], is_due: bool) -> None:
    assert Slide(title="x", **given).is_due(WEDNESDAY_TEN) is is_due


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "fact", "source": " "}, "source"),
        ({"first_day": date(2026, 2, 2), "last_day": date(2026, 2, 1)}, "last_day"),
        ({"from_hour": 12, "until_hour": 12}, "until_hour"),
    ],
)
def test_a_slide_that_cannot_be_is_refused_with_what_to_do(playlist: Playlist, given: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Slide(playlist=playlist, title="Kop", **given).full_clean()
    assert field in refused.value.message_dict


def test_a_display_shows_the_first_slide_that_is_due_and_holds_the_others(screen: Screen, playlist: Playlist) -> None:
    slide(playlist, "Morgen", first_day=date(2026, 11, 26))
    slide(playlist, "Nu")
    slide(playlist, "Voorbij", last_day=date(2026, 11, 1))
    view = screen_view(screen, WEDNESDAY_TEN)
    assert [one.title for one in view.slides] == ["Morgen", "Nu", "Er is altijd iemand"]
    assert view.shown.title == "Nu"


def test_a_display_without_a_slide_that_is_due_is_not_empty(client: Client, screen: Screen, playlist: Playlist) -> None:
    slide(playlist, "Ooit", first_day=date(2090, 1, 1))
    assert shown_title(client.get("/scherm/aula/").content.decode()) == "Er is altijd iemand"


def test_the_people_to_talk_to_come_from_the_schools_cards(client: Client, screen: Screen, playlist: Playlist) -> None:
    slide(playlist, "Met hen kun je praten", kind=Slide.Kind.PEOPLE)
    assert shown_title(client.get("/scherm/aula/").content.decode()) == "Er is altijd iemand", "nobody to show yet"
    ContactFactory(organisation=screen.organisation, name="Samira Haddad", place="B1.04")
    ContactFactory(organisation=screen.organisation, name="Alleen intern", is_public=False)
    ContactFactory(organisation=screen.organisation, name="Voor collega's", for_staff=True)
    page = client.get("/scherm/aula/").content.decode()
    assert shown_title(page) == "Met hen kun je praten"
    assert "Samira Haddad" in page
    assert "B1.04" in page
    assert "Alleen intern" not in page
    assert "Voor collega" not in page


def test_a_fact_stands_with_its_source(client: Client, screen: Screen, playlist: Playlist) -> None:
    slide(playlist, "1 op de 10", kind=Slide.Kind.FACT, source="CBS, 2024")
    assert "Bron: CBS, 2024" in client.get("/scherm/aula/").content.decode()


def test_without_script_the_page_itself_goes_on_to_the_next_slide(client: Client, screen: Screen, playlist: Playlist) -> None:
    for title, seconds in (("Een", 20), ("Twee", 9)):
        slide(playlist, title, seconds=seconds)
    first = client.get("/scherm/aula/").content.decode()
    assert 'content="20; url=/scherm/aula/?dia=1"' in first
    second = client.get("/scherm/aula/?dia=1").content.decode()
    assert shown_title(second) == "Twee"
    assert 'content="9; url=/scherm/aula/?dia=0"' in second
    assert shown_title(client.get("/scherm/aula/?dia=2").content.decode()) == "Een", "beyond the last it starts again"


@pytest.mark.parametrize("dia", ["-1", "x", "9999999999999999999999", "²"])
def test_a_number_that_is_none_shows_the_first_slide(client: Client, screen: Screen, dia: str) -> None:
    assert client.get("/scherm/aula/", {"dia": dia}).status_code == 200


def test_what_a_display_fetches_each_minute_is_empty_until_something_changes(
    client: Client, screen: Screen, playlist: Playlist, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = slide(playlist, "Een")
    slide(playlist, "Twee", from_hour=12)
    first = client.get("/scherm/aula/dias/")
    assert titles(first.content.decode()) == ["Een", "Twee", "Er is altijd iemand"]
    assert "is-shown" not in first.content.decode()
    monkeypatch.setattr(views, "_moment", lambda: WEDNESDAY_TEN + timedelta(hours=5))
    again = client.get("/scherm/aula/dias/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    words.title = "Anders"
    words.save()
    changed = client.get("/scherm/aula/dias/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "Anders" in changed.content.decode()


def test_a_display_costs_the_same_with_one_slide_and_with_many(
    client: Client, screen: Screen, playlist: Playlist, django_assert_num_queries: Any
) -> None:
    ContactFactory(organisation=screen.organisation)
    slide(playlist, "Mensen", kind=Slide.Kind.PEOPLE)
    with django_assert_num_queries(3):
        client.get("/scherm/aula/")
    for number in range(12):
        slide(playlist, f"Dia {number}", kind=Slide.Kind.PEOPLE)
    with django_assert_num_queries(3):
        client.get("/scherm/aula/")


def test_the_worker_reaches_only_displays(client: Client) -> None:
    response = client.get("/scherm/worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response, "its scope is the folder it lies in, /scherm/"


def test_nothing_of_a_display_sets_a_cookie_or_is_indexed(client: Client, screen: Screen) -> None:
    for address in ("/scherm/aula/", "/scherm/aula/dias/"):
        response = client.get(address)
        assert not response.cookies
        assert response["X-Robots-Tag"] == "noindex"


def test_a_code_holds_capitals_and_the_typed_address_is_short(client: Client, place: ShortLink) -> None:
    way = way_to(place)
    assert way.address == way.address.upper()
    path = way.address.removeprefix(settings.BASE_URL.upper())
    assert client.get(path)["Location"] == "/melden/deltion/"
    typed_path = way.typed.removeprefix(settings.BASE_URL.split("://", 1)[1])
    assert len(typed_path.removeprefix("/")) <= 20
    assert client.get(typed_path)["Location"] == "/melden/deltion/"


def test_the_longest_code_stays_within_twenty_characters() -> None:
    link = ShortLink(organisation=OrganisationFactory(), place="x", code="a" * 16)
    link.full_clean()
    assert len(way_to(link).typed.split("/", 1)[1]) <= 20
    link.code = "a" * 17
    with pytest.raises(ValidationError):
        link.full_clean()


def test_a_display_takes_only_a_list_and_a_place_of_its_own_school(screen: Screen) -> None:
    other = OrganisationFactory()
    screen.playlist = Playlist.objects.create(organisation=other, name="Van een ander")
    with pytest.raises(ValidationError):
        screen.full_clean()
