from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from content.reporting.casefile import open_case_file
from content.reporting.clock import watch_the_clock
from content.reporting.entries import NotVisibleError, WrongStateError, append_entry
from content.reporting.enums import AuthorKind, EntryKind, EventKind, FirstContact, ReportState
from content.reporting.key_lists import known_authors
from content.reporting.models import Entry, Report, ReportEvent, Tombstone, Wrap
from content.reporting.retention import forget_reports, forget_tombstones
from content.reporting.services import (
    erase_report,
    open_report,
    record_first_contact,
)
from gehoord.core.models import AuditEvent, OutboxMessage
from gehoord.core.outbox import deliver_next
from gehoord.organisations.services import end_membership

from .conftest import NOW, Adviser, School

LATER = NOW + timedelta(hours=2)


def test_opening_stands_in_the_trail_and_in_the_audit_without_content(school: School) -> None:
    report = school.submit().report

    case_file = open_report(report_id=report.pk, vault=school.samira.vault, now=LATER)

    report.refresh_from_db()
    assert case_file.story == "Ze noemen me Ali, maar zo heet ik niet."
    assert (report.state, report.first_opened_at) == (ReportState.READ, LATER)
    event = ReportEvent.objects.get(kind=EventKind.OPENED)
    assert (event.actor, event.at) == (school.samira.user, LATER)
    audit = AuditEvent.objects.get(action="reporting.report_opened")
    assert (audit.actor, audit.target_id) == (school.samira.user, str(report.pk))


def test_looking_again_at_once_is_one_look_and_later_another(school: School) -> None:
    report = school.submit().report
    for minutes in (0, 5, 10, 30):
        open_report(report_id=report.pk, vault=school.samira.vault, now=LATER + timedelta(minutes=minutes))
    open_report(report_id=report.pk, vault=school.joost.vault, now=LATER)

    assert ReportEvent.objects.filter(kind=EventKind.OPENED).count() == 3
    report.refresh_from_db()
    assert report.first_opened_at == LATER


def test_first_contact_stops_the_clock_and_the_student_can_read_it(school: School) -> None:
    submitted = school.submit()
    open_report(report_id=submitted.report.pk, vault=school.samira.vault, now=LATER)

    report = record_first_contact(
        report_id=submitted.report.pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="We spreken vrijdag.", now=LATER
    )

    assert (report.state, report.first_contact_at) == (ReportState.IN_CONTACT, LATER)
    assert not Report.objects.waiting().exists()
    case_file = open_case_file(report, private=submitted.receipt.keys, advisers=known_authors(report.organisation_id))
    assert case_file.is_proven
    [contact] = case_file.contacts_made
    assert contact.payload == {"how": "spoken", "text": "We spreken vrijdag."}


def test_first_contact_is_recorded_once(school: School) -> None:
    report = school.submit().report
    for how, error in ((FirstContact.SPOKEN, None), (FirstContact.SPOKEN, WrongStateError)):
        if error is None:
            record_first_contact(report_id=report.pk, vault=school.samira.vault, how=how, text="", now=LATER)
        else:
            with pytest.raises(error):
                record_first_contact(report_id=report.pk, vault=school.joost.vault, how=how, text="", now=LATER)
    assert Entry.objects.count() == 4


def test_no_answer_wanted_is_only_for_who_wants_none(school: School) -> None:
    silent, waiting = school.submit(way="geen").report, school.submit(story="Bel me", way="bel", phone="0612345678").report

    record_first_contact(report_id=silent.pk, vault=school.samira.vault, how=FirstContact.NOT_WANTED, text="", now=LATER)
    with pytest.raises(WrongStateError):
        record_first_contact(report_id=waiting.pk, vault=school.samira.vault, how=FirstContact.NOT_WANTED, text="", now=LATER)


def test_for_everybody_else_it_does_not_exist(school: School, make_school: Callable[..., School]) -> None:
    report = school.submit(excluded=frozenset({school.joost.user.pk})).report
    other = make_school()
    former = school.samira

    for adviser in (school.joost, other.samira):
        _sees_nothing(adviser, report)
    end_membership(membership=former.user.memberships.get(), by=None)
    _sees_nothing(former, report)
    assert not ReportEvent.objects.filter(kind=EventKind.OPENED).exists()


def _sees_nothing(adviser: Adviser, report: Report) -> None:
    assert list(Report.objects.visible_to(adviser.user)) == []
    with pytest.raises(NotVisibleError):
        open_report(report_id=report.pk, vault=adviser.vault, now=LATER)
    with pytest.raises(NotVisibleError):
        record_first_contact(report_id=report.pk, vault=adviser.vault, how=FirstContact.SPOKEN, text="", now=LATER)


def test_object_swap_between_schools_opens_nothing(school: School, make_school: Callable[..., School]) -> None:
    """Each stored thing of one report put in another's place, same school and another."""
    other = make_school()
    mine, theirs, second = school.submit().report, other.submit().report, school.submit(story="Tweede").report
    for source in (theirs, second):
        for field in ("body", "previous", "id"):
            entry = Entry.objects.filter(report=mine, sequence=1).get()
            foreign = Entry.objects.filter(report=source, sequence=1).get()
            before = (bytes(entry.body), bytes(entry.previous), list(entry.wraps.all()))
            if field == "id":
                Wrap.objects.filter(entry=entry).delete()
                Wrap.objects.filter(entry=foreign).update(entry=entry)
            else:
                Entry.objects.filter(pk=entry.pk).update(**{field: getattr(foreign, field)})
            case_file = open_case_file(
                mine, private=school.samira.vault.private, advisers=known_authors(school.organisation.pk)
            )
            assert not case_file.is_proven
            assert "Tweede" not in case_file.story
            if field == "id":
                Wrap.objects.filter(entry=entry).update(entry=foreign)
                Wrap.objects.bulk_create(before[2])
            else:
                Entry.objects.filter(pk=entry.pk).update(body=before[0], previous=before[1])
    case_file = open_case_file(mine, private=school.samira.vault.private, advisers=known_authors(school.organisation.pk))
    assert case_file.is_proven


