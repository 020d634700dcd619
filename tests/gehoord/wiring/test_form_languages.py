"""The languages that only the form speaks: complete, with the right placeholders, and right to left done properly."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import get_language_info

from gehoord.wiring.texts import form_languages, form_sources, missing_in, rooms

pytestmark = pytest.mark.django_db


def test_which_languages_they_are() -> None:
    assert form_languages() == ["ar", "tr", "uk", "pap"]
    assert get_language_info("pap")["name_local"] == "Papiamentu"


@pytest.mark.parametrize("language", ["ar", "tr", "uk", "pap"])
def test_every_text_of_the_form_has_its_translation(language: str) -> None:
    assert [text for room in rooms() for text in missing_in(room, language)] == []


def test_the_list_of_sources_names_files_that_exist() -> None:
    for room in rooms():
        names = {path.name for path in Path(room).rglob("*") if path.is_file()}
        assert form_sources(room) <= names, room


@pytest.mark.parametrize("language", ["ar", "tr", "uk", "pap"])
def test_pages_exist_only_where_they_are_written(client: Client, language: str) -> None:
    assert client.get(f"/{language}/melding/").status_code == 200
    assert client.get(f"/{language}/melden/").status_code == 200
    assert client.get(f"/{language}/privacy/").status_code == 404
    start = client.get(f"/{language}/")
    assert start.status_code == 302
    assert start["Location"] == f"/{language}/melden/"


def test_arabic_runs_from_right_to_left_and_codes_do_not(client: Client) -> None:
    page = client.get("/ar/melding/").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert 'name="code"' in page
    assert 'dir="ltr"' in page
    assert "ما رمزك؟" in page


@pytest.mark.parametrize(("language", "word"), [("uk", "листопада"), ("pap", "novèmber"), ("tr", "Kasım"), ("ar", "نوفمبر")])
def test_days_are_written_as_the_language_writes_them(language: str, word: str) -> None:
    from datetime import UTC, datetime

    from content.reporting.templatetags.moments import day

    with translation.override(language):
        assert word in day(datetime(2026, 11, 24, 12, tzinfo=UTC))


def test_who_signs_in_chooses_between_the_languages_of_the_pages_only() -> None:
    from gehoord.accounts.models import User

    assert [code for code, _ in User._meta.get_field("language").choices or []] == [
        code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES
    ]
