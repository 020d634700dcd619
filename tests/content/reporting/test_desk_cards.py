"""At the desk, after unlocking: cards that can be told apart, a sieve in memory, the button that fits, a hold with its reason."""

from __future__ import annotations

import html
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from content.reporting.casework import write_message
from content.reporting.desk import Sieve, open_everything, search
from content.reporting.enums import Asks, EntryKind, FirstContact
from content.reporting.hold_models import HoldReason, LegalHold
from content.reporting.models import Report
from content.reporting.retention import forget_reports
from content.reporting.services import record_first_contact
from content.reporting.student_steps import write
from content.reporting.templatetags.moments import before_when, last_minute
from gehoord.core.models import AuditEvent
from tests.factories import sign_in

from .conftest import NOW, School

HERE = ZoneInfo("Europe/Amsterdam")


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


@pytest.fixture
def samira(school: School) -> Client:
    client = sign_in(Client(), school.samira.user)
    client.post("/balie/open/", {"zin": school.samira.phrase})
    return client


def test_two_reports_without_a_name_can_be_told_apart(samira: Client, school: School) -> None:
    school.submit(story="Iedereen mag achter de kassa.\nIk mag alleen schoonmaken.", now=timezone.now())
    school.submit(story="Mijn begeleider zegt " + "steeds " * 60, now=timezone.now())

    page = text(samira.get("/balie/"))

    assert "“Iedereen mag achter de kassa. Ik mag alleen schoonmaken.”" in page
    assert "…”" in page
    assert "steeds " * 20 not in page


def test_a_locked_desk_shows_no_word_of_it(school: School) -> None:
    school.submit(story="Iedereen mag achter de kassa.", now=timezone.now())

    assert "achter de kassa" not in text(sign_in(Client(), school.samira.user).get("/balie/"))


def found(school: School, **given: Any) -> set[str]:
    items = open_everything([school.samira.vault], NOW)
    return {item.case_file.story for item in search(items, Sieve(**given), now=NOW)}


def test_the_sieve_knows_what_a_case_asks(school: School) -> None:
    late = school.submit(story="laat", now=NOW - timedelta(days=20))
    school.submit(story="vers")
    school.submit(story="vreemd", in_bin=True)
    talked = school.submit(story="gesproken")
    record_first_contact(
        report_id=talked.report.pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="Vrijdag.", now=NOW
    )
    assert found(school, asks=Asks.NEWS) == set()
    write(report_id=talked.report.pk, receipt=talked.receipt, kind=EntryKind.ADDITION, text="Nog iets.", now=NOW)
    Report.objects.filter(pk=late.report.pk).update(is_test=True)

    assert found(school, asks=Asks.LATE) == {"laat"}
    assert found(school, asks=Asks.BIN) == {"vreemd"}
    assert found(school, asks=Asks.NEWS) == {"gesproken"}
    assert found(school, asks=Asks.TEST) == {"laat"}
    assert found(school, since=NOW.date()) == {"vers", "vreemd", "gesproken"}
    assert found(school, until=NOW.date() - timedelta(days=1)) == {"laat"}
    assert found(school, door="online") == {"laat", "vers", "vreemd", "gesproken"}
    assert found(school, door="signal") == set()
    assert found(school, state="in_contact", words="vrijdag") == {"gesproken"}


def test_what_is_wrong_in_the_sieve_is_said_and_what_was_typed_stays(samira: Client, school: School) -> None:
    response = samira.post("/balie/zoeken/", {"woorden": "kassa", "vanaf": "gisteren", "vraagt": "raar"})

    assert response.status_code == 422
    assert "Dit lijkt geen datum" in text(response)
    assert "Kies uit wat er staat." in text(response)
    assert 'value="kassa"' in text(response)


