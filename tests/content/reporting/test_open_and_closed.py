"""Where nobody can read yet, no page promises an answer: the list, the school's page, and the way outside school."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.test import Client

from content.pages.starter import load_pages
from gehoord.core.registry import StarterRun
from tests.factories import OrganisationFactory

from .conftest import School

HOME = {"slug": "home", "title": "Thuis", "lead": "Wij luisteren.", "search_description": "x", "body": []}
SCHOOL = {
    "slug": "school", "title": "Niet eerlijk behandeld?", "lead": "Bij {school} luisteren we.",
    "body": [
        {"type": "steps", "heading": "Zo gaat het", "steps": [
            {"title": "Jij vertelt", "text": "Kort."}, {"title": "Je krijgt antwoord", "text": "Meestal binnen 24 uur."},
        ]},
        {"type": "contacts", "heading": "Liever praten?"},
    ],
}  # fmt: skip


@pytest.fixture
def pages(tmp_path: Path) -> Callable[[], None]:
    def load() -> None:
        for language in ("nl", "en"):
            folder = tmp_path / "starter" / "pages" / language
            folder.mkdir(parents=True)
            (folder / "home.yaml").write_text(yaml.safe_dump(HOME))
            (folder / "school.yaml").write_text(yaml.safe_dump(SCHOOL))
        load_pages(StarterRun(folder=tmp_path / "starter", today=date(2026, 11, 24), say=lambda _: None))

    return load


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def test_a_closed_school_promises_nothing_and_offers_what_works(
    client: Client, school: School, pages: Callable[[], None]
) -> None:
    region = school.organisation.region
    OrganisationFactory(slug="landstede", name="Landstede", short_name="Landstede", region=region)
    OrganisationFactory(bureau=True, name="Vizier", short_name="Vizier", phone="026 377 7744", region=region)
    pages()

    closed, is_open = page(client, "/landstede/"), page(client, "/deltion/")

    assert "Bij Landstede luisteren we" not in closed
    assert "binnen 24 uur" not in closed
    assert "Vertel wat er is gebeurd" not in closed
    assert 'gh-button--primary gh-button--lg gh-button--block" href="tel:0263777744"' in closed
    assert "Bij Deltion" in is_open
    assert "binnen 24 uur" in is_open
    assert "/melden/deltion/" in is_open


def test_the_list_tells_where_nobody_can_read_yet(client: Client, school: School) -> None:
    OrganisationFactory(slug="landstede", name="Landstede", region=school.organisation.region)

    there = page(client, "/melden/")

    assert there.index("/melden/deltion/") < there.index("Hier kan het nog niet") < there.index("/melden/landstede/")


def test_somebody_outside_school_is_named_only_where_the_form_offers_it(
    client: Client, make_school: Callable[..., School], school: School, pages: Callable[[], None]
) -> None:
    pages()
    assert "In het formulier kun je dat kiezen" not in page(client, "/deltion/")

    make_school(bureau=True, slug="vizier", name="Vizier", region=school.organisation.region)

    assert "In het formulier kun je dat kiezen" in page(client, "/deltion/")
