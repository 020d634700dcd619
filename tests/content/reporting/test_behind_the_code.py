"""The page behind the code: everything that a student can read there and do."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from content.reporting import student_steps
from content.reporting.agreements import ask_consent
from content.reporting.casework import write_message
from content.reporting.enums import ConsentSubject, EntryKind, EventKind, FirstContact, ReportState
from content.reporting.models import Report, ReportEvent, Tombstone
from content.reporting.public_door import WRONG_CODES_PER_HOUR
from content.reporting.readership import opened_with
from content.reporting.services import Submitted, open_report, record_first_contact
from gehoord.core.models import AuditEvent, OutboxMessage
from gehoord.core.sealed.receipts import Receipt
from tests.factories import OrganisationFactory

from .conftest import School


@pytest.fixture(autouse=True)
def _quiet() -> None:
    cache.clear()


class Student:
    """Somebody with a code, at the page behind it."""

    def __init__(self, client: Client, submitted: Submitted) -> None:
        self.client, self.receipt = client, submitted.receipt
        self.report = submitted.report

    def post(self, **fields: Any) -> Any:
        return self.client.post("/melding/", {"code": self.receipt.grouped_code, **fields})

    def page(self, **fields: Any) -> str:
        return html.unescape(self.post(**fields).content.decode())

    @property
    def file(self) -> Any:
        self.report.refresh_from_db()
        return opened_with(self.report, self.receipt.keys)


@pytest.fixture
def student(client: Client, school: School) -> Student:
    return Student(client, school.submit(now=timezone.now()))


@pytest.fixture
def contacted(student: Student, school: School) -> Student:
    record_first_contact(
        report_id=student.report.pk,
        vault=school.samira.vault,
        how=FirstContact.WRITTEN,
        text="Goed dat je dit vertelt.",
        now=timezone.now(),
    )
    return student


def close(report: Report) -> None:
    report.state, report.closed_at = ReportState.CLOSED, timezone.now()
    report.save()


def test_it_says_how_it_stands_who_looked_and_when(student: Student, school: School) -> None:
    assert "Nog niemand las het" in student.page()
    assert "Drukte je op Vorige en zie je een fout? Er is niets weg." in student.page()

    open_report(report_id=student.report.pk, vault=school.samira.vault, now=timezone.now())

    page = student.page()
    assert "Samira las het" in page
    assert "Je bericht is gelezen" in page
    assert student.receipt.grouped_code not in page
    assert student.receipt.code not in page


def test_a_message_reaches_the_readers_sealed_with_a_mail_without_content(contacted: Student, school: School) -> None:
    page = contacted.page(act="bericht", tekst="Dank je. Morgen kan ik praten.")

    assert "Verstuurd." in page
    assert "Morgen kan ik praten." in page
    assert "Goed dat je dit vertelt." in page
    seen = opened_with(contacted.report, school.samira.vault.private)
    assert seen.last(EntryKind.MESSAGE).payload["text"] == "Dank je. Morgen kan ik praten."
    assert OutboxMessage.objects.filter(kind="reporting.student_wrote").count() == 2
    assert not AuditEvent.objects.filter(action__contains="student").exists()


def test_the_same_words_twice_are_one_message(student: Student) -> None:
    student.post(act="bericht", tekst="Hallo?")
    student.post(act="bericht", tekst="Hallo?")

    assert len(student.file.of(EntryKind.MESSAGE)) == 1


def test_something_added_stands_beside_the_story(student: Student) -> None:
    assert "Toegevoegd" in student.page(act="aanvulling", tekst="Het gebeurde ook in mei.")
    assert student.file.last(EntryKind.ADDITION).payload["text"] == "Het gebeurde ook in mei."


def test_an_empty_message_is_said_so_and_a_long_one_comes_back_whole(student: Student) -> None:
    empty = student.post(act="bericht", tekst="  ")
    long = student.post(act="bericht", tekst="a" * 10_001)

    assert empty.status_code == long.status_code == 422
    assert "Schrijf eerst iets." in empty.content.decode()
    assert "a" * 10_001 in long.content.decode()


def test_choosing_somebody_who_does_not_read_along_yet_lets_them(client: Client, school: School) -> None:
    student = Student(client, school.submit(excluded=frozenset({school.joost.user.pk}), now=timezone.now()))
    assert not opened_with(student.report, school.joost.vault.private).pieces

    refused = student.page(act="kies", wie=f"v{school.joost.user.pk}")
    student.post(act="wel", nummer=school.joost.user.pk)
    student.post(act="kies", wie=f"v{school.joost.user.pk}", vriend="1")

    assert "Kies een van de antwoorden" in refused
    assert opened_with(student.report, school.joost.vault.private).story
    choice = student.file.choice.payload
    assert (choice["user"], choice["friend"]) == (school.joost.user.pk, True)


def test_a_mentor_needs_a_name_and_reads_nothing(student: Student) -> None:
    refused = student.page(act="kies", wie="mentor")
    done = student.page(act="kies", wie="mentor", naam="Meneer de Groot")

    assert "Schrijf op wie je bedoelt." in refused
    assert "Je keuze staat er." in done
    assert student.file.choice.payload["name"] == "Meneer de Groot"
    assert len(student.file.readers) == 2


def test_the_bureau_can_be_chosen_where_there_is_one(student: Student) -> None:
    assert student.post(act="kies", wie="bureau").status_code == 422
    OrganisationFactory(bureau=True, name="Vizier")
    assert "vraagt je eerst wat er naar het bureau mag" in student.page(act="kies", wie="bureau")


@pytest.mark.parametrize(("word", "state"), [("ja", "is_given"), ("nee", "is_refused")])
def test_a_proposal_gets_a_yes_or_a_no(contacted: Student, school: School, word: str, state: str) -> None:
    ask_consent(
        report_id=contacted.report.pk, vault=school.samira.vault, subject=ConsentSubject.COMPANY, text="Mag ik je stagebedrijf bellen?",
        now=timezone.now(),
    )  # fmt: skip
    page = contacted.page()
    number = contacted.file.consents[0].number
    contacted.post(act=word, nummer=number)

    assert "Mag ik je stagebedrijf bellen?" in page
    assert "We vragen je iets" in page
    assert getattr(contacted.file.consents[0], state)


def test_a_yes_can_be_taken_back(contacted: Student, school: School) -> None:
    ask_consent(
        report_id=contacted.report.pk, vault=school.samira.vault, subject=ConsentSubject.SBB, text="", now=timezone.now()
    )
    number = contacted.file.consents[0].number
    contacted.post(act="ja", nummer=number)

    assert "Je nam je ja terug." in contacted.page(act="terug", nummer=number)
    assert not contacted.file.consents[0].is_given


def test_a_friend_cannot_say_yes_for_the_other(client: Client, school: School) -> None:
    friend = Student(client, school.submit(teller="friend", now=timezone.now()))
    record_first_contact(
        report_id=friend.report.pk, vault=school.samira.vault, how=FirstContact.WRITTEN, text="Dank je.", now=timezone.now()
    )
    ask_consent(
        report_id=friend.report.pk,
        vault=school.samira.vault,
        subject=ConsentSubject.COMPANY,
        text="Mag dit?",
        now=timezone.now(),
    )
    number = friend.file.consents[0].number

    page = friend.page(act="ja", nummer=number)

    assert "Dat kan nu niet meer." in page
    assert not friend.file.consents[0].is_given
    assert "Alleen die persoon kan ja zeggen" in page
    assert friend.file.wishes["door"] == "friend"


def test_how_we_reach_the_student_can_change(student: Student, school: School) -> None:
    refused = student.page(act="bereik", contact="bel", nooit="mijn stagebegeleider")
    student.post(act="bereik", contact="bel", tel="0612345678", naam="Y.", wanneer=["avond"], nooit="mijn stagebegeleider")

    assert "Vul een telefoonnummer of e-mailadres in." in refused
    assert 'value="mijn stagebegeleider"' in refused
    plan = opened_with(student.report, school.samira.vault.private).contact
    assert (plan.phone, plan.day_parts, plan.never_tell) == ("0612345678", ("avond",), "mijn stagebegeleider")


def test_excluding_takes_every_key_away_and_only_the_student_gives_it_back(student: Student, school: School) -> None:
    student.post(act="niet", nummer=school.joost.user.pk)

    assert not opened_with(student.report, school.joost.vault.private).pieces
    assert school.joost.user.pk in student.file.excluded
    assert not Report.objects.visible_to(school.joost.user).exists()
    refused = student.page(act="niet", nummer=school.samira.user.pk)
    assert "Dan kan niemand het meer lezen." in refused
    assert "Bel 0800-0880 (discriminatie.nl)" in refused


def test_stopping_and_going_on(contacted: Student, school: School) -> None:
    stopped = contacted.page(act="stop")
    contacted.report.refresh_from_db()

    assert "Je bent gestopt" in stopped
    assert contacted.report.state == ReportState.WITHDRAWN
    assert contacted.report.erase_after is not None
    assert "Stuur als bericht" not in stopped

    assert "We gaan verder waar we waren" in contacted.page(act="verder")
    contacted.report.refresh_from_db()
    assert contacted.report.state == ReportState.IN_CONTACT
    assert contacted.report.erase_after is None
    kinds = list(ReportEvent.objects.filter(report=contacted.report).values_list("kind", flat=True))
    assert {EventKind.WITHDRAWN, EventKind.REOPENED} <= set(kinds)


def test_erasing_asks_once_and_then_nothing_is_left(student: Student) -> None:
    unsure = student.post(act="wis")
    gone = student.page(act="wis", zeker="1")

    assert unsure.status_code == 422
    assert "Alles is gewist" in gone
    assert not Report.objects.exists()
    assert Tombstone.objects.filter(pk=student.report.pk).exists()
    assert student.post().status_code == 404


def test_what_must_stay_by_law_is_said_and_not_erased(student: Student) -> None:
    Report.objects.update(on_hold=True)

    assert "er loopt een onderzoek" in student.page(act="wis", zeker="1")
    assert Report.objects.exists()


def test_a_copy_holds_everything_under_a_name_that_says_nothing(contacted: Student) -> None:
    contacted.post(act="aanvulling", tekst="Ook in mei.")

    response = contacted.post(act="kopie")
    text = response.content.decode("utf-8-sig")

    assert response["Content-Disposition"] == 'attachment; filename="kopie.txt"'
    assert "no-store" in response["Cache-Control"]
    for part in ("Ze noemen me Ali", "Goed dat je dit vertelt.", "Ook in mei."):
        assert part in text


def test_a_copy_tells_in_words_what_was_chosen_and_answered(client: Client, school: School) -> None:
    samira, joost = school.samira.user.pk, school.joost.user.pk
    told = school.submit(
        way="bel", phone="06 1", name="Y.", day_parts=("avond",), never_tell="Ma", chosen=samira, excluded=frozenset({joost}),
        now=timezone.now(),
    )  # fmt: skip
    student = Student(client, told)
    open_report(report_id=told.report.pk, vault=school.samira.vault, now=timezone.now())
    ask_consent(
        report_id=told.report.pk, vault=school.samira.vault, subject=ConsentSubject.COMPANY, text="Mag ik bellen?",
        now=timezone.now(),
    )  # fmt: skip
    student.post(act="ja", nummer=student.file.consents[-1].number)
    student.post(act="kies", wie="mentor", naam="Meneer Bos")

    copy = student.post(act="kopie").content.decode("utf-8-sig").replace("\r\n", "\n")

    for part in (
        "– Jij vertelde\n", "– Hoe we je bereiken\nBel, app of mail mij\nJe telefoonnummer: 06 1\n",
        "Wanneer kun jij rustig praten? Avond\n", "Wie mag hier niets van weten? Ma\n",
        "Over wie gaat het? Over mij\nMet wie wil je praten? Samira\nWie mag dit niet lezen? Joost\n",
        "– Wat wij voorstellen (Samira)\nPraten met het stagebedrijf\nMag ik bellen?\n", "– Jij zei ja.\npraten met het stagebedrijf\n",
        "– Met wie wil je praten?\nMijn mentor of een docent (Meneer Bos)\n",
    ):  # fmt: skip
        assert part in copy
    assert "\n–\n" not in copy


def test_after_closing_two_voluntary_questions(contacted: Student, school: School) -> None:
    assert "Voelde je je gehoord?" not in contacted.page()
    close(contacted.report)

    assert "Voelde je je gehoord?" in contacted.page()
    assert contacted.post(act="terugblik").status_code == 422
    assert "Dank je wel." in contacted.page(act="terugblik", gehoord="yes")
    assert contacted.file.last(EntryKind.FEEDBACK).payload == {"heard": "yes", "believed": ""}


@pytest.mark.parametrize("act", ["kies", "bereik", "ja", "nee", "niet", "stop", "terugblik", "bericht"])
def test_nothing_but_going_on_is_open_after_stopping(student: Student, act: str) -> None:
    student.post(act="stop")
    entries = student.report.entries.count()

    response = student.post(act=act, tekst="x", wie="mentor", naam="x", contact="geen", nummer="1", gehoord="yes")

    assert response.status_code == 422
    assert student.report.entries.count() == entries


@pytest.mark.parametrize("number", ["", "x", "999999", "-1"])
@pytest.mark.parametrize("act", ["ja", "nee", "terug"])
def test_a_made_up_number_is_no_proposal(contacted: Student, act: str, number: str) -> None:
    assert contacted.post(act=act, nummer=number).status_code == 422


def test_a_typing_error_is_told_apart_from_a_wrong_code(client: Client, school: School) -> None:
    wrong = Receipt.generate().grouped_code
    typo = ("1" if wrong[0] != "1" else "2") + wrong[1:]

    assert "typefout" in client.post("/melding/", {"code": typo}).content.decode()
    unknown = client.post("/melding/", {"code": wrong})
    assert unknown.status_code == 404
    assert "kennen we niet" in unknown.content.decode()
    assert wrong not in unknown.content.decode()


def test_guessing_slows_down_and_a_right_code_only_waits(
    client: Client, school: School, student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(WRONG_CODES_PER_HOUR):
        assert client.post("/melding/", {"code": Receipt.generate().code}).status_code == 404

    first = client.post("/melding/", {"code": Receipt.generate().code})
    hurried = student.post()
    token = re.search(r'name="token" value="([^"]+)"', hurried.content.decode())
    assert first.status_code == 404
    assert hurried.status_code == 429
    assert token
    assert student.receipt.code not in hurried.content.decode()
    assert client.post("/melding/", {"code": "typefout"}).status_code == 422

    cache.delete_many(_turns())
    assert client.post("/melding/", {"token": token.group(1)}).status_code == 200


def _turns() -> list[str]:
    return [key.split(":", 2)[2] for key in cache._cache if ":reporting:turn:" in key]  # type: ignore[attr-defined]


def test_typing_errors_never_slow_anybody_down(client: Client, student: Student) -> None:
    for _ in range(WRONG_CODES_PER_HOUR + 5):
        client.post("/melding/", {"code": "ABC"})

    assert student.post().status_code == 200


def test_coming_back_leaves_no_trace(student: Student) -> None:
    before = (ReportEvent.objects.count(), AuditEvent.objects.count(), OutboxMessage.objects.count())
    student.post()
    assert (ReportEvent.objects.count(), AuditEvent.objects.count(), OutboxMessage.objects.count()) == before


def test_the_page_asks_the_same_number_of_queries_however_much_was_said(
    student: Student, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    student.post()
    with django_assert_max_num_queries(28):
        student.post()
    for number in range(5):
        student_steps.write(
            report_id=student.report.pk, receipt=student.receipt, kind=EntryKind.MESSAGE, text=f"{number}",
            now=timezone.now() + timedelta(hours=number),
        )  # fmt: skip
    with django_assert_max_num_queries(28):
        student.post()


def test_after_speaking_a_later_message_is_the_news_and_stopping_says_until_when(client: Client, school: School) -> None:
    told = school.submit(now=timezone.now())
    student, vault = Student(client, told), school.samira.vault
    record_first_contact(report_id=told.report.pk, vault=vault, how=FirstContact.SPOKEN, text="Vrijdag.", now=timezone.now())
    spoke = student.page()
    assert "Klopt dat niet? Schrijf het dan hieronder." in spoke
    assert "Bel dan meteen" not in spoke

    write_message(report_id=told.report.pk, vault=vault, text="Nog één vraag.", now=timezone.now())

    assert "Samira schreef je" in student.page()
    assert "wissen we wat je schreef. Tot dan kun je terugkomen." in student.page(act="stop")
