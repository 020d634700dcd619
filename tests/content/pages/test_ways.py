"""Search, the list of all pages, and what machines read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page, Site

from content.pages.models import ArticlePage, HomePage, SchoolPage
from gehoord.organisations.enums import OrganisationKind
from gehoord.organisations.models import Organisation
from tests.architecture.house import ROOT
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def article(parent: Page, title: str, slug: str, **given: Any) -> ArticlePage:
    page = ArticlePage(title=title, slug=slug, lead=given.pop("lead", title), **given)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def home(settings: Any) -> HomePage:
    cache.clear()
    root = Page.get_first_root_node()
    page = root.add_child(
        instance=HomePage(
            title="Start", slug="gehoord-nl", lead="Wij luisteren.", locale=Locale.objects.get(language_code="nl")
        )
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "port": 8000, "root_page": page})
    return page


def test_a_page_is_found_by_how_its_words_begin(client: Client, home: HomePage) -> None:
    article(home, "Wat kan ik doen?", "wat", lead="Praten met je vertrouwenspersoon helpt.", search_description="Drie dingen.")
    text = client.get(
        "/zoeken/", {"q": "vertrouwensp" if connection.vendor == "sqlite" else "vertrouwenspersonen"}
    ).content.decode()
    assert "1 pagina gevonden" in text
    assert 'href="/wat/"' in text
    assert "Drie dingen." in text


@pytest.mark.postgresql
def test_a_page_is_found_by_the_dutch_stem_of_a_word(client: Client, home: HomePage) -> None:
    article(home, "Melden", "melden-hoe", lead="Zo gaat een melding van studenten.")
    for words in ("meldingen", "student"):
        assert "/melden-hoe/" in client.get("/zoeken/", {"q": words}).content.decode()


def test_what_is_not_public_is_not_found(client: Client, home: HomePage) -> None:
    page = article(home, "Verborgenbos", "concept")
    page.unpublish()
    english = article(home, "Verborgenbos in English", "english")
    ArticlePage.objects.filter(pk=english.pk).update(locale=Locale.objects.get_or_create(language_code="en")[0])
    text = client.get("/zoeken/", {"q": "Verborgenbos"}).content.decode()
    assert "0 pagina's gevonden" in text
    assert "/melden/" in text, "a search without a result has a way on"


@pytest.mark.parametrize("words", ["", " ", "x", "'; drop table", '"', "(", "*", "a" * 500, "\x01", "AND OR NOT", "één ü"])
def test_whatever_is_typed_is_answered_and_kept_nowhere(client: Client, home: HomePage, words: str) -> None:
    response = client.get("/zoeken/", {"q": words})
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_the_list_of_all_pages_leads_to_each_by_whom_it_is_for(
    client: Client, home: HomePage, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        article(home, f"Voor studenten {number}", f"s{number}", audience="students")
    article(home, "Voor docenten", "docenten", audience="staff")
    school = home.add_child(
        instance=SchoolPage(title="Deltion", slug="deltion", lead="x", organisation=OrganisationFactory(slug="deltion"))
    )
    article(school, "Alleen bij Deltion", "eigen")
    with django_assert_max_num_queries(8):
        text = client.get("/paginas/").content.decode()
    assert re.findall(r'gh-found__link" href="([^"]+)"', text) == [*(f"/s{number}/" for number in range(6)), "/docenten/"]


def test_every_public_page_leads_to_the_list_and_the_search(client: Client, home: HomePage) -> None:
    text = client.get("/").content.decode()
    assert 'href="/paginas/"' in text
    assert 'href="/zoeken/"' in text


@pytest.mark.parametrize("path", ["/ar/zoeken/", "/tr/paginas/", "/uk/nieuws.atom"])
def test_there_are_no_pages_in_languages_that_only_the_form_speaks(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_sitemap_names_every_page_once_with_its_other_languages(
    client: Client, home: HomePage, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        article(home, f"Pagina {number}", f"p{number}")
    article(home, "Concept", "concept").unpublish()
    with django_assert_max_num_queries(6):
        tree = ET.fromstring(client.get("/sitemap.xml").content)
    names = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert names == ["http://localhost:8000/", *(f"http://localhost:8000/p{number}/" for number in range(5))]


def test_robots_stay_out_of_the_desk_and_the_form(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    for path in ("/balie/", "/melden/", "/melding/", "/en/melden/", "/ar/melding/", "/cms/", "/q/", "/scherm/"):
        assert f"Disallow: {path}" in lines
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_security_txt_has_a_contact_and_a_term_or_is_not_there(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    OrganisationFactory(kind=OrganisationKind.COOPERATION, email="veilig@example.org")
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:veilig@example.org" in text
    expires = re.search(r"^Expires: (\d{4}-\d\d-\d\d)T", text, re.MULTILINE)
    assert expires is not None
    assert 0 < (date.fromisoformat(expires[1]) - date.today()).days < 366


def test_news_stands_in_the_feed_and_on_the_schools_page(client: Client, home: HomePage) -> None:
    organisation: Organisation = OrganisationFactory(slug="deltion", name="Deltion")
    school = home.add_child(instance=SchoolPage(title="Deltion", slug="deltion", lead="x", organisation=organisation))
    article(school, "Samira is er op dinsdag", "dinsdag", is_news=True)
    article(home, "Geen nieuws", "oud")
    feed = ET.fromstring(client.get("/nieuws.atom").content)
    titles = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles == ["Nieuws van Gehoord", "Samira is er op dinsdag"]
    assert "Samira is er op dinsdag" in client.get("/deltion/").content.decode()


def test_a_shared_link_shows_words_and_a_picture_that_is_there(client: Client, home: HomePage) -> None:
    article(home, "Wat kan ik doen?", "wat", search_description="Drie dingen.", audience="students")
    text = client.get("/wat/").content.decode()
    assert '<link rel="canonical" href="http://localhost:8000/wat/">' in text
    assert '<meta property="og:title" content="Wat kan ik doen?">' in text
    assert '<meta property="og:description" content="Drie dingen.">' in text
    assert "<title>Stage</title>" in text, "the tab stays neutral"
    picture = re.search(r'og:image" content="http://localhost:8000/static/([^"]+)"', text)
    assert picture is not None
    assert (ROOT / "site/gehoord/core/static" / re.sub(r"\.[0-9a-f]{12}\.", ".", picture[1])).exists()
