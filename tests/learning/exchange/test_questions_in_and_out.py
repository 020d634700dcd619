"""Questions into the bank and out of it: from the command line and in the CMS, with a preview first."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from wagtail.models import Locale

from learning.catalogue.models import BankCategoryPage, BankQuestionPage
from tests.factories import UserFactory, sign_in
from tests.learning.factories import EVERY_KIND, bank_category, bank_questions, root

pytestmark = pytest.mark.django_db
GIFT = (
    "$CATEGORY: $course$/De route/SBB\n\n::v1:: Wie erkent?{=SBB#Ja. ~KIS#Nee. ~%50%S-BB}\n\nAlleen tekst.\n\nMelden moet.{F}"
)


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    root()


def file(tmp_path: Path, text: str = GIFT, name: str = "vragen.gift") -> str:
    path = tmp_path / name
    path.write_text(text)
    return str(path)


def run(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_a_file_goes_into_the_bank_once(tmp_path: Path) -> None:
    path = file(tmp_path)
    out = run("import_questions", path, publish=True)
    assert "Regel" not in out
    assert "overgeslagen: " in out
    assert "Toegevoegd: 2. Stond er al: 0. Overgeslagen: 1." in out
    assert [page.live for page in BankQuestionPage.objects.all()] == [True, True]
    assert BankCategoryPage.objects.get(title="SBB").get_parent().title == "De route"
    assert "Toegevoegd: 0. Stond er al: 2." in run("import_questions", path)


def test_a_dry_run_prints_type_text_answers_weights_feedback_and_findings(tmp_path: Path) -> None:
    data = json.loads(run("import_questions", file(tmp_path), dry_run=True, json=True))
    first, second, third = data["files"][0]["questions"]
    assert data["stored"] is None
    assert (first["type"], first["text"], first["category"], first["line"]) == ("single", "Wie erkent?", ["De route", "SBB"], 3)
    assert [(one["text"], one["weight"], one["feedback"]) for one in first["answers"]] == [
        ("SBB", 1.0, "Ja."), ("KIS", 0.0, "Nee."), ("S-BB", 0.5, ""),
    ]  # fmt: skip
    assert (second["type"], second["findings"][0]["line"]) == (None, 5)
    assert third["type"] == "true_false"
    assert not BankQuestionPage.objects.exists()


def test_one_bad_file_keeps_all_out(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Er is niets veranderd"):
        run("import_questions", file(tmp_path), file(tmp_path, "<quiz>", "kapot.xml"))
    assert not BankQuestionPage.objects.exists()


@pytest.mark.parametrize("form", ["gift", "moodlexml", "csv"])
def test_what_goes_out_is_known_when_it_comes_back(form: str, tmp_path: Path) -> None:
    category = bank_category()
    for kind in EVERY_KIND:
        if kind["kind"] not in {"scale", "open"} and not (form == "gift" and kind["kind"] == "gap"):
            bank_questions(0, category)
            add(category, kind)
    number = BankQuestionPage.objects.count()
    path = tmp_path / f"bank.{'xml' if form == 'moodlexml' else form}"
    run("export_questions", format=form, output=path)
    assert f"Toegevoegd: 0. Stond er al: {number}. Overgeslagen: 0." in run("import_questions", str(path))
    assert f"{number} vragen gelezen" in run("import_questions", str(path), dry_run=True)


def add(category: BankCategoryPage, question: dict[str, Any]) -> None:
    from learning.catalogue.bank_services import add_question

    add_question(by=None, category=category, question=question)


@pytest.fixture
def cms(client: Client) -> Client:
    return sign_in(client, UserFactory(is_superuser=True))


def posted(**more: Any) -> dict[str, Any]:
    return {"locale": Locale.objects.get(language_code="nl").pk, "organisation": "", "category": "", **more}


def test_the_cms_shows_first_and_brings_in_after(cms: Client) -> None:
    upload = SimpleUploadedFile("vragen.gift", GIFT.encode())
    shown = cms.post("/cms/vragen-bestand/", posted(file=upload)).content.decode()
    assert "Haal 2 vragen binnen" in shown
    assert "Regel 5:" in shown
    assert not BankQuestionPage.objects.exists()
    response = cms.post("/cms/vragen-bestand/", posted(text=GIFT, name="vragen.gift", bring="1"))
    assert response.status_code == 302
    assert [page.live for page in BankQuestionPage.objects.all()] == [False, False]


def test_a_hostile_upload_gets_a_sentence_in_the_cms(cms: Client) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><quiz>&a;</quiz>'
    page = cms.post("/cms/vragen-bestand/", posted(file=SimpleUploadedFile("x.xml", bomb))).content.decode()
    assert "voor de veiligheid" in page
    large = SimpleUploadedFile("x.gift", b"x" * (2 * 1024 * 1024 + 1))
    assert "groter dan 2 MB" in cms.post("/cms/vragen-bestand/", posted(file=large)).content.decode()
    assert not BankQuestionPage.objects.exists()


def test_the_bank_can_be_taken_along(cms: Client) -> None:
    add(bank_category(), EVERY_KIND[0])
    response = cms.get("/cms/vragen-bestand/als/gift/")
    assert "Eén goed?" in response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="vragenbank-nl.gift"'
    assert cms.get("/cms/vragen-bestand/als/exe/").status_code == 404


def test_who_does_not_write_brings_nothing_in(client: Client) -> None:
    sign_in(client, UserFactory())
    assert client.get("/cms/vragen-bestand/").status_code in {302, 403}
