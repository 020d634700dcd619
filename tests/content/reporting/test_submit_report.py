from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from content.reporting.casefile import open_case_file
from content.reporting.enums import EventKind, ReportState
from content.reporting.key_lists import known_authors
from content.reporting.models import Entry, Report, ReportEvent, Tombstone, Wrap
from content.reporting.readers import NobodyLeftError
from content.reporting.services import ErasedError, FormClosedError, erase_report, find_by_receipt, submit_report
from gehoord.core.models import OutboxMessage
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.tokens import new_seed
from gehoord.organisations.services import end_membership
from tests.factories import OrganisationFactory

from .conftest import NOW, School, enrol


def test_a_report_is_stored_sealed_with_its_event_and_a_mail_for_each_reader(school: School) -> None:
    submitted = school.submit(way="bel", phone="06 12345678", name="Y.", day_parts=("middag",))

    report = submitted.report
    assert submitted.is_new
    assert (report.state, report.received_at, report.in_bin) == (ReportState.RECEIVED, NOW, False)
    assert [adviser.name for adviser in submitted.readers] == ["Samira", "Joost"]
    assert report.entries.count() == 3
    assert Wrap.objects.filter(entry__report=report).count() == 9
    assert [event.kind for event in report.events.all()] == [EventKind.RECEIVED]
    mails = OutboxMessage.objects.filter(kind="reporting.new_report")
    assert {mail.account_id for mail in mails} == {school.samira.user.pk, school.joost.user.pk}
    assert all(mail.context == {"report": str(report.pk)} for mail in mails)


def test_the_answer_is_due_within_24_hours_of_open_days(school: School) -> None:
    friday = NOW + timedelta(days=3, hours=1, minutes=40)  # 16:00

    assert school.submit().due_at == NOW + timedelta(days=1)
    assert school.submit(now=friday).due_at == friday + timedelta(days=3)


def test_adviser_and_student_read_the_same_and_nobody_else_reads_anything(
    school: School, make_school: Callable[..., School]
) -> None:
    other = make_school()
    submitted = school.submit(way="bel", phone="06 12345678", name="Y.", day_parts=("middag",))
    authors = known_authors(school.organisation.pk)

    for private in (school.samira.vault.private, school.joost.vault.private, submitted.receipt.keys):
        case_file = open_case_file(submitted.report, private=private, advisers=authors)
        assert case_file.is_proven
        assert case_file.story == "Ze noemen me Ali, maar zo heet ik niet."
        assert (case_file.contact.phone, case_file.contact.name) == ("06 12345678", "Y.")
        assert case_file.wishes["consent"] == "2026-11"
    assert open_case_file(submitted.report, private=other.samira.vault.private, advisers=authors).pieces == ()


def test_the_code_finds_its_report_and_another_code_finds_none(school: School) -> None:
    submitted = school.submit()

    assert find_by_receipt(Receipt.from_typed(submitted.receipt.grouped_code)) == submitted.report
    assert find_by_receipt(Receipt.generate()) is None


def test_whom_the_student_excludes_gets_no_wrap_and_no_mail(school: School) -> None:
    submitted = school.submit(excluded=frozenset({school.joost.user.pk}))

    assert not Wrap.objects.filter(recipient=school.joost.key.fingerprint, entry__report=submitted.report).exists()
    assert not OutboxMessage.objects.filter(kind="reporting.new_report", account=school.joost.user).exists()
    assert list(Report.objects.visible_to(school.joost.user)) == []
    assert list(Report.objects.visible_to(school.samira.user)) == [submitted.report]


def test_after_a_choice_only_the_chosen_one_and_the_named_deputy_read(school: School) -> None:
    third = enrol(school.organisation, "Derde Adviseur", admitted_by=school.samira)

    submitted = school.submit(chosen=school.joost.user.pk)

    assert [adviser.name for adviser in submitted.readers] == ["Samira", "Joost"]
    assert list(Report.objects.visible_to(third.user)) == []