@pytest.mark.parametrize(
    ("given", "first", "second"),
    [
        ({"way": "bel", "phone": "0612345678"}, "spoken", "written"),
        ({"way": "code"}, "written", "spoken"),
        ({"way": "geen"}, "not_wanted", ""),
    ],
)
def test_the_first_button_is_what_this_student_can_be_reached_by(
    samira: Client, school: School, given: dict[str, Any], first: str, second: str
) -> None:
    report = school.submit(now=timezone.now(), **given).report

    page = text(samira.get(f"/balie/melding/{report.pk}/"))

    assert f'gh-button--primary gh-button--lg" name="how" value="{first}"' in page
    assert not second or f'gh-button--secondary gh-button--lg" name="how" value="{second}"' in page


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 11, 24, 16, 20, tzinfo=HERE), "vandaag voor 16.20 uur"),
        (datetime(2026, 11, 25, 9, 5, tzinfo=HERE), "morgen voor 09.05 uur"),
        (datetime(2026, 11, 25, 0, 0, tzinfo=HERE), "vandaag, voor het einde van de dag"),
        (datetime(2026, 12, 1, 0, 0, tzinfo=HERE), "maandag 30 november, voor het einde van de dag"),
        (datetime(2026, 11, 23, 10, 0, tzinfo=HERE), "gisteren voor 10.00 uur"),
    ],
)
def test_a_deadline_is_said_in_words(due: datetime, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.reporting.templatetags.moments.timezone.localdate", NOW.date)
    assert before_when(due) == words
    assert last_minute(due) <= due
    assert last_minute(due).strftime("%H.%M") != "00.00"


def test_a_hold_is_placed_with_a_reason_seen_by_the_student_and_lifted_again(samira: Client, school: School) -> None:
    submitted = school.submit(now=timezone.now())
    address = f"/balie/melding/{submitted.report.pk}/"
    samira.get(address)

    refused = samira.post(f"{address}bewaren/", {"grond": ""})
    assert refused.status_code == 422
    assert "Kies waarom dit moet blijven." in text(refused)
    assert samira.post(f"{address}bewaren/", {"grond": HoldReason.POLICE}).status_code == 302
    assert LegalHold.objects.get().placed_by == school.samira.user
    assert "Deze melding moet blijven: vordering van politie of justitie" in text(samira.get(address))
    behind = text(Client().post("/melding/", {"code": submitted.receipt.grouped_code}))
    assert "Dit moet van de wet nog blijven staan. De reden: vordering van politie of justitie" in behind
    Report.objects.update(erase_after=NOW)
    assert forget_reports(timezone.now(), False) == 0

    assert samira.post(f"{address}bewaren/niet/").status_code == 302
    assert not LegalHold.objects.exists()
    assert "Deze melding moet blijven" not in text(samira.get(address))
    assert {"reporting.hold_placed", "reporting.hold_lifted"} <= set(AuditEvent.objects.values_list("action", flat=True))
    assert forget_reports(timezone.now(), False) == 1


def test_who_cannot_open_a_report_cannot_hold_it(school: School) -> None:
    report = school.submit(excluded=frozenset({school.joost.user.pk})).report
    joost = sign_in(Client(), school.joost.user)
    joost.post("/balie/open/", {"zin": school.joost.phrase})

    assert joost.post(f"/balie/melding/{report.pk}/bewaren/", {"grond": HoldReason.COURT}).status_code == 404
    assert not LegalHold.objects.exists()


def test_a_student_who_wrote_again_stands_in_the_heading_and_above_what_runs(samira: Client, school: School) -> None:
    """Also after closing: nobody waits unseen among what is done. Whoever answers is through with it."""
    told = school.submit(story="Ze lachten om mijn hoofddoek.", now=timezone.now())
    vault = school.samira.vault
    record_first_contact(report_id=told.report.pk, vault=vault, how=FirstContact.WRITTEN, text="Dank je.", now=timezone.now())
    assert "Niemand wacht op jou" in text(samira.get("/balie/"))

    write(report_id=told.report.pk, receipt=told.receipt, kind=EntryKind.MESSAGE, text="En nu?", now=timezone.now())

    page = text(samira.get("/balie/"))
    assert "Eén iemand wacht op jou" in page
    assert "Hier wacht niemand" not in page
    assert page.index("De student schreef jou") < page.index("nieuws van de student") < page.index('id="loopt"')
    Report.objects.update(state="closed", aftercare_on=NOW.date(), closed_at=timezone.now())
    page = text(samira.get("/balie/"))
    assert "nieuws van de student" in page
    assert "Nazorg: vraag hoe het gaat" not in page
    Report.objects.update(state="in_contact", aftercare_on=None, closed_at=None)

    write_message(report_id=told.report.pk, vault=vault, text="Ik bel je.", now=timezone.now())

    assert "nieuws van de student" not in text(samira.get("/balie/"))
    assert "Niemand wacht op jou" in text(samira.get("/balie/"))


def test_one_press_stops_no_clock_speaking_asks_how(samira: Client, school: School) -> None:
    report = school.submit(now=timezone.now(), way="bel", phone="0612345678").report
    address = f"/balie/melding/{report.pk}/"
    assert "Hoe spraken jullie elkaar?" in text(samira.get(address))

    refused = samira.post(f"{address}contact/", {"how": "spoken", "text": "Vrijdag bellen."})

    assert refused.status_code == 422
    assert "Kies hoe jullie elkaar spraken. Pas dan staat de klok stil." in text(refused)
    assert "Vrijdag bellen." in text(refused)
    assert Report.objects.get().first_contact_at is None

    told = samira.post(f"{address}contact/", {"how": "spoken", "hoe": "telefoon", "text": "Vrijdag bellen."}, follow=True)

    assert "Samira sprak de student (aan de telefoon)" in text(told)
    assert Report.objects.get().first_contact_at is not None


def test_what_to_check_first_says_why_without_calling_it_strange(samira: Client, school: School) -> None:
    school.submit(now=timezone.now(), in_bin=True, check="quick")

    page = text(samira.get("/balie/"))

    assert "Eén iemand wacht op jou" in page
    assert "Staat hier om: heel snel verstuurd." in page
    assert "Meestal is dat zo." in page
    assert "Hier wacht niemand" not in page
    report = Report.objects.get()
    assert "Staat hier om: heel snel verstuurd." in text(samira.get(f"/balie/melding/{report.pk}/"))
