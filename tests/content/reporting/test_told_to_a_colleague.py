"""A colleague writes down what a student told: a report with a hand-over code, or a signal. Nobody reads it back."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from content.reporting.enums import EntryKind, FirstContact
from content.reporting.handover import AlreadyExchangedError, Noted, exchange_code, note_for_student
from content.reporting.models import Report, ToldByColleague, Wrap
from content.reporting.readership import opened_with
from content.reporting.services import open_report, record_first_contact
from content.reporting.student_steps import write
from gehoord.core.models import AuditEvent, OutboxMessage
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.tokens import new_seed
from tests.factories import MembershipFactory, OrganisationFactory, sign_in

from .conftest import School

STORY = "Kwartelkoning zei dat ik niet aan de kassa mag."


@pytest.fixture(autouse=True)
def _quiet() -> None:
    cache.clear()


@pytest.fixture
def colleague(client: Client, school: School) -> Client:
    return sign_in(client, MembershipFactory(organisation=school.organisation, user__name="Anouk Smit").user)


def token_of(client: Client, path: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found.group(1)


def note(school: School, *, seed: bytes | None = None, **fields: Any) -> Noted:
    given = {"story": STORY, "way": "code", **fields}
    excluded = given.pop("excluded", frozenset())
    return note_for_student(
        organisation=school.organisation, fields=given, excluded=excluded, seed=seed or new_seed(), now=timezone.now()
    )


def exchange(noted: Noted) -> tuple[Report, Receipt]:
    return exchange_code(typed=Receipt.from_typed(noted.code), seed=new_seed(), now=timezone.now())


def test_with_a_yes_it_is_a_report_that_only_the_advisers_open(colleague: Client, school: School) -> None:
    response = colleague.post(
        "/melden/namens/", {"token": token_of(colleague, "/melden/namens/"), "verhaal": STORY, "ja": "1", "tel": "0612345678"}
    )

    page = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert "Geef deze code aan de student" in page
    assert "no-store" in response["Cache-Control"]
    assert STORY not in page
    report = Report.objects.get()
    file = opened_with(report, school.samira.vault.private)
    assert file.story == STORY
    assert file.is_proven
    assert file.wishes["door"] == "colleague"
    assert file.contact.phone == "0612345678"
    assert OutboxMessage.objects.filter(kind="reporting.new_report").count() == 2
    assert (
        not AuditEvent.objects.exclude(action__startswith="reporting.key").exclude(action__startswith="reporting.form").exists()
    )


def test_without_a_yes_it_is_refused_and_the_text_stays(colleague: Client, school: School) -> None:
    response = colleague.post("/melden/namens/", {"verhaal": STORY})

    assert response.status_code == 422
    assert STORY in response.content.decode()
    assert "Zonder ja van de student kan dit niet" in response.content.decode()
    assert not Report.objects.exists()


def test_the_same_page_sent_twice_is_one_report_with_one_code(colleague: Client, school: School) -> None:
    token = token_of(colleague, "/melden/namens/")
    pages = [
        colleague.post("/melden/namens/", {"token": token, "verhaal": STORY, "ja": "1"}).content.decode() for _ in range(2)
    ]

    codes = {re.search(r'class="gh-code"[^>]*>([^<]+)<', page).group(1) for page in pages}  # type: ignore[union-attr]
    assert len(codes) == 1
    assert Report.objects.count() == 1


def test_nothing_is_sealed_to_the_hand_over_code(school: School) -> None:
    noted = note(school)
    told = ToldByColleague.objects.get()

    recipients = set(Wrap.objects.values_list("recipient", flat=True))
    assert told.public.fingerprint.hex() not in recipients
    assert noted.report.receipt_public.fingerprint.hex() not in recipients


def test_the_hand_over_code_opens_the_exchange_page_only(client: Client, school: School) -> None:
    noted = note(school)

    page = client.post("/melding/", {"code": noted.code})
    for act in ("bericht", "wis", "stop", "kopie", "niet"):
        client.post("/melding/", {"code": noted.code, "act": act, "tekst": "x", "zeker": "1", "nummer": "1"})

    assert "Maak je eigen code" in page.content.decode()
    assert STORY not in page.content.decode()
    assert Report.objects.get().entries.count() == 3


def test_exchanged_once_it_dies_and_the_student_has_an_own_code(client: Client, school: School) -> None:
    noted = note(school)
    first = client.post("/melding/", {"code": noted.code}).content.decode()
    fields = {name: re.search(rf'name="{name}" value="([^"]+)"', first).group(1) for name in ("token", "zaad")}  # type: ignore[union-attr]

    done = [client.post("/melding/", {**fields, "act": "ruil"}).content.decode() for _ in range(2)]
    codes = {re.search(r'id="code"[^>]*>([^<]+)<', page).group(1) for page in done}  # type: ignore[union-attr]
    again = client.post("/melding/", {"code": noted.code})

    assert len(codes) == 1, "an answer that got lost: the same page sent again shows the same code"
    assert noted.code not in codes
    assert "Deze code is al gebruikt" in again.content.decode()
    own = client.post("/melding/", {"code": codes.pop()})
    assert own.status_code == 200
    assert "Een collega schreef dit voor je op." in own.content.decode()


def test_another_page_cannot_exchange_it_again(school: School) -> None:
    noted = note(school)
    exchange(noted)

    with pytest.raises(AlreadyExchangedError):
        exchange(noted)


def test_what_the_student_writes_after_the_exchange_reaches_the_readers_at_once(school: School) -> None:
    noted = note(school, excluded=frozenset({school.joost.user.pk}))
    report, receipt = exchange(noted)

    write(report_id=report.pk, receipt=receipt, kind=EntryKind.MESSAGE, text="Ik ben het zelf.", now=timezone.now())

    seen = opened_with(report, school.samira.vault.private)
    assert seen.last(EntryKind.MESSAGE).payload["text"] == "Ik ben het zelf."
    assert seen.is_proven
    assert not opened_with(report, school.joost.vault.private).pieces


def test_once_an_adviser_opened_it_the_student_reads_what_was_written_down(school: School) -> None:
    noted = note(school)
    report, receipt = exchange(noted)
    assert not opened_with(report, receipt.keys).story

    open_report(report_id=report.pk, vault=school.samira.vault, now=timezone.now())

    file = opened_with(report, receipt.keys)
    assert file.story == STORY
    assert file.is_proven


def test_an_adviser_can_answer_before_the_exchange_and_the_student_reads_it_after(school: School) -> None:
    noted = note(school)
    record_first_contact(
        report_id=noted.report.pk,
        vault=school.samira.vault,
        how=FirstContact.WRITTEN,
        text="Dank dat je dit deelt.",
        now=timezone.now(),
    )
    report, receipt = exchange(noted)
    open_report(report_id=report.pk, vault=school.samira.vault, now=timezone.now() + timedelta(hours=1))

    assert opened_with(report, receipt.keys).contacts_made[0].payload["text"] == "Dank dat je dit deelt."


def test_a_receipt_planted_in_the_row_gets_nothing_and_says_nothing(school: School) -> None:
    """Somebody who can write in the database puts a receipt of their own in a report's row."""
    noted = note(school)
    planted = Receipt.generate()
    public = planted.keys.public
    Report.objects.update(receipt_lookup=planted.lookup_id.hex(), receipt_x25519=public.x25519, receipt_ed25519=public.ed25519)
    ToldByColleague.objects.update(exchanged_at=timezone.now())
    report = Report.objects.get()

    open_report(report_id=noted.report.pk, vault=school.samira.vault, now=timezone.now())
    write(report_id=report.pk, receipt=planted, kind=EntryKind.MESSAGE, text="Ja hoor, bel het bedrijf.", now=timezone.now())

    assert not opened_with(report, planted.keys).story
    assert not [
        piece
        for piece in opened_with(report, school.samira.vault.private).pieces
        if piece.author_kind == "student" and piece.is_proven
    ]


