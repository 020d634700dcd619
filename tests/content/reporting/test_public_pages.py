"""The form, the receipt and the page behind the code, as a student meets them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from content.reporting import public_door
from content.reporting.models import Report
from content.reporting.public_door import env_keys
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.tokens import make_form_token, new_seed
from tests.factories import ContactFactory, OrganisationFactory

from .conftest import School
from .form_steps import STORY, code_in, form_token, send, text_of

pytestmark = pytest.mark.usefixtures("no_waiting")


def test_the_schools_are_links_to_their_forms(client: Client, school: School) -> None:
    OrganisationFactory(bureau=True, name="Vizier", phone="026 377 7744")

    page = text_of(client.get("/melden/"))

    assert 'href="/melden/deltion/"' in page
    assert "Vizier" in page
    assert "026 377 7744" in page


def test_the_form_is_one_page_that_says_who_reads_and_by_when(client: Client, school: School) -> None:
    response = client.get("/melden/deltion/")

    page = text_of(response)
    assert response.status_code == 200
    assert "Wat is er gebeurd?" in page
    assert "lezen alleen Samira en Joost dit" in page
    assert re.search(r"krijg je uiterlijk \w+ \d+ \w+ (om \d\d\.\d\d uur antwoord|antwoord, en vaak eerder)", page)
    assert "<title>" in page
    assert "discriminatie" not in page.split("</title>")[0]


@pytest.mark.parametrize("path", ["/melden/", "/melden/deltion/", "/en/melden/deltion/", "/melding/"])
def test_public_pages_set_no_cookie_and_lie_in_no_cache(client: Client, school: School, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response.cookies == {}
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "'none'" in response.headers["Content-Security-Policy"]


def test_sending_stores_the_report_and_shows_a_code_that_opens_it(client: Client, school: School) -> None:
    response = send(client, contact="bel", tel="06 12345678", naam="Y.", wanneer=["middag"], voicemail="nee")

    assert response.status_code == 200
    assert response.cookies == {}
    assert "no-store" in response.headers["Cache-Control"]
    report = Report.objects.get()
    assert not report.in_bin
    assert Receipt.from_typed(code_in(response)).lookup_id.hex() == report.receipt_lookup
    assert STORY not in text_of(response)


def test_english_is_complete_too(client: Client, school: School) -> None:
    token = re.search(r'name="token" value="([^"]+)"', client.get("/en/melden/deltion/").content.decode())
    assert token

    response = client.post("/en/melden/deltion/", {"token": token.group(1), "verhaal": STORY})

    assert response.status_code == 200
    assert Report.objects.count() == 1


def test_another_language_keeps_what_was_typed_and_stores_nothing(client: Client, school: School) -> None:
    page = client.get("/melden/deltion/").content.decode()
    assert 'form="vertel" formaction="/en/melden/deltion/" name="taal" value="en"' in page
    assert 'href="/en/melden/deltion/"' not in page

    typed = {"token": form_token(client), "verhaal": "", "tel": "06 1", "contact": "bel", "wanneer": ["avond"], "nooit": "Ma"}
    response = client.post("/en/melden/deltion/", {**typed, "verhaal": STORY, "taal": "en"})

    there = text_of(response)
    assert response.status_code == 200
    assert STORY in there
    assert "What happened?" in there
    assert 'value="06 1"' in there
    assert 'value="Ma"' in there
    assert re.search(r'id="w3"[^>]*checked', there)
    assert re.search(r'id="c1"[^>]*checked', there)
    assert "is-invalid" not in there
    assert 'role="alert"' not in there
    assert client.post("/en/melden/deltion/", {**typed, "taal": "en"}).status_code == 200
    assert Report.objects.count() == 0


def test_no_link_in_the_form_takes_the_text_away(client: Client, school: School) -> None:
    OrganisationFactory(bureau=True, region=school.organisation.region, name="Vizier", website="https://vizieroost.nl/")

    page = client.get("/melden/deltion/").content.decode()

    content = page[page.index("<main") :]
    leaving = [link for link in re.findall(r"<a [^>]*>", content) if not re.search(r'href="(#|tel:|mailto:)', link)]
    assert leaving
    assert all('target="_blank" rel="noopener noreferrer"' in link for link in leaving)


def test_the_same_post_again_shows_the_same_code(client: Client, school: School) -> None:
    token = form_token(client)

    codes = {code_in(send(client, token=token, contact="code")) for _ in range(3)}
    other = code_in(send(client, token=token, contact="code", verhaal="Nog iets anders."))

    assert len(codes) == 1
    assert other not in codes
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"verhaal": ""}, "Schrijf op wat er is gebeurd."),
        ({"verhaal": " \n \x00 "}, "Schrijf op wat er is gebeurd."),
        ({"verhaal": "a" * 20_001}, "Dit is te lang: 20001 tekens."),
        ({"contact": "bel"}, "Vul een telefoonnummer of e-mailadres in."),
        ({"contact": "bel", "tel": "12"}, "Dit lijkt geen telefoonnummer."),
        ({"contact": "bel", "mail": "geen adres"}, "Dit lijkt geen e-mailadres."),
        ({"contact": "postduif"}, "Kies een van de antwoorden die er staan."),
        ({"wie": "iemand anders"}, "Kies een van de antwoorden die er staan."),
        ({"contact": "bel", "tel": "0612345678", "wanneer": ["nacht"]}, "Kies een van de antwoorden die er staan."),
    ],
)
def test_what_is_wrong_is_said_in_a_summary_that_takes_focus_and_nothing_is_stored(
    client: Client, school: School, fields: dict[str, Any], sentence: str
) -> None:
    response = send(client, naam="Roodkeelpieper", **fields)

    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert "data-focus" in page
    assert 'value="Roodkeelpieper"' in page
    assert (fields.get("verhaal", STORY).strip(" \n\x00")) in page
    assert not Report.objects.exists()


def test_twenty_thousand_characters_pass_however_lines_end(client: Client, school: School) -> None:
    assert send(client, verhaal="a\r\n" * 10_000).status_code == 200


def test_folded_fields_are_not_kept_and_do_not_stop_anything(client: Client, school: School) -> None:
    response = send(client, contact="code", tel="12", mail="geen adres", naam="Y" * 200)

    assert response.status_code == 200
    receipt = Receipt.from_typed(code_in(response))
    page = text_of(client.post("/melding/", {"code": receipt.code}))
    assert "geen adres" not in page


@pytest.mark.parametrize("token", ["", "onzin", "%00", "A" * 5000, "a.b.c"])
def test_a_bad_token_shows_the_page_again_with_the_text_and_a_new_token(client: Client, school: School, token: str) -> None:
    response = client.post("/melden/deltion/", {"token": token, "verhaal": STORY, "tel": "0612345678", "contact": "bel"})

    page = text_of(response)
    assert response.status_code == 422
    assert STORY in page
    assert 'value="0612345678"' in page
    again = re.search(r'name="token" value="([^"]+)"', page)
    assert again
    assert send(client, token=again.group(1)).status_code == 200


def test_an_expired_token_keeps_its_seed_so_that_it_stays_one_report(client: Client, school: School) -> None:
    seed, now = new_seed(), timezone.now()
    fresh = make_form_token(env_keys(), school="deltion", now=now, seed=seed)
    old = make_form_token(env_keys(), school="deltion", now=now - timedelta(hours=13), seed=seed)

    first = code_in(send(client, token=fresh))
    expired = send(client, token=old, verhaal="Een begin.")
    again = re.search(r'name="token" value="([^"]+)"', expired.content.decode())

    assert expired.status_code == 422
    assert again
    assert code_in(send(client, token=again.group(1))) == first
    assert Report.objects.count() == 1


def test_a_token_of_another_school_is_none(client: Client, school: School, make_school: Callable[..., School]) -> None:
    make_school(slug="cibap")

    assert send(client, token=form_token(client, "cibap")).status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
    ],
)
def test_a_post_from_elsewhere_comes_back_with_its_text(client: Client, school: School, headers: dict[str, str]) -> None:
    response = send(client, headers=headers)

    assert response.status_code == 422
    assert STORY in text_of(response)
    assert not Report.objects.exists()


def test_a_post_from_our_own_page_passes(client: Client, school: School) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}

    assert send(client, headers=headers).status_code == 200


def test_no_cookie_is_asked_even_where_csrf_is_enforced(school: School) -> None:
    assert send(Client(enforce_csrf_checks=True)).status_code == 200


def test_the_form_with_a_field_filled_by_a_program_goes_to_the_bin_with_the_same_clock(client: Client, school: School) -> None:
    response = send(client, website="https://spam.example")

    report = Report.objects.get()
    assert report.in_bin
    assert code_in(response)
    assert "Uiterlijk" in text_of(response)
    assert list(Report.objects.waiting()) == [report]


def test_faster_than_anybody_types_goes_to_the_bin(client: Client, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.reporting.views.public.FASTEST", timedelta(seconds=60))

    assert send(client).status_code == 200
    assert Report.objects.get().in_bin


def test_thirty_students_behind_one_address_all_get_through(client: Client, school: School) -> None:
    for number in range(30):
        assert send(client, verhaal=f"Student {number}").status_code == 200

    assert Report.objects.count() == 30
    assert Report.objects.filter(in_bin=False).count() == public_door.PER_HOUR
    assert Report.objects.waiting().count() == 30


def test_a_file_is_never_read(
    client: Client, school: School, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(uploads)
    seen: list[str] = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.MemoryFileUploadHandler.new_file", lambda *a, **k: seen.append("memory")
    )
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *a, **k: seen.append("disk"))
    photo = SimpleUploadedFile("bewijs.png", b"Sneeuwgors" * 500_000, content_type="image/png")

    response = send(client, bijlage=photo)

    assert response.status_code == 200
    assert list(uploads.iterdir()) == seen == []


def test_too_much_at_once_gets_a_page_and_no_error(client: Client, school: School, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000

    response = client.post("/melden/deltion/", {"token": form_token(client), "verhaal": "a" * 20_000})

    assert response.status_code == 413
    assert "te veel tegelijk" in text_of(response)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'--x\r\nContent-Disposition: form-data; name="verhaal"\r\n\r\nhalf', "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data; boundary=x"),
        (b"zomaar", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"verhaal=%ff%00%ed%a0%80&verhaal=twee&token=", "application/x-www-form-urlencoded"),
    ],
)
def test_broken_posts_get_the_page_again(client: Client, school: School, body: bytes, content_type: str) -> None:
    response = client.post("/melden/deltion/", body, content_type=content_type)

    assert response.status_code in {413, 422}
    assert "Wat is er gebeurd?" in text_of(response)


@pytest.mark.parametrize("path", ["/melden/bestaat-niet/", "/en/melden/x/"])
def test_a_school_that_does_not_exist_is_a_page_of_ours(client: Client, school: School, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, {"verhaal": STORY}).status_code == 404


def test_an_address_typed_with_capitals_leads_to_the_form(client: Client, school: School) -> None:
    response = client.get("/melden/DELTION/")

    assert response.status_code == 302
    assert response.headers["Location"] == "/melden/deltion/"
    assert client.get("/melden/BESTAAT-NIET/", follow=True).status_code == 404


def test_a_municipality_has_no_form(client: Client, db: None) -> None:
    OrganisationFactory(municipality=True, slug="gemeente")

    assert client.get("/melden/gemeente/").status_code == 404


def test_a_closed_form_shows_other_ways_and_keeps_what_was_typed(client: Client, db: None) -> None:
    organisation = OrganisationFactory(slug="cibap", name="Cibap")
    bureau = OrganisationFactory(bureau=True, name="Vizier", phone="026 377 7744")
    ContactFactory(organisation=bureau, name="Naomi Pinas", phone="06 00000001")

    page = client.get("/melden/cibap/")
    answer = client.post("/melden/cibap/", {"verhaal": STORY, "token": "x"})

    assert page.status_code == 200
    assert answer.status_code == 503
    for text in (text_of(page), text_of(answer)):
        assert "026 377 7744" in text
        assert "Naomi Pinas" in text
        assert "0800" in text
    assert STORY in text_of(answer)
    assert organisation.name in text_of(answer)
    assert not Report.objects.exists()


def test_excluding_everybody_offers_the_bureau_before_sending(
    client: Client, school: School, make_school: Callable[..., School]
) -> None:
    make_school(bureau=True, slug="vizier", name="Vizier")
    page = client.get("/melden/deltion/").content.decode()
    values = re.findall(r'name="niet" value="([^"]+)"', page)
    assert len(values) == 2

    refused = send(client, niet=values)
    accepted = send(client, niet=values, wie="bureau")

    assert refused.status_code == 422
    assert "Kies hierboven Vizier" in text_of(refused)
    assert accepted.status_code == 200
    assert Report.objects.get().organisation.slug == "vizier"


def test_choosing_whom_you_also_exclude_is_asked_about(client: Client, school: School) -> None:
    value = re.findall(r'name="niet" value="([^"]+)"', client.get("/melden/deltion/").content.decode())[0]

    assert "Kies een van de twee." in text_of(send(client, niet=[value], wie=value))


def test_what_a_student_writes_is_never_markup(client: Client, school: School) -> None:
    evil = "<script>alert(1)</script>{{ 7*7 }}"
    code = code_in(send(client, verhaal=evil))

    page = client.post("/melding/", {"code": code}).content.decode()
    again = client.post("/melden/deltion/", {"verhaal": evil + "</textarea>", "token": "x"}).content.decode()

    for text in (page, again):
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_reading_and_sending_take_a_fixed_number_of_queries(
    client: Client, school: School, django_assert_max_num_queries: Any
) -> None:
    token = form_token(client)
    with django_assert_max_num_queries(14):
        client.get("/melden/deltion/")
    with django_assert_max_num_queries(40):
        response = send(client, token=token)
    with django_assert_max_num_queries(26):
        client.post("/melding/", {"code": code_in(response)})


def test_nothing_typed_reaches_a_log(client: Client, school: School, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    caplog.set_level(0)
    code = code_in(send(client, contact="bel", tel="0687654321", naam="Roodkeelpieper"))
    send(client, verhaal="Kwartelkoning", contact="bel", mail="sneeuwgors")
    client.post("/melding/", {"code": code})
    client.post("/melding/", {"code": "Roodkeelpieper"})
    out = capfd.readouterr()

    logged = caplog.text + out.out + out.err + io.StringIO().getvalue()
    for word in ("Kwartelkoning", "0687654321", "Roodkeelpieper", "sneeuwgors", code, code.replace(" ", "")):
        assert word not in logged
