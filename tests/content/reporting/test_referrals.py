"""Out of the school by the student's yes alone: to the bureau by vault, to others as one locked file."""

from __future__ import annotations

import io
import sys

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from content.reporting import casework
from content.reporting.agreements import ask_consent, receipt_at, withdraw_consent
from content.reporting.entries import WrongStateError, append_as_student
from content.reporting.enums import ConsentSubject, EntryKind, ReportPart
from content.reporting.models import Report
from content.reporting.outside import NoFileError, make_file
from content.reporting.referral import NoConsentError, refer_to_bureau
from content.reporting.services import find_by_receipt
from content.reporting.student_steps import withdraw_report
from tests.factories import OrganisationFactory

from .case_steps import PHRASE, asked, in_contact, opened
from .conftest import NOW, School, enrol

# ---------------------------------------------------------------- to the bureau


@pytest.fixture
def bureau(db: None) -> School:
    organisation = OrganisationFactory(bureau=True, name="Vizier")
    found = School(organisation, [enrol(organisation, "Noor Bakker")])
    found.advisers.append(enrol(organisation, "Bram Kok", admitted_by=found.samira))
    return found


def test_the_bureau_gets_its_own_report_with_only_what_the_yes_names(school: School, bureau: School) -> None:
    submitted = in_contact(school, story="Verhaal", way="bel", phone="0612345678")
    pk = submitted.report.pk
    casework.write_note(report_id=pk, vault=school.samira.vault, text="Roodkeelpieper", now=NOW)
    number = asked(school, submitted, ConsentSubject.BUREAU, parts=[ReportPart.STORY])

    made = refer_to_bureau(report_id=pk, vault=school.samira.vault, number=number, now=NOW)

    case_file = opened(bureau.samira.vault.private, made)
    assert case_file.is_proven
    assert case_file.story == "Verhaal"
    assert case_file.contact.phone == ""
    assert not any("Roodkeelpieper" in word or "Vrijdag." in word for word in case_file.words)
    assert not opened(school.samira.vault.private, made).pieces
    assert not Report.objects.visible_to(school.samira.user).filter(pk=made.pk).exists()
    there = receipt_at(submitted.receipt, bureau.organisation)
    assert find_by_receipt(there) == made
    append_as_student(report_id=made.pk, receipt=there, kind=EntryKind.ADDITION, payload={"text": "Meer"}, now=NOW)
    assert opened(bureau.samira.vault.private, made).is_proven
    with pytest.raises(WrongStateError):
        refer_to_bureau(report_id=pk, vault=school.samira.vault, number=number, now=NOW)


def test_the_student_goes_on_to_the_bureau_with_the_code_they_have(school: School, bureau: School) -> None:
    submitted = in_contact(school, story="Verhaal")
    number = asked(school, submitted, ConsentSubject.BUREAU, parts=[ReportPart.STORY])
    refer_to_bureau(report_id=submitted.report.pk, vault=school.samira.vault, number=number, now=timezone.now())
    client = Client()

    page = client.post("/melding/", {"code": submitted.receipt.grouped_code}).content.decode()
    assert "Naar mijn pagina bij Vizier" in page
    token = page.split("gh-card--warm gh-stack gh-stack--xs")[1].split('name="token" value="')[1].split('"')[0]
    there = client.post("/melding/", {"token": token}).content.decode()

    assert "van Vizier" in there
    assert "Verhaal" in there


def test_another_receipt_put_in_the_bureaus_row_makes_nobody_this_student(school: School, bureau: School) -> None:
    submitted = in_contact(school, story="Verhaal")
    number = asked(school, submitted, ConsentSubject.BUREAU, parts=[ReportPart.STORY])
    made = refer_to_bureau(report_id=submitted.report.pk, vault=school.samira.vault, number=number, now=NOW)
    forger = school.submit(story="Van een ander").receipt
    Report.objects.exclude(pk=made.pk).filter(receipt_lookup=forger.lookup_id.hex()).delete()
    Report.objects.filter(pk=made.pk).update(
        receipt_lookup=forger.lookup_id.hex(),
        receipt_x25519=forger.keys.public.x25519,
        receipt_ed25519=forger.keys.public.ed25519,
    )
    ask_consent(report_id=made.pk, vault=bureau.samira.vault, subject=ConsentSubject.COMPANY, text="Mag dat?", now=NOW)
    from content.reporting.entries import append_entry
    from content.reporting.enums import AuthorKind

    fresh = Report.objects.get(pk=made.pk)
    append_entry(
        report=fresh,
        kind=EntryKind.CONSENT_GIVEN,
        payload={"ask": 5},
        author=forger.keys,
        author_kind=AuthorKind.STUDENT,
        now=NOW,
    )

    assert not any(consent.is_given for consent in opened(bureau.samira.vault.private, made).consents)


