"""What stands around a case at the desk: search, deputies, the guide, alarms, the file, the coordinator's sentence."""

from __future__ import annotations

import html
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from content.reporting.agreements import answer_consent, ask_consent
from content.reporting.casefile import open_case_file
from content.reporting.enums import ConsentSubject, FirstContact, ReportPart, ReportState
from content.reporting.guide_models import GuideText, Language, Stage, guide_for, stage_of
from content.reporting.key_lists import known_authors
from content.reporting.models import DeputyPeriod, Report
from content.reporting.services import record_first_contact
from content.reporting.starter import load_guide
from gehoord.core.outbox import deliver_next
from gehoord.core.pulse import beat
from gehoord.core.registry import StarterRun
from tests.factories import MembershipFactory, sign_in

from .conftest import School

STARTER = Path(__file__).resolve().parents[3] / "content" / "starter"


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


@pytest.fixture
def samira(school: School) -> Client:
    client = sign_in(Client(), school.samira.user)
    client.post("/balie/open/", {"zin": school.samira.phrase})
    return client


def test_search_comes_by_post_and_leaves_its_words_in_no_address(samira: Client, school: School) -> None:
    school.submit(story="Op de heftruck mag ik niet", way="bel", phone="0612345678", name="Yara", now=timezone.now())
    school.submit(story="Iets anders", now=timezone.now())

    found = samira.post("/balie/zoeken/", {"woorden": "HEFTRUCK"})

    assert samira.get("/balie/zoeken/?woorden=heftruck").status_code == 405
    assert "Eén melding gevonden" in text(found)
    assert "Yara: bellen of appen" in text(found)
    assert "no-store" in found.headers["Cache-Control"]
    assert 'method="post"' in text(samira.get("/balie/"))


def test_a_deputy_is_agreed_on_and_taken_away_again(samira: Client, school: School) -> None:
    today = timezone.localdate()
    sent = {
        "balie": school.organisation.pk,
        "voor": school.samira.user.pk,
        "door": school.joost.user.pk,
        "van": today.isoformat(),
        "tot": (today + timedelta(days=3)).isoformat(),
    }
    for wrong in ({"door": sent["voor"]}, {"tot": (today - timedelta(days=3)).isoformat()}, {"van": "morgen"}):
        response = samira.post("/balie/waarnemers/", {**sent, **wrong})
        assert response.status_code == 422
    assert not DeputyPeriod.objects.exists()

    page = text(samira.post("/balie/waarnemers/", sent, follow=True))

    assert "Joost Veenstra voor Samira Haddad" in page
    samira.post(f"/balie/waarnemers/{DeputyPeriod.objects.get().pk}/weg/")
    assert not DeputyPeriod.objects.exists()


def test_every_stage_has_its_guide_in_both_languages_and_what_a_region_wrote_stays(db: None) -> None:
    run = StarterRun(folder=STARTER, today=date(2026, 11, 24), say=lambda _: None)
    load_guide(run)
    GuideText.objects.filter(stage=Stage.FIRST, language="nl").update(body="<p>Van ons</p>")
    load_guide(run)

    assert GuideText.objects.count() == len(Stage) * len(Language)
    found = guide_for(Stage.FIRST)
    assert found is not None
    assert found.body == "<p>Van ons</p>"
    with translation.override("en"):
        english = guide_for(Stage.TALKING)
        assert english is not None
        assert "The student is the starting point" in english.body


def test_the_stage_follows_the_state_and_what_the_student_said_yes_to() -> None:
    assert {stage_of(state, company=False, outside=False) for state in ReportState} == set(Stage) - {
        Stage.COMPANY, Stage.OUTSIDE,
    }  # fmt: skip
    assert stage_of("in_contact", company=True, outside=False) == Stage.COMPANY
    assert stage_of("in_contact", company=True, outside=True) == Stage.OUTSIDE


def test_the_guide_stands_beside_the_case(samira: Client, school: School) -> None:
    load_guide(StarterRun(folder=STARTER, today=date(2026, 11, 24), say=lambda _: None))
    report = school.submit(story="Verhaal", now=timezone.now()).report

    page = text(samira.get(f"/balie/melding/{report.pk}/"))

    assert "Wat nu? Eerst de student horen" in page
    assert "Doe nog niets richting het bedrijf." in page


def test_a_dead_clock_stands_on_the_inbox_as_an_alarm(samira: Client) -> None:
    assert "De klok staat stil" in text(samira.get("/balie/"))
    beat("clock")
    assert "De klok staat stil" not in text(samira.get("/balie/"))


