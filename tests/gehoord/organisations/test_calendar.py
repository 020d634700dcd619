from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gehoord.organisations.calendar import NeverOpenError, OpenDays, deadline
from gehoord.organisations.models import ClosedPeriod
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
AMS = ZoneInfo("Europe/Amsterdam")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMS)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2026-11-24 14:20", "2026-11-25 14:20"),  # Tuesday
        ("2026-11-27 16:00", "2026-11-30 16:00"),  # Friday to Monday
        ("2026-11-28 10:00", "2026-12-01 00:00"),  # Saturday: Monday counts whole
        ("2026-12-24 12:00", "2026-12-28 12:00"),  # Christmas and a weekend between
        ("2027-03-25 12:00", "2027-03-30 12:00"),  # Good Friday, Easter Monday, and the clock change of 28 March
    ],
)
def test_closed_days_do_not_count_and_open_days_count_whole(told: str, due: str) -> None:
    assert deadline(OrganisationFactory(), at(told)) == at(due)


@pytest.mark.parametrize(("told", "due"), [("2026-03-29 01:00", "2026-03-30 02:00"), ("2026-10-25 01:00", "2026-10-26 00:00")])
def test_hours_are_real_hours_on_both_clock_changes(told: str, due: str) -> None:
    school = OrganisationFactory(open_weekdays=[0, 1, 2, 3, 4, 5, 6])
    assert deadline(school, at(told)) == at(due)


def test_a_holiday_of_the_school_stops_the_clock() -> None:
    school = OrganisationFactory()
    ClosedPeriod.objects.create(organisation=school, name="Herfst", first_day=date(2026, 10, 17), last_day=date(2026, 10, 25))
    assert deadline(school, at("2026-10-16 16:00")) == at("2026-10-26 16:00")


def test_a_school_that_never_opens_has_no_deadline() -> None:
    with pytest.raises(NeverOpenError):
        deadline(OrganisationFactory(open_weekdays=[]), at("2026-11-24 14:20"))


def test_elapsed_counts_open_days_only() -> None:
    days = OpenDays(OrganisationFactory())
    assert days.elapsed(at("2026-11-27 16:00"), at("2026-11-30 16:00")) == timedelta(hours=24)
