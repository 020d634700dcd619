"""What goes, when, and what never goes by time alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from content.reporting import retention
from content.reporting.enums import EntryKind, FirstContact, ReportState
from content.reporting.hold_models import HoldReason, LegalHold
from content.reporting.holds import lift_hold, place_hold
from content.reporting.models import Entry, Report, ReportEvent, Tombstone, Wrap
from content.reporting.services import ErasedError, open_report, record_first_contact
from content.reporting.student_steps import write
from gehoord.core.models import AuditEvent, OutboxMessage
from gehoord.core.retention import run_retention, write_certificate

from .conftest import NOW, School

YEAR = timedelta(days=366)


def contacted(school: School, at: datetime = NOW) -> Any:
    submitted = school.submit(now=at)
    record_first_contact(
        report_id=submitted.report.pk, vault=school.samira.vault, how=FirstContact.WRITTEN, text="Dank je.", now=at
    )
    return submitted


@pytest.mark.parametrize("days", [60, 400, 4000])
def test_what_nobody_read_is_still_there_in_the_bin_and_outside(school: School, days: int) -> None:
    school.submit(in_bin=True)
    school.submit(story="Nog een.")

    run_retention(NOW + timedelta(days=days))

    assert Report.objects.filter(in_bin=True).count() == 1
    assert Report.objects.count() == 2


def test_a_dry_run_counts_and_erases_nothing(school: School) -> None:
    report = contacted(school).report
    Report.objects.filter(pk=report.pk).update(erase_after=NOW)

    assert retention.forget_reports(NOW, True) == 1
    assert Report.objects.exists()
    assert retention.forget_reports(NOW, False) == 1
    assert not Report.objects.exists()


def test_erasing_leaves_a_tombstone_and_nothing_else(school: School) -> None:
    seed = b"z" * 32
    submitted = school.submit(seed=seed, now=NOW)
    open_report(report_id=submitted.report.pk, vault=school.samira.vault, now=NOW)
    Report.objects.update(erase_after=NOW)
    retention.forget_reports(NOW, False)

    for model in (Entry, Wrap, ReportEvent):
        assert not model.objects.exists()
    assert Tombstone.objects.get().pk == submitted.report.pk
    assert not AuditEvent.objects.filter(target_id=str(submitted.report.pk)).exists()
    with pytest.raises(ErasedError):
        school.submit(seed=seed, now=NOW)

    retention.forget_tombstones(NOW + timedelta(days=61), False)
    assert not Tombstone.objects.exists()


def test_a_year_of_silence_asks_the_readers_and_then_it_goes(school: School) -> None:
    report = contacted(school).report

    retention.forget_inactive(NOW + YEAR, False)
    report.refresh_from_db()
    assert report.erase_after == NOW + YEAR + timedelta(days=30)
    assert OutboxMessage.objects.filter(kind="reporting.renew_or_erase").count() == 2

    retention.forget_inactive(NOW + YEAR + timedelta(days=1), False)
    assert OutboxMessage.objects.filter(kind="reporting.renew_or_erase").count() == 2, "asked once"
    retention.forget_reports(NOW + YEAR + timedelta(days=31), False)
    assert not Report.objects.exists()


def test_a_word_within_those_thirty_days_renews_it(school: School) -> None:
    submitted = contacted(school)
    retention.forget_inactive(NOW + YEAR, False)
    write(
        report_id=submitted.report.pk, receipt=submitted.receipt, kind=EntryKind.MESSAGE, text="Ik ben er nog.",
        now=NOW + YEAR + timedelta(days=5),
    )  # fmt: skip

    retention.forget_inactive(NOW + YEAR + timedelta(days=6), False)
    retention.forget_reports(NOW + YEAR + timedelta(days=40), False)

    assert Report.objects.get().erase_after is None


def test_a_hold_keeps_a_report_with_a_reason_and_lifting_it_lets_the_term_count(school: School) -> None:
    report = contacted(school).report
    Report.objects.update(erase_after=NOW)
    place_hold(report_id=report.pk, vault=school.samira.vault, reason=HoldReason.COURT, now=NOW)

    retention.forget_reports(NOW + YEAR, False)
    assert LegalHold.objects.get().reason == HoldReason.COURT
    assert AuditEvent.objects.filter(action="reporting.hold_placed").exists()

    lift_hold(report_id=report.pk, vault=school.samira.vault)
    retention.forget_reports(NOW + YEAR, False)
    assert not Report.objects.exists()
    assert not LegalHold.objects.exists()


def test_closed_and_waiting_for_aftercare_is_not_inactive(school: School) -> None:
    report = contacted(school).report
    Report.objects.filter(pk=report.pk).update(state=ReportState.CLOSED, closed_at=NOW)

    assert retention.forget_inactive(NOW + YEAR, False) == 0


def test_the_certificate_says_how_much_went_and_not_what(school: School, settings: Any, tmp_path: Any) -> None:
    settings.PRIVATE_DIR = tmp_path
    report = contacted(school).report
    Report.objects.update(state=ReportState.WITHDRAWN, closed_at=NOW, erase_after=NOW)
    now = timezone.now()

    path = write_certificate(run_retention(NOW), now=now)
    write_certificate(run_retention(NOW), now=now)

    text = path.read_text(encoding="utf-8")
    assert '"gone": 1' in text
    assert str(report.pk) not in text
    assert "AVG 6(1)(a), 9(2)(a)" in text
