"""Everything an adviser does in a case, and what it can never do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from content.reporting import casework
from content.reporting.agreements import ask_consent
from content.reporting.casework import NobodyElseReadsError, SameReportError
from content.reporting.clock import waiting_panel, watch_the_clock
from content.reporting.deputies import plan_deputy
from content.reporting.desk import Sieve, inbox, open_everything, search
from content.reporting.entries import ChangedMeanwhileError, NotVisibleError, WrongStateError
from content.reporting.enums import ConsentSubject, EntryKind, FirstContact, ReportState
from content.reporting.figure_models import FigureCounter
from content.reporting.models import Entry, Report, ReportEvent, Wrap
from content.reporting.outside import make_file
from content.reporting.referral import refer_to_bureau
from content.reporting.retention import forget_reports
from content.reporting.services import Submitted, record_first_contact
from content.reporting.timeline import lines_of, people_of
from content.reporting.vault import OpenVault
from gehoord.core.models import AuditEvent, OutboxMessage

from .case_steps import PHRASE, asked, closing, in_contact, opened
from .conftest import NOW, School, enrol

# ---------------------------------------------------------------- writing


def test_the_student_reads_messages_and_calls_but_no_note_and_a_colleague_reads_no_note_either(school: School) -> None:
    submitted = in_contact(school)
    pk, samira = submitted.report.pk, school.samira.vault
    casework.write_message(report_id=pk, vault=samira, text="Hoi", now=NOW)
    casework.write_contact_tried(report_id=pk, vault=samira, text="Geen gehoor", now=NOW)
    casework.write_note(report_id=pk, vault=samira, text="Kwartelkoning", now=NOW)

    for private, sees_note in (
        (samira.private, True),
        (school.joost.vault.private, False),
        (submitted.receipt.keys, False),
    ):
        case_file = opened(private, submitted.report)
        assert case_file.is_proven
        assert [piece.payload["text"] for piece in case_file.of(EntryKind.MESSAGE)] == ["Hoi"]
        assert bool(case_file.of(EntryKind.NOTE)) is sees_note
    assert Wrap.objects.filter(entry=Entry.objects.order_by("sequence").last()).count() == 1


def test_the_clock_stops_by_a_message_that_can_be_read_and_not_by_an_unanswered_call(school: School) -> None:
    report = school.submit().report
    casework.write_contact_tried(report_id=report.pk, vault=school.samira.vault, text="Gebeld", now=NOW)
    with pytest.raises(WrongStateError):
        casework.write_message(report_id=report.pk, vault=school.samira.vault, text="Hoi", now=NOW)
    assert Report.objects.waiting().count() == 1

    record_first_contact(report_id=report.pk, vault=school.samira.vault, how=FirstContact.WRITTEN, text="Ik luister.", now=NOW)

    assert not Report.objects.waiting().exists()


@pytest.mark.parametrize("step", ["message", "tried", "contact", "close", "ask", "first"])
def test_what_a_colleague_wrote_meanwhile_is_seen_first_and_never_overwritten(school: School, step: str) -> None:
    submitted = school.submit() if step == "first" else in_contact(school)
    pk, seen = submitted.report.pk, Entry.objects.filter(report=submitted.report).count()
    casework.write_contact_tried(report_id=pk, vault=school.joost.vault, text="Joost was eerst", now=NOW)
    given: dict[str, Any] = {"report_id": pk, "vault": school.samira.vault, "now": NOW, "seen": seen}
    steps: dict[str, Callable[[], object]] = {
        "message": lambda: casework.write_message(text="x", **given),
        "tried": lambda: casework.write_contact_tried(text="x", **given),
        "contact": lambda: casework.write_contact_made(text="x", **given),
        "close": lambda: casework.close_report(closing=closing(), **given),
        "ask": lambda: ask_consent(subject=ConsentSubject.COMPANY, text="x", **given),
        "first": lambda: record_first_contact(how=FirstContact.SPOKEN, text="x", **given),
    }

    with pytest.raises(ChangedMeanwhileError):
        steps[step]()

    given["seen"] = seen + 1
    steps[step]()
    assert opened(school.samira.vault.private, submitted.report).is_proven


# ---------------------------------------------------------------- closing and after


def test_a_case_closes_with_its_axes_comes_back_for_aftercare_and_then_begins_its_term(school: School) -> None:
    submitted = in_contact(school)
    pk, samira = submitted.report.pk, school.samira.vault
    casework.close_report(report_id=pk, vault=samira, closing=closing(), now=NOW)
    counters = dict(FigureCounter.objects.filter(axis__in=["ground", "area"]).values_list("value", "count"))
    assert counters == {"race": 1, "unknown": 1, "on_the_job": 1}

    assert not inbox([samira], NOW).aftercare
    later = NOW + timedelta(weeks=6)
    assert [item.report.pk for item in inbox([samira], later).aftercare] == [pk]
    casework.record_aftercare(report_id=pk, vault=samira, text="Beter", now=later, again_on=later.date() + timedelta(days=7))
    assert not inbox([samira], later).aftercare
    last = later + timedelta(days=7)
    casework.record_aftercare(report_id=pk, vault=samira, text="Goed", now=last)

    report = Report.objects.get(pk=pk)
    assert (report.state, report.erase_after) == (ReportState.ENDED, last + timedelta(days=30))
    assert forget_reports(last + timedelta(days=29), dry_run=False) == 0
    assert forget_reports(last + timedelta(days=31), dry_run=False) == 1


def test_reopening_takes_the_counters_off_and_erases_nothing(school: School) -> None:
    submitted = in_contact(school)
    pk, samira = submitted.report.pk, school.samira.vault
    casework.close_report(report_id=pk, vault=samira, closing=closing(), now=NOW)

    casework.reopen_report(report_id=pk, vault=school.joost.vault, text="Weer begonnen", now=NOW + timedelta(days=100))

    report = Report.objects.get(pk=pk)
    assert (report.state, report.closed_at, report.aftercare_on, report.erase_after) == (
        ReportState.IN_CONTACT, None, None, None,
    )  # fmt: skip
    assert not FigureCounter.objects.filter(axis__in=["ground", "area", "nature", "handling"], count__gt=0).exists()
    assert opened(samira.private, report).closing is not None


def test_nothing_closes_before_first_contact(school: School) -> None:
    report = school.submit().report

    with pytest.raises(WrongStateError):
        casework.close_report(report_id=report.pk, vault=school.samira.vault, closing=closing(), now=NOW)


def test_abuse_is_kept_apart_seven_days_from_the_mark_and_can_be_taken_back(school: School) -> None:
    report = school.submit(in_bin=True).report
    with pytest.raises(WrongStateError):
        casework.mark_abuse(report_id=report.pk, vault=school.samira.vault, text="Reclame", now=NOW)
    Report.objects.filter(pk=report.pk).update(state=ReportState.READ)

    casework.mark_abuse(report_id=report.pk, vault=school.samira.vault, text="Reclame", now=NOW)
    assert Report.objects.get(pk=report.pk).erase_after == NOW + timedelta(days=7)
    assert not FigureCounter.objects.filter(count__gt=0).exists()
    casework.unmark_abuse(report_id=report.pk, vault=school.joost.vault, text="Toch echt", now=NOW)

    report.refresh_from_db()
    assert (report.state, report.erase_after, report.in_bin) == (ReportState.READ, None, False)
    assert FigureCounter.objects.filter(count=1, axis="door").exists()


def test_an_unread_bin_is_never_erased_by_time(school: School) -> None:
    report = school.submit(in_bin=True).report

    assert forget_reports(NOW + timedelta(days=400), dry_run=False) == 0
    assert [item.report.pk for item in inbox([school.samira.vault], NOW).to_check] == [report.pk]
    casework.take_from_bin(report_id=report.pk, vault=school.samira.vault)
    assert [item.report.pk for item in inbox([school.samira.vault], NOW).waiting] == [report.pk]


def test_a_test_report_counts_nowhere(school: School) -> None:
    submitted = school.submit()
    casework.mark_test(report_id=submitted.report.pk, vault=school.samira.vault, is_test=True)
    record_first_contact(report_id=submitted.report.pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="", now=NOW)
    casework.close_report(report_id=submitted.report.pk, vault=school.samira.vault, closing=closing(), now=NOW)

    assert not FigureCounter.objects.filter(count__gt=0).exists()


# ---------------------------------------------------------------- handing over, doubles


def test_a_colleague_comes_in_by_the_students_yes_and_the_first_one_steps_back(school: School) -> None:
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)
    submitted = in_contact(school, chosen=school.samira.user.pk, excluded=frozenset({school.joost.user.pk, naomi.user.pk}))
    pk, samira = submitted.report.pk, school.samira.vault
    with pytest.raises(NobodyElseReadsError):
        casework.step_back(report_id=pk, vault=samira, now=NOW)
    pim = enrol(school.organisation, "Pim de Wit", admitted_by=school.samira)

    asked(school, submitted, ConsentSubject.ADVISER, yes=False, user_id=pim.user.pk)
    assert not Report.objects.visible_to(pim.user).exists()
    asked(school, submitted, ConsentSubject.ADVISER, user_id=pim.user.pk)
    assert opened(pim.vault.private, submitted.report).story
    casework.write_note(report_id=pk, vault=samira, text="Alleen voor mij", now=NOW)
    casework.step_back(report_id=pk, vault=samira, now=NOW)

    assert not opened(samira.private, submitted.report).pieces
    assert opened(pim.vault.private, submitted.report).is_proven
    assert set(opened(submitted.receipt.keys, submitted.report).readers.values()) == {pim.user.pk}


def test_doubles_are_linked_for_who_reads_both_and_nothing_of_them_joins(school: School) -> None:
    both, only_samira = school.submit(), school.submit(story="Zelfde bedrijf", excluded=frozenset({school.joost.user.pk}))

    casework.link_reports(report_id=both.report.pk, other_id=only_samira.report.pk, vault=school.samira.vault, now=NOW)

    assert opened(school.samira.vault.private, both.report).of(EntryKind.LINK)
    assert not opened(school.joost.vault.private, both.report).of(EntryKind.LINK)
    assert not opened(both.receipt.keys, both.report).of(EntryKind.LINK)
    assert not Report.objects.visible_to(school.joost.user).filter(pk=only_samira.report.pk).exists()
    with pytest.raises(NotVisibleError):
        casework.link_reports(report_id=both.report.pk, other_id=only_samira.report.pk, vault=school.joost.vault, now=NOW)
    with pytest.raises(SameReportError):
        casework.link_reports(report_id=both.report.pk, other_id=both.report.pk, vault=school.samira.vault, now=NOW)


# ---------------------------------------------------------------- clock, deputies, coordinator


def test_a_deputy_hears_of_the_clock_and_gets_no_key(school: School) -> None:
    pim = enrol(school.organisation, "Pim de Wit", admitted_by=school.samira)
    report = school.submit(excluded=frozenset({pim.user.pk})).report
    plan_deputy(
        organisation=school.organisation,
        adviser_id=school.samira.user.pk,
        deputy_id=pim.user.pk,
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=7),
        by=school.samira.user,
    )

    watch_the_clock(NOW + timedelta(hours=18))

    warned = OutboxMessage.objects.filter(kind="reporting.deputy_warned")
    assert [message.account for message in warned] == [pim.user]
    assert not Report.objects.visible_to(pim.user).exists()
    assert not opened(pim.vault.private, report).pieces


def test_a_coordinator_learns_only_that_somebody_waits_too_long(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from content.reporting import clock

    school.submit()
    moments = {NOW + timedelta(hours=2): False, NOW + timedelta(hours=25): True}
    for moment, answer in moments.items():
        monkeypatch.setattr(clock.timezone, "now", lambda moment=moment: moment)
        assert waiting_panel(None, school.organisation) == {"waits_too_long": answer}  # type: ignore[arg-type]


def test_search_finds_every_word_without_accents_and_keeps_nothing(school: School) -> None:
    one, two = school.submit(story="Hij zei: ga terug naar het café"), school.submit(story="De baas lachte me uit")
    items = open_everything([school.samira.vault], NOW)

    assert [item.report.pk for item in search(items, Sieve(words="CAFE terug"), now=NOW)] == [one.report.pk]
    assert [item.report.pk for item in search(items, Sieve(words="baas", state="received"), now=NOW)] == [two.report.pk]
    assert search(items, Sieve(words="baas", state="closed"), now=NOW) == []
    assert len(search(items, Sieve(), now=NOW)) == 2


# ---------------------------------------------------------------- trail


def test_every_step_leaves_an_audit_row_without_a_word_of_content(school: School) -> None:
    submitted = in_contact(school, story="Kwartelkoning")
    pk, samira = submitted.report.pk, school.samira.vault
    casework.write_message(report_id=pk, vault=samira, text="Roodkeelpieper", now=NOW)
    casework.write_note(report_id=pk, vault=samira, text="Roodkeelpieper", now=NOW)
    asked(school, submitted, ConsentSubject.COMPANY)
    casework.close_report(report_id=pk, vault=samira, closing=closing(done="Roodkeelpieper"), now=NOW)
    casework.record_aftercare(report_id=pk, vault=samira, text="Roodkeelpieper", now=NOW)
    casework.reopen_report(report_id=pk, vault=samira, text="Roodkeelpieper", now=NOW)

    rows = AuditEvent.objects.filter(target_id=str(pk))
    assert set(rows.values_list("action", flat=True)) >= {
        "reporting.first_contact", "reporting.message_written", "reporting.note_written", "reporting.consent_asked",
        "reporting.report_closed", "reporting.aftercare", "reporting.report_reopened",
    }  # fmt: skip
    for row in [*rows.values(), *ReportEvent.objects.values()]:
        assert "Roodkeelpieper" not in str(row)
        assert "Kwartelkoning" not in str(row)


def test_the_timeline_tells_every_kind_of_entry_as_a_sentence(school: School) -> None:
    submitted = in_contact(school)
    pk, samira = submitted.report.pk, school.samira.vault
    casework.write_message(report_id=pk, vault=samira, text="Hoi", now=NOW)
    casework.close_report(report_id=pk, vault=samira, closing=closing(), now=NOW)
    people = people_of(school.organisation)

    heads = [line.head for line in lines_of(opened(samira.private, submitted.report), people)]

    assert heads == ["Samira sprak de student", "Samira schreef aan de student", "Samira rondde dit af"]


def test_nobody_else_can_take_any_step(school: School, make_school: Callable[..., School]) -> None:
    submitted = in_contact(school, excluded=frozenset({school.joost.user.pk}))
    for keys in (school.joost.vault, make_school().samira.vault):
        _refused(keys, submitted)


def _refused(keys: OpenVault, submitted: Submitted) -> None:
    given: dict[str, Any] = {"report_id": submitted.report.pk, "vault": keys, "now": NOW}
    for step in (
        lambda: casework.write_message(text="x", **given),
        lambda: casework.write_contact_tried(text="x", **given),
        lambda: casework.write_contact_made(text="x", **given),
        lambda: casework.write_note(text="x", **given),
        lambda: casework.close_report(closing=closing(), **given),
        lambda: casework.record_aftercare(text="x", **given),
        lambda: casework.reopen_report(text="x", **given),
        lambda: casework.mark_abuse(text="x", **given),
        lambda: casework.unmark_abuse(text="x", **given),
        lambda: casework.take_from_bin(report_id=submitted.report.pk, vault=keys),
        lambda: casework.mark_test(report_id=submitted.report.pk, vault=keys, is_test=True),
        lambda: casework.step_back(**given),
        lambda: ask_consent(subject=ConsentSubject.COMPANY, text="x", **given),
        lambda: refer_to_bureau(number=1, **given),
        lambda: make_file(number=1, phrase=PHRASE, **given),
    ):
        with pytest.raises(NotVisibleError):
            step()
