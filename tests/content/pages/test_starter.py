from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from wagtail.models import Page, Site

from content.pages.models import ArticlePage, HomePage, SchoolPage
from content.pages.starter import load_pages
from gehoord.core.registry import StarterRun
from gehoord.organisations.services import confirm_promise, withdraw_promise
from tests.factories import ContactFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

HOME = {
    "slug": "home", "title": "Niet eerlijk behandeld?", "lead": "Wij luisteren.", "search_description": "Vertel het.",
    "body": [{"type": "voices", "heading": "Klinkt dit bekend?", "intro": "Zo kan het klinken.", "voices": ["Een.", "Twee."]}],
}  # fmt: skip
ARTICLE = {
    "slug": "wat-kan-ik-doen",
    "title": "Wat kan ik doen?",
    "lead": "Drie dingen.",
    "body": [{"type": "text", "text": "Een **sterk** woord."}],
}
SCHOOL = {
    "slug": "school", "title": "Stage bij {school}", "lead": "Wij luisteren.",
    "body": [
        {"type": "promises", "heading": "Dit beloven we", "promises": [
            {"text": "We doen niets zonder jouw ja."},
            {"text": "Geen invloed op je cijfers.", "needs_confirmation": "no_influence_on_marks"},
        ]},
        {"type": "contacts", "heading": "Met wie kun je praten?"},
    ],
}  # fmt: skip


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., StarterRun]:
    OrganisationFactory(slug="deltion", name="Deltion College", short_name="Deltion")

    def bring(**changes: str) -> StarterRun:
        for language in ("nl", "en"):
            folder = tmp_path / "pages" / language
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in (("home", HOME), ("wat-kan-ik-doen", ARTICLE), ("school", SCHOOL)):
                (folder / f"{name}.yaml").write_text(
                    yaml.safe_dump({**content, **(changes if name == "wat-kan-ik-doen" else {})})
                )
        run = StarterRun(folder=tmp_path, today=date(2026, 11, 24), say=lambda _: None)
        load_pages(run)
        return run

    return bring


def test_the_site_shows_our_home_and_wagtails_welcome_page_is_gone(load: Callable[..., StarterRun], client: Client) -> None:
    load()
    assert Site.objects.get(is_default_site=True).root_page.specific_class is HomePage
    assert "Niet eerlijk behandeld?" in client.get("/").content.decode()
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage, HomePage]


@pytest.mark.parametrize("address", ["/", "/deltion/", "/wat-kan-ik-doen/", "/en/", "/en/deltion/", "/en/wat-kan-ik-doen/"])
def test_each_page_answers_in_both_languages_without_a_cookie(
    load: Callable[..., StarterRun], client: Client, address: str
) -> None:
    load()
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert f'<html lang="{"en" if address.startswith("/en/") else "nl"}"' in response.content.decode()


def test_loading_again_changes_nothing(load: Callable[..., StarterRun]) -> None:
    load()
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision_id"))
    assert load().made == {}
    assert list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision_id")) == before


def test_new_words_of_a_release_arrive_as_a_draft_beside_what_the_school_wrote(load: Callable[..., StarterRun]) -> None:
    load()
    page = ArticlePage.objects.get(slug="wat-kan-ik-doen", locale__language_code="nl")
    page.title = "Door school herschreven"
    page.save_revision().publish()
    assert load(title="Nieuwe titel").made == {"drafts": 2}
    page = ArticlePage.objects.get(pk=page.pk)
    assert (page.title, page.has_unpublished_changes) == ("Door school herschreven", True)
    assert page.get_latest_revision_as_object().title == "Nieuwe titel"


def test_a_page_that_somebody_deleted_stays_deleted(load: Callable[..., StarterRun]) -> None:
    load()
    ArticlePage.objects.all().delete()
    load(title="Nieuwe titel")
    assert not ArticlePage.objects.exists()


def test_a_promise_of_the_school_shows_only_while_it_is_confirmed(load: Callable[..., StarterRun], client: Client) -> None:
    load()
    school, actor = SchoolPage.objects.first().organisation, UserFactory()
    assert "Geen invloed op je cijfers" not in client.get("/deltion/").content.decode()
    confirm_promise(organisation=school, key="no_influence_on_marks", by=actor)
    assert "Geen invloed op je cijfers" in client.get("/deltion/").content.decode()
    withdraw_promise(organisation=school, key="no_influence_on_marks", by=actor)
    assert "Geen invloed op je cijfers" not in client.get("/deltion/").content.decode()


def test_the_schools_own_people_are_filled_in(load: Callable[..., StarterRun], client: Client) -> None:
    load()
    school = SchoolPage.objects.first().organisation
    ContactFactory(organisation=school, name="Samira Haddad", phone="038 000 00 00")
    ContactFactory(organisation=school, name="Verborgen", is_public=False)
    ContactFactory(organisation=school, name="Voor collega's", for_staff=True)
    ContactFactory(name="Van een andere school")
    text = client.get("/deltion/").content.decode()
    assert "Samira Haddad" in text
    assert not [name for name in ("Verborgen", "Voor collega", "Van een andere school") if name in text]


@pytest.mark.parametrize(("address", "queries"), [("/", 9), ("/deltion/", 15), ("/wat-kan-ik-doen/", 10)])
def test_queries_do_not_grow_with_schools_or_people(
    load: Callable[..., StarterRun], client: Client, django_assert_num_queries: Any, address: str, queries: int
) -> None:
    load()
    client.get(address)
    for _ in range(2):
        OrganisationFactory()
        ContactFactory(organisation=SchoolPage.objects.first().organisation)
        with django_assert_num_queries(queries):
            client.get(address)


def test_a_schools_own_colour_comes_as_a_sheet_of_its_own(load: Callable[..., StarterRun], client: Client) -> None:
    load()
    assert "/kleur/" not in client.get("/deltion/").content.decode()
    page = SchoolPage.objects.get(slug="deltion", locale__language_code="nl")
    page.organisation.accent_colour = "#c8102e"
    page.organisation.save()
    assert '<link rel="stylesheet" href="/kleur/c8102e.css">' in client.get("/deltion/").content.decode()