def test_a_planted_receipt_in_an_ordinary_report_is_never_a_yes(school: School) -> None:
    submitted = school.submit(now=timezone.now())
    planted = Receipt.generate()
    public = planted.keys.public
    Report.objects.update(receipt_lookup=planted.lookup_id.hex(), receipt_x25519=public.x25519, receipt_ed25519=public.ed25519)
    report = Report.objects.get()

    file = opened_with(report, school.samira.vault.private)

    assert not any(piece.is_proven for piece in file.pieces)
    assert submitted.report.pk == report.pk


def signal_fields(client: Client, **given: Any) -> dict[str, Any]:
    fields = {
        "token": token_of(client, "/melden/namens/signaal/"),
        "hoe": "told",
        "maand": "onbekend",
        "grond": ["race", "religion"],
        "waar": "on_the_job",
        "wat": "hostile",
    }
    return {**fields, **given}


def test_a_signal_holds_closed_answers_and_no_name(colleague: Client, school: School) -> None:
    response = colleague.post("/melden/namens/signaal/", signal_fields(colleague))

    assert "Het signaal telt mee" in response.content.decode()
    file = opened_with(Report.objects.get(), school.samira.vault.private)
    assert file.is_proven
    assert file.wishes["door"] == "signal"
    assert file.pieces[0].payload["signal"]["grounds"] == ["race", "religion"]
    assert not file.contact.wants_answer
    assert "Anouk" not in str([piece.payload for piece in file.pieces])
    assert ToldByColleague.objects.get().lookup is None


def test_call_me_seals_the_colleagues_name(colleague: Client, school: School) -> None:
    missing = colleague.post("/melden/namens/signaal/", signal_fields(colleague, bel="1"))
    colleague.post("/melden/namens/signaal/", signal_fields(colleague, bel="1", nummer="0612345678"))

    assert missing.status_code == 422
    contact = opened_with(Report.objects.get(), school.samira.vault.private).contact
    assert (contact.name, contact.phone, contact.wants_call) == ("Collega Anouk", "0612345678", True)


@pytest.mark.parametrize("missing", ["hoe", "maand", "grond", "waar", "wat"])
def test_every_closed_question_of_a_signal_is_asked(colleague: Client, school: School, missing: str) -> None:
    fields = signal_fields(colleague)
    del fields[missing]

    assert colleague.post("/melden/namens/signaal/", fields).status_code == 422
    assert not Report.objects.exists()


def test_somebody_of_the_municipality_tells_for_the_schools_of_the_region(client: Client, school: School) -> None:
    sign_in(client, MembershipFactory(organisation=OrganisationFactory(municipality=True)).user)

    response = client.post("/melden/namens/", {"token": token_of(client, "/melden/namens/"), "verhaal": STORY, "ja": "1"})

    assert response.status_code == 200
    assert Report.objects.get().organisation == school.organisation


def test_somebody_without_a_role_or_of_another_region_has_no_such_door(client: Client, school: School) -> None:
    other = OrganisationFactory(region__slug="elders", region__name="Elders")
    sign_in(client, MembershipFactory(organisation=other).user)

    assert client.get("/melden/namens/").status_code == 404