def test_a_test_report_measures_its_own_way(samira: Client, school: School) -> None:
    report = school.submit(story="Proef", now=timezone.now()).report
    while deliver_next():
        pass
    samira.get(f"/balie/melding/{report.pk}/")
    record_first_contact(report_id=report.pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="", now=timezone.now())
    assert "de mail aan de vertrouwenspersonen" not in text(samira.get(f"/balie/melding/{report.pk}/"))

    page = text(samira.post(f"/balie/melding/{report.pk}/proef/", {"proef": "ja"}, follow=True))

    assert "proefmelding, telt niet mee" in page
    for step in ("de mail aan de vertrouwenspersonen ging weg", "iemand opende de melding", "het eerste contact"):
        assert f"Na 0 minuten: {step}" in page


def test_a_coordinator_reads_one_sentence_and_no_number(school: School) -> None:
    coordinator = MembershipFactory(coordinator=True, organisation=school.organisation).user
    client = sign_in(Client(), coordinator)
    assert "Er wacht iemand te lang" not in text(client.get("/overzicht/"))
    for number in range(3):
        school.submit(story=f"Kwartelkoning {number}", now=timezone.now() - timedelta(days=14))

    page = text(client.get("/overzicht/"))

    assert "Er wacht iemand te lang" in page
    assert "Kwartelkoning" not in page


def test_the_file_page_tells_what_goes_in_and_gives_the_file_with_its_phrase(samira: Client, school: School) -> None:
    told = school.submit(story="Verhaal", now=timezone.now())
    pk, vault = told.report.pk, school.samira.vault
    record_first_contact(report_id=pk, vault=vault, how=FirstContact.SPOKEN, text="", now=timezone.now())
    ask_consent(
        report_id=pk, vault=vault, subject=ConsentSubject.SBB, text="Mag dat?", parts=[ReportPart.STORY], now=timezone.now()
    )
    case_file = open_case_file(
        Report.objects.get(pk=pk), private=told.receipt.keys, advisers=known_authors(school.organisation.pk)
    )
    number = case_file.consents[0].number
    here = f"/balie/melding/{pk}/bestand/{number}/"
    assert samira.post(here).status_code == 404  # no yes yet
    answer_consent(report_id=pk, receipt=told.receipt, number=number, yes=True, now=timezone.now())

    page = text(samira.post(here))
    phrase = page.split('name="wachtzin" value="')[1].split('"')[0]
    made = samira.post(here, {"wachtzin": phrase})

    assert "Wat je vertelde" in page
    assert samira.post(here, {"wachtzin": "kort"}).status_code == 404
    assert made.headers["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF-")
    assert "no-store" in made.headers["Cache-Control"]


def test_a_closing_that_lacks_something_comes_back_with_what_was_typed(samira: Client, school: School) -> None:
    told = school.submit(story="Verhaal", now=timezone.now())
    pk = told.report.pk
    record_first_contact(report_id=pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="", now=timezone.now())

    response = samira.post(f"/balie/melding/{pk}/afronden/", {"gedaan": "Een gesprek gevoerd", "gronden": ["race"]})

    page = text(response)
    assert response.status_code == 422
    assert "Een gesprek gevoerd" in page
    for sentence in ("Schrijf op wat je de student vertelde.", "Kies een dag om te vragen hoe het gaat."):
        assert sentence in page
    assert Report.objects.get(pk=pk).state == ReportState.IN_CONTACT


@pytest.mark.parametrize("path", ["schrijven/", "vragen/", "afronden/"])
def test_a_locked_vault_gives_every_field_back_and_goes_on_with_the_phrase(samira: Client, school: School, path: str) -> None:
    told = school.submit(story="Verhaal", now=timezone.now())
    pk = told.report.pk
    record_first_contact(report_id=pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="", now=timezone.now())
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    sent = {
        "schrijven/": {"soort": "bericht", "tekst": "Lange tekst"},
        "vragen/": {"onderwerp": "company", "vraag": "Lange tekst", "delen": ["story", "steps"]},
        "afronden/": {
            "gedaan": "Lange tekst", "verteld": "Nog een", "nazorg": later, "gronden": ["race", "age"], "gebied": "other",
            "aard": "other", "afhandeling": "other",
        },
    }[path]  # fmt: skip
    samira.post("/balie/dicht/")

    closed = samira.post(f"/balie/melding/{pk}/{path}", sent)
    done = samira.post(f"/balie/melding/{pk}/{path}", {**sent, "zin": school.samira.phrase})

    page = text(closed)
    assert closed.status_code == 422
    for name, value in sent.items():
        for one in value if isinstance(value, list) else [value]:
            assert one in page, name
    assert done.status_code == 302
