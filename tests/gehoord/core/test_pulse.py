"""The clock runs what is due, bears a failing job, and a silent part is dead after ten minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from gehoord.core import outbox, pulse
from gehoord.core.models import JobRun
from gehoord.core.registry import Job, MailKind, Registry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=timezone.get_fixed_timezone(60))


@pytest.fixture
def ran(slots: Registry) -> list[str]:
    """Only these jobs, and what they did."""
    done: list[str] = []
    slots._entries[Job] = {}
    slots.add(Job(key="core.a_minute", order=1, label="", every="minute", run=lambda now: done.append("minute")))
    slots.add(Job(key="core.b_broken", order=2, label="", every="minute", run=lambda now: 1 / 0))  # type: ignore[arg-type,return-value]
    slots.add(Job(key="core.c_day", order=3, label="", every="day", run=lambda now: done.append("day")))
    return done


def test_a_failing_job_stops_no_other_and_is_noted_by_its_type(ran: list[str]) -> None:
    assert pulse.run_due_jobs(MORNING) == ["core.a_minute", "core.c_day"]
    row = JobRun.objects.get(key="core.b_broken")
    assert (row.last_error, row.failed_at, row.finished_at) == ("ZeroDivisionError", MORNING, None)


def test_daily_jobs_run_once_a_local_day(ran: list[str]) -> None:
    for hours in (0, 1, 16, 17, 18):
        pulse.run_due_jobs(MORNING + timedelta(hours=hours))
    assert ran.count("minute") == 5
    assert ran.count("day") == 2  # at seven, and again after midnight


def test_a_part_is_dead_after_ten_minutes_of_silence() -> None:
    assert not pulse.part_health("clock", MORNING).alive
    pulse.beat("clock", MORNING)
    assert pulse.part_health("clock", MORNING + timedelta(minutes=9, seconds=59)).alive
    assert not pulse.part_health("clock", MORNING + timedelta(minutes=10)).alive


def test_a_clock_whose_job_keeps_failing_is_dead_too(ran: list[str]) -> None:
    now = MORNING
    pulse.beat("clock", now)
    pulse.run_due_jobs(now)
    health = pulse.clock_health(now)
    assert not health.alive
    assert "core.b_broken" in health.detail


def test_a_job_that_failed_a_moment_ago_is_no_alarm(ran: list[str]) -> None:
    pulse.beat("clock", MORNING + timedelta(minutes=5))
    JobRun.objects.create(key="core.b_broken", finished_at=MORNING, failed_at=MORNING + timedelta(minutes=5))
    assert pulse.clock_health(MORNING + timedelta(minutes=9)).alive
    assert not pulse.clock_health(MORNING + timedelta(minutes=10)).alive


def test_mail_that_sticks_for_an_hour_is_an_alarm(slots: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    slots.add(MailKind(key="core.stuck", label="", compose=lambda message: 1 / 0))
    outbox.enqueue(kind="core.stuck", account_id=UserFactory().pk)
    now = timezone.now()
    outbox.deliver_next(now)
    pulse.beat("outbox", now)
    assert pulse.outbox_health(now).alive
    later = now + timedelta(minutes=61)
    pulse.beat("outbox", later)
    assert not pulse.outbox_health(later).alive
