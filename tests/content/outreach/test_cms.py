"""In the CMS each school sees and edits its own displays, lists, paper and places."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from content.outreach.models import Playlist, Screen, Sheet, ShortLink, Slide
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.services import sync_groups
from tests.factories import ContactFactory, MembershipFactory, OrganisationFactory, sign_in

pytestmark = pytest.mark.django_db
MARK = "Verborgenbos"


def person(organisation: Organisation, role: Role = Role.EDITOR) -> Client:
    user = MembershipFactory(organisation=organisation, role=role).user
    sync_groups(organisation=organisation)
    return sign_in(Client(raise_request_exception=True), user)


@pytest.fixture
def editor(school: Organisation) -> Client:
    return person(school)


@pytest.fixture
def theirs() -> dict[str, Any]:
    other = OrganisationFactory(slug="cibap", name="Cibap")
    place = ShortLink.objects.create(organisation=other, place=f"{MARK} kantine", code="cibap")
    playlist = Playlist.objects.create(organisation=other, name=f"{MARK} lijst")
    Slide.objects.create(playlist=playlist, title=f"{MARK} dia")
    words = {"headline": f"{MARK} kop", "call": "Vertel het"}
    return {
        "schermen": Screen.objects.create(organisation=other, place=MARK, code="cibap", short_link=place, title="x", text="y"),
        "afspeellijsten": playlist,
        "drukwerk": Sheet.objects.create(organisation=other, short_link=place, **words),
        "plekken": place,
    }


OBJECT_PAGES = [
    "schermen/edit/{pk}/", "schermen/delete/{pk}/", "schermen/history/{pk}/", "schermen/usage/{pk}/", "schermen/bekijk/{pk}/",
    "afspeellijsten/edit/{pk}/", "afspeellijsten/delete/{pk}/", "afspeellijsten/history/{pk}/", "afspeellijsten/bekijk/{pk}/",
    "drukwerk/edit/{pk}/", "drukwerk/delete/{pk}/", "drukwerk/usage/{pk}/", "drukwerk/download/{pk}/", "drukwerk/download/{pk}/a4.pdf",
    "plekken/edit/{pk}/", "plekken/delete/{pk}/", "plekken/history/{pk}/", "plekken/cijfers/{pk}/", "plekken/download/{pk}/",
    "plekken/download/{pk}/code.svg",
]  # fmt: skip


@pytest.mark.parametrize("page", OBJECT_PAGES)
def test_another_schools_thing_does_not_exist(editor: Client, theirs: dict[str, Any], page: str) -> None:
    address = "/cms/" + page.format(pk=theirs[page.split("/", maxsplit=1)[0]].pk)
    assert editor.get(address).status_code == 404
    editor.post(address, {"title": "Van ons", "name": "Van ons"})
    assert Screen.objects.filter(pk=theirs["schermen"].pk, title="x").exists()
    assert Playlist.objects.filter(pk=theirs["afspeellijsten"].pk, name=f"{MARK} lijst").exists()


@pytest.mark.parametrize("name", ["schermen", "afspeellijsten", "drukwerk", "plekken"])
def test_lists_and_choices_hold_only_ones_own(editor: Client, theirs: dict[str, Any], name: str) -> None:
    for page in ("", "new/"):
        response = editor.get(f"/cms/{name}/{page}")
        assert response.status_code == 200
        assert MARK not in response.content.decode()
        assert "Cibap" not in response.content.decode()
    assert editor.get("/cms/drukwerk/alles/cibap.zip").status_code == 404


def test_an_editor_of_the_bureau_covers_the_region(school: Organisation, theirs: dict[str, Any]) -> None:
    bureau = OrganisationFactory(bureau=True, region=theirs["plekken"].organisation.region)
    assert person(bureau).get(f"/cms/afspeellijsten/edit/{theirs['afspeellijsten'].pk}/").status_code == 200


@pytest.mark.parametrize("role", [Role.TRAINER, Role.LEARNER, Role.ADVISER, Role.COORDINATOR])
def test_other_roles_find_nothing_here(school: Organisation, place: ShortLink, role: Role) -> None:
    client = person(school, role)
    for address in ("/cms/schermen/", f"/cms/plekken/cijfers/{place.pk}/", f"/cms/plekken/edit/{place.pk}/"):
        assert client.get(address).status_code in {302, 403, 404}
    assert "In de hal en op papier" not in client.get("/cms/").content.decode()


def test_an_editor_makes_a_list_and_looks_at_it_at_a_chosen_hour(editor: Client, school: Organisation) -> None:
    ContactFactory(organisation=school, name="Samira Haddad")
    form = {
        "organisation": school.pk, "name": "Toetsweek", "slides-TOTAL_FORMS": 2, "slides-INITIAL_FORMS": 0, "slides-MIN_NUM_FORMS": 1,
        "slides-MAX_NUM_FORMS": 30,
    }  # fmt: skip
    common = {"theme": "night", "seconds": 15, "from_hour": 0, "until_hour": 24, "ORDER": 1, "text": "", "source": ""}
    slides = [
        {**common, "kind": "message", "title": "Anders behandeld?", "weekdays": ["0", "1"]},
        {**common, "kind": "people", "title": "Met hen kun je praten", "from_hour": 12, "ORDER": 2},
    ]
    for number, slide in enumerate(slides):
        form |= {f"slides-{number}-{name}": value for name, value in slide.items()}
    response = editor.post("/cms/afspeellijsten/new/", form)
    assert response.status_code == 302, response.content.decode()
    playlist = Playlist.objects.get(name="Toetsweek")
    assert [slide.weekdays for slide in playlist.slides.all()] == [[0, 1], []]
    seen = editor.get(f"/cms/afspeellijsten/bekijk/{playlist.pk}/?dag=2026-11-25&uur=13").content.decode()
    assert "Samira Haddad" in seen
    assert seen.count("is-shown") == 4, "two slides, lying and upright"
    assert seen.count("draait dan niet") == 1
    assert seen.count(">draait dan<") == 1


def test_a_fact_without_a_source_comes_back_with_what_was_typed(editor: Client, school: Organisation) -> None:
    form = {
        "organisation": school.pk, "name": "Feiten", "slides-TOTAL_FORMS": 1, "slides-INITIAL_FORMS": 0, "slides-MIN_NUM_FORMS": 1,
        "slides-MAX_NUM_FORMS": 30, "slides-0-kind": "fact", "slides-0-theme": "night", "slides-0-title": "1 op de 10",
        "slides-0-seconds": 15, "slides-0-from_hour": 0, "slides-0-until_hour": 24, "slides-0-ORDER": 1, "slides-0-source": "",
    }  # fmt: skip
    page = editor.post("/cms/afspeellijsten/new/", form).content.decode()
    assert "Een feit heeft een bron" in page
    assert "1 op de 10" in page
    assert not Playlist.objects.filter(name="Feiten").exists()


def test_a_preview_keeps_a_wrong_hour_and_says_so(editor: Client, playlist: Playlist) -> None:
    page = editor.get(f"/cms/afspeellijsten/bekijk/{playlist.pk}/?dag=gisteren&uur=25")
    assert page.status_code == 200
    assert "gisteren" in page.content.decode()


def test_the_way_from_words_to_paper(editor: Client, school: Organisation, place: ShortLink) -> None:
    form = {
        "organisation": school.pk, "kind": "poster", "theme": "lilac", "headline": "“Grapje!”", "call": "Vertel het.", "text": "",
        "short_link": place.pk,
    }  # fmt: skip
    assert editor.post("/cms/drukwerk/new/", form).status_code == 302
    sheet = Sheet.objects.get()
    page = editor.get(f"/cms/drukwerk/download/{sheet.pk}/").content.decode()
    assert f"/cms/drukwerk/download/{sheet.pk}/a3.pdf?drukker=1" in page
    made = editor.get(f"/cms/drukwerk/download/{sheet.pk}/a4.pdf")
    assert made.content.startswith(b"%PDF")
    assert made["Content-Disposition"] == f'attachment; filename="kantine-{sheet.pk}-a4.pdf"'
    assert editor.get(f"/cms/drukwerk/download/{sheet.pk}/a6.pdf").status_code == 404, "a poster is no flyer"
    assert editor.get("/cms/drukwerk/alles/deltion.zip").content.startswith(b"PK")


def test_a_place_shows_its_counts_and_its_downloads(editor: Client, client: Client, place: ShortLink) -> None:
    client.get("/q/deltion-kantine/")
    page = editor.get(f"/cms/plekken/cijfers/{place.pk}/").content.decode()
    assert "Kantine: 1 keer gevolgd" in page
    assert "<svg" in page
    assert "<table" in page
    assert "localhost:8000/q/deltion-kantine" in editor.get(f"/cms/plekken/download/{place.pk}/").content.decode().replace(
        "<wbr>", ""
    )
    assert editor.get(f"/cms/plekken/download/{place.pk}/handtekening.txt").status_code == 200
    assert editor.get(f"/cms/plekken/download/{place.pk}/wachtwoorden").status_code == 404


def test_the_display_is_looked_at_where_it_stands(editor: Client, screen: Screen) -> None:
    assert editor.get(f"/cms/schermen/bekijk/{screen.pk}/")["Location"] == "http://localhost:8000/scherm/aula/"