def test_an_adviser_cannot_say_yes_for_the_student(school: School) -> None:
    submitted = school.submit()
    samira = school.samira.vault.private
    for author_kind in (AuthorKind.STUDENT, AuthorKind.ADVISER):
        append_entry(
            report=submitted.report,
            kind=EntryKind.CONSENT_GIVEN,
            payload={"to": "company"},
            author=samira,
            author_kind=author_kind,
            now=NOW,
        )

    case_file = open_case_file(submitted.report, private=samira, advisers=known_authors(school.organisation.pk))

    forged = [piece for piece in case_file.pieces if piece.kind == EntryKind.CONSENT_GIVEN]
    assert len(forged) == 2
    assert not any(piece.is_proven or piece.opened.says("consent_given") for piece in forged)


def test_swapping_the_students_keys_makes_the_story_unproven(school: School) -> None:
    submitted, other = school.submit(), school.submit(story="Ander")
    Report.objects.filter(pk=submitted.report.pk).update(receipt_ed25519=other.report.receipt_ed25519)
    report = Report.objects.get(pk=submitted.report.pk)

    case_file = open_case_file(report, private=school.samira.vault.private, advisers=known_authors(school.organisation.pk))

    assert not case_file.is_proven


def test_a_deleted_entry_shows(school: School) -> None:
    report = school.submit().report
    Entry.objects.filter(report=report, sequence=2).delete()

    case_file = open_case_file(report, private=school.samira.vault.private, advisers=known_authors(school.organisation.pk))

    assert not case_file.is_whole
    assert not any(piece.is_proven for piece in case_file.pieces)


def test_the_clock_warns_once_at_three_quarters_and_once_when_late(school: School) -> None:
    report = school.submit(in_bin=True).report

    for hours, near, late in ((17, 0, 0), (18, 2, 0), (19, 2, 0), (24, 2, 2), (30, 2, 2)):
        watch_the_clock(NOW + timedelta(hours=hours))
        assert OutboxMessage.objects.filter(kind="reporting.deadline_near").count() == near, hours
        assert OutboxMessage.objects.filter(kind="reporting.overdue").count() == late, hours
    assert report.events.filter(kind__in=[EventKind.DEADLINE_NEAR, EventKind.OVERDUE]).count() == 2


def test_over_a_closed_weekend_nobody_is_warned(school: School) -> None:
    friday = NOW + timedelta(days=3)
    school.submit(now=friday)

    watch_the_clock(friday + timedelta(days=2))

    assert not OutboxMessage.objects.filter(kind="reporting.deadline_near").exists()


def test_after_first_contact_no_warning_goes(school: School) -> None:
    report = school.submit().report
    watch_the_clock(NOW + timedelta(hours=20))
    record_first_contact(report_id=report.pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="", now=NOW)
    watch_the_clock(NOW + timedelta(hours=25))

    assert not OutboxMessage.objects.filter(kind="reporting.overdue").exists()


def test_mails_hold_no_content_no_name_and_no_school(school: School, mailoutbox: list) -> None:
    school.submit(story="Kwartelkoning", name="Roodkeelpieper", way="bel", phone="0687654321")
    watch_the_clock(NOW + timedelta(hours=25))
    while deliver_next():
        pass

    ours = [
        mail
        for mail in mailoutbox
        if mail.subject in {"Er staat iets voor je klaar", "Iemand wacht op antwoord", "Iemand wacht te lang"}
    ]
    assert len(ours) == 6
    for mail in ours:
        text = f"{mail.subject}\n{mail.body}"
        for word in (
            "Kwartelkoning",
            "Roodkeelpieper",
            "0687654321",
            "Deltion",
            "deltion",
            "Samira",
            "discriminatie",
            "melding",
        ):
            assert word not in text
        assert "/balie/" in text


def test_a_mail_is_not_sent_once_it_is_not_needed(school: School, mailoutbox: list) -> None:
    report = school.submit().report
    record_first_contact(report_id=report.pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="", now=NOW)
    while deliver_next():
        pass

    assert not [mail for mail in mailoutbox if mail.subject == "Er staat iets voor je klaar"]


def test_only_what_is_over_its_term_is_erased_and_nothing_that_nobody_read(school: School) -> None:
    unread, over, held = school.submit(in_bin=True).report, school.submit(story="b").report, school.submit(story="c").report
    Report.objects.filter(pk__in=[over.pk, held.pk]).update(erase_after=NOW)
    Report.objects.filter(pk=held.pk).update(on_hold=True)
    open_report(report_id=over.pk, vault=school.samira.vault, now=NOW)

    assert forget_reports(NOW + timedelta(days=400), dry_run=True) == 1
    assert Report.objects.count() == 3
    assert forget_reports(NOW + timedelta(days=400), dry_run=False) == 1

    assert set(Report.objects.values_list("pk", flat=True)) == {unread.pk, held.pk}
    assert Tombstone.objects.get().pk == over.pk
    assert not AuditEvent.objects.filter(target_id=str(over.pk)).exists()
    assert forget_tombstones(NOW + timedelta(days=461), dry_run=False) == 1


def test_erasing_leaves_nothing_of_it(school: School) -> None:
    report = school.submit().report
    erase_report(report=report, now=NOW)

    assert not any(model.objects.exists() for model in (Report, Entry, Wrap, ReportEvent))