@pytest.mark.parametrize("case", ["no answer", "no", "withdrawn", "report withdrawn", "other subject"])
def test_without_a_standing_yes_nothing_leaves(school: School, bureau: School, case: str) -> None:
    submitted = in_contact(school)
    pk = submitted.report.pk
    if case == "no answer":
        ask_consent(
            report_id=pk,
            vault=school.samira.vault,
            subject=ConsentSubject.BUREAU,
            text="Mag dat?",
            now=NOW,
            parts=[ReportPart.STORY],
        )
        number = opened(submitted.receipt.keys, submitted.report).consents[-1].number
    else:
        subject = ConsentSubject.COMPANY if case == "other subject" else ConsentSubject.BUREAU
        number = asked(school, submitted, subject, yes=case != "no", parts=[ReportPart.STORY])
    if case == "withdrawn":
        withdraw_consent(report_id=pk, receipt=submitted.receipt, number=number, now=NOW)
    if case == "report withdrawn":
        withdraw_report(report_id=pk, receipt=submitted.receipt, now=NOW)

    with pytest.raises((NoConsentError, WrongStateError)):
        refer_to_bureau(report_id=pk, vault=school.samira.vault, number=number, now=NOW)
    if case != "other subject":
        with pytest.raises((NoConsentError, WrongStateError)):
            make_file(report_id=pk, vault=school.samira.vault, number=number, phrase=PHRASE, now=NOW)
    assert Report.objects.count() == 1


# ---------------------------------------------------------------- one locked file


def test_the_file_is_locked_with_aes_256_and_holds_the_yes_and_nothing_that_was_not_said_yes_to(school: School) -> None:
    submitted = in_contact(school, story="Ze noemen me Ali.", way="bel", phone="0612345678")
    casework.write_note(report_id=submitted.report.pk, vault=school.samira.vault, text="Roodkeelpieper", now=NOW)
    number = asked(school, submitted, ConsentSubject.SBB, parts=[ReportPart.STORY])

    made = make_file(report_id=submitted.report.pk, vault=school.samira.vault, number=number, phrase=PHRASE, now=NOW)

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made), password="iets anders")
    with pikepdf.open(io.BytesIO(made), password=PHRASE) as document:
        assert (document.encryption.bits, document.encryption.R) == (256, 6)
        assert document.Root.get("/MarkInfo") is not None  # tagged: it can be read aloud
    assert b"Ali" not in made
    for private in (school.samira.vault.private, submitted.receipt.keys):
        [piece] = opened(private, submitted.report).of(EntryKind.REFERRAL)
        assert (piece.payload["to"], piece.payload["parts"]) == ("sbb", ["story"])


def test_the_contents_of_the_file_follow_the_yes(school: School) -> None:
    from content.reporting.outside import contents_of

    submitted = in_contact(school, story="Ze noemen me Ali.", way="bel", phone="0612345678", never_tell="mijn begeleider")
    number = asked(school, submitted, ConsentSubject.SBB, parts=[ReportPart.STORY])
    case_file = opened(school.samira.vault.private, submitted.report)
    consent = next(found for found in case_file.consents if found.number == number)

    contents = contents_of(case_file, consent, school.samira.vault)

    text = str(contents)
    assert "Ze noemen me Ali." in text
    assert "24 november 2026" in text
    for kept in ("0612345678", "mijn begeleider", "Vrijdag."):
        assert kept not in text


def test_a_child_that_fails_leaves_no_trace_and_no_entry(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted = in_contact(school)
    number = asked(school, submitted, ConsentSubject.SBB, parts=[ReportPart.STORY])
    monkeypatch.setattr(sys, "executable", "/nergens/python")

    with pytest.raises(NoFileError):
        make_file(report_id=submitted.report.pk, vault=school.samira.vault, number=number, phrase=PHRASE, now=NOW)

    assert not opened(school.samira.vault.private, submitted.report).of(EntryKind.REFERRAL)