def test_with_everybody_excluded_nothing_is_stored(school: School) -> None:
    with pytest.raises(NobodyLeftError):
        school.submit(excluded=frozenset({school.samira.user.pk, school.joost.user.pk}))

    assert not Report.objects.exists()
    assert not OutboxMessage.objects.filter(kind="reporting.new_report").exists()


def test_the_bureau_gets_it_as_its_own_and_the_school_sees_nothing(school: School, make_school: Callable[..., School]) -> None:
    bureau = make_school(bureau=True, slug="vizier", name="Vizier")

    submitted = school.submit(bureau=True)

    assert submitted.report.organisation == bureau.organisation
    assert list(Report.objects.visible_to(school.samira.user)) == []
    assert list(Report.objects.visible_to(bureau.samira.user)) == [submitted.report]


def test_the_same_submission_is_one_report_with_one_code(school: School) -> None:
    seed = new_seed()

    first = school.submit(seed=seed)
    again = school.submit(seed=seed, now=NOW + timedelta(hours=3))

    assert (first.report.pk, first.receipt.code) == (again.report.pk, again.receipt.code)
    assert not again.is_new
    assert again.due_at == first.due_at
    assert Report.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="reporting.new_report").count() == 2


def test_other_text_from_the_same_page_is_another_report(school: School) -> None:
    seed = new_seed()

    first, second = school.submit(seed=seed), school.submit(seed=seed, story="Nog iets.")

    assert first.receipt.code != second.receipt.code
    assert Report.objects.count() == 2


def test_an_erased_report_does_not_come_back(school: School) -> None:
    seed = new_seed()
    report_id = school.submit(seed=seed).report.pk
    erase_report(report=Report.objects.get(), now=NOW)

    with pytest.raises(ErasedError):
        school.submit(seed=seed)
    assert not Entry.objects.exists()
    assert not Wrap.objects.exists()
    assert Tombstone.objects.get().pk == report_id


def test_a_failure_half_way_leaves_nothing(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("gehoord.core.outbox.enqueue_for_all", broken)

    with pytest.raises(RuntimeError):
        school.submit()
    assert not Report.objects.exists()
    assert not ReportEvent.objects.exists()


def test_a_school_without_keys_is_closed(db: None) -> None:
    organisation = OrganisationFactory()

    with pytest.raises(FormClosedError):
        submit_report(organisation=organisation, told=School(organisation).told(), seed=new_seed(), now=NOW)


def test_who_left_is_sealed_to_no_more_and_without_anybody_the_form_closes(school: School) -> None:
    end_membership(membership=school.samira.user.memberships.get(), by=None)
    assert [adviser.name for adviser in school.submit().readers] == ["Joost"]

    end_membership(membership=school.joost.user.memberships.get(), by=None)
    with pytest.raises(FormClosedError):
        school.submit()


@pytest.mark.django_db(transaction=True)
def test_twelve_at_the_same_moment_are_one_report(make_school: Callable[..., School]) -> None:
    school = make_school()
    seed, codes, errors = new_seed(), [], []
    start = threading.Barrier(12)

    def send() -> None:
        try:
            start.wait()
            codes.append(school.submit(seed=seed).receipt.code)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert len(codes) == 12
    assert len(set(codes)) == 1
    assert Report.objects.count() == 1
    assert Entry.objects.count() == 3
    assert OutboxMessage.objects.filter(kind="reporting.new_report").count() == 2


def test_nothing_that_was_typed_lies_in_the_database(school: School) -> None:
    words = ("Kwartelkoning", "0687654321", "sneeuwgors@example.org", "Roodkeelpieper")
    submitted = school.submit(story=words[0], way="bel", phone=words[1], email=words[2], name=words[3])

    dump = _dump()

    assert str(submitted.report.pk) in dump or submitted.report.pk.hex in dump
    for word in (*words, submitted.receipt.code, submitted.receipt.secret.hex(), school.samira.phrase, school.samira.code):
        for form in (word, word.encode().hex(), word.lower()):
            assert form not in dump


def _dump() -> str:
    """Every value of every table as text, bytes as hexadecimal and as latin-1."""
    parts: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else None
                    parts += [str(value)] if raw is None else [raw.hex(), raw.decode("latin-1")]
    return "\n".join(parts)
