"""Counters, publishing once, and what coordinator and public see."""

from __future__ import annotations

import csv
import html
import io
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from content.reporting.axes import Area, Ground, Handling, Nature
from content.reporting.casework import Closing, close_report, mark_abuse, mark_test, reopen_report, unmark_abuse
from content.reporting.counting import count, count_closing, count_feedback, forget_clock_facts, take_off
from content.reporting.enums import FirstContact
from content.reporting.feedback import give_feedback
from content.reporting.figure_models import Axis, ClockFact, FigureCounter, Publication, PublicFigures, PublishedCell
from content.reporting.figures import quarters_of
from content.reporting.models import Report
from content.reporting.publishing import is_settled, publish, publish_closed_quarters
from content.reporting.quarters import first_day_after, quarter_of
from content.reporting.readership import opened_with
from content.reporting.services import open_report, record_first_contact
from gehoord.organisations.models import Organisation
from tests.factories import MembershipFactory, OrganisationFactory, sign_in

from .conftest import NOW, School

SPRING = datetime(2026, 5, 6, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
SUMMER = datetime(2026, 7, 20, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def number(axis: Axis, value: str) -> int:
    row = FigureCounter.objects.filter(axis=axis, value=value).first()
    return row.count if row else 0


def fill(organisation: Organisation, **numbers: int) -> None:
    """Reports by door, and the same number closed on race, in spring."""
    for door, times in numbers.items():
        count(organisation_id=organisation.pk, at=SPRING, axis=Axis.DOOR, value=door, by=times)


def test_a_report_is_counted_by_its_door_and_by_nothing_else(school: School) -> None:
    school.submit()
    school.submit(teller="friend")

    assert number(Axis.DOOR, "online") == 1
    assert number(Axis.DOOR, "friend") == 1
    assert {field.name for field in FigureCounter._meta.concrete_fields} == {
        "id",
        "organisation",
        "quarter",
        "axis",
        "value",
        "count",
    }


def test_sent_twice_is_counted_once(school: School) -> None:
    for _ in range(2):
        school.submit(seed=b"s" * 32)

    assert number(Axis.DOOR, "online") == 1


def test_first_contact_counts_in_time_or_late_and_how_long_it_took(school: School) -> None:
    for hours in (2, 60):
        submitted = school.submit(story=f"{hours}")
        record_first_contact(
            report_id=submitted.report.pk,
            vault=school.samira.vault,
            how=FirstContact.SPOKEN,
            text="",
            now=NOW + timedelta(hours=hours),
        )

    assert number(Axis.CONTACT, "in_time") == 1
    assert number(Axis.CONTACT, "late") == 1
    assert sorted(ClockFact.objects.values_list("minutes", flat=True)) == [120, 3600]
    assert "report" not in {field.name for field in ClockFact._meta.concrete_fields}


def test_closing_raises_the_four_axes_and_reopening_takes_them_off(school: School) -> None:
    report = school.submit().report
    closing = {"grounds": ["race", "religion"], "area": "on_the_job", "nature": "hostile", "handling": "support"}

    count_closing(report, closing, at=SPRING)
    assert [number(Axis.GROUND, "race"), number(Axis.GROUND, "religion"), number(Axis.AREA, "on_the_job")] == [1, 1, 1]

    count_closing(report, closing, at=SPRING, by=-1)
    assert [number(Axis.GROUND, "race"), number(Axis.NATURE, "hostile"), number(Axis.HANDLING, "support")] == [0, 0, 0]


def test_a_counter_never_goes_below_zero(school: School) -> None:
    count(organisation_id=school.organisation.pk, at=SPRING, axis=Axis.DOOR, value="online", by=-1)
    assert number(Axis.DOOR, "online") == 0


def test_a_test_report_and_abuse_are_in_no_figure(school: School) -> None:
    submitted = school.submit()
    file = opened_with(submitted.report, school.samira.vault.private)
    take_off(submitted.report, file)
    assert number(Axis.DOOR, "online") == 0

    report = Report.objects.get()
    report.is_test = True
    count_closing(report, {"area": "on_the_job"}, at=SPRING)
    count_feedback(report, {"heard": "yes"}, at=SPRING)
    assert not FigureCounter.objects.filter(count__gt=0).exists()


def test_feedback_given_again_replaces_what_was_counted(school: School) -> None:
    submitted = school.submit()
    for heard in ("no", "yes"):
        give_feedback(report_id=submitted.report.pk, receipt=submitted.receipt, heard=heard, believed="", now=NOW)

    assert number(Axis.HEARD, "yes") == 1
    assert number(Axis.HEARD, "no") == 0


def test_quarters() -> None:
    assert quarter_of(SPRING) == "2026-2"
    assert quarter_of(datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("UTC"))) == "2027-1", "local time decides"
    assert first_day_after("2026-4").isoformat() == "2027-01-01"
    assert not is_settled("2026-2", datetime(2026, 7, 14, 12, tzinfo=ZoneInfo("UTC")))
    assert is_settled("2026-2", SUMMER)


def test_only_closed_quarters_are_published_and_only_once(school: School) -> None:
    fill(school.organisation, online=24, friend=11)
    count(organisation_id=school.organisation.pk, at=SUMMER, axis=Axis.DOOR, value="online", by=30)

    publish_closed_quarters(SUMMER)
    before = list(PublishedCell.objects.order_by("pk").values_list("publication__quarter", "axis", "value", "count"))
    count(organisation_id=school.organisation.pk, at=SPRING, axis=Axis.DOOR, value="online", by=-1)
    count(organisation_id=school.organisation.pk, at=SPRING, axis=Axis.GROUND, value="race", by=12)
    publish_closed_quarters(SUMMER + timedelta(days=1))

    after = list(PublishedCell.objects.order_by("pk").values_list("publication__quarter", "axis", "value", "count"))
    assert before == after, "there is no other version to subtract from yesterday's"
    assert {quarter for quarter, *_ in after} == {"2026-2"}


def test_nothing_under_ten_and_no_zero_is_ever_published(school: School) -> None:
    fill(school.organisation, online=24, signal=9)
    publish_closed_quarters(SUMMER)

    assert not PublishedCell.objects.filter(count__lt=10).exists()
    assert PublishedCell.objects.filter(count=None, value="friend").exists()


def test_all_schools_of_a_region_are_published_together_with_their_sum(school: School) -> None:
    other = OrganisationFactory(region=school.organisation.region)
    fill(school.organisation, online=24)
    fill(other, online=15)

    publish(region=school.organisation.region, quarter="2026-2", now=SUMMER)

    region = Publication.objects.get(organisation=None)
    assert region.cells.get(axis=Axis.RECEIVED).count == 39
    assert Publication.objects.count() == 3


def test_one_small_school_hides_the_sum_too(school: School) -> None:
    other = OrganisationFactory(region=school.organisation.region)
    fill(school.organisation, online=24)
    fill(other, online=4)

    publish(region=school.organisation.region, quarter="2026-2", now=SUMMER)

    assert Publication.objects.get(organisation=None).cells.get(axis=Axis.RECEIVED).count is None
    assert Publication.objects.get(organisation=other).cells.get(axis=Axis.RECEIVED).count is None


def test_the_median_needs_ten_contacts(school: School) -> None:
    for minutes in range(60, 60 * 10, 60):
        ClockFact.objects.create(organisation=school.organisation, quarter="2026-2", minutes=minutes)
    fill(school.organisation, online=24)
    publish(region=school.organisation.region, quarter="2026-2", now=SUMMER)

    assert Publication.objects.get(organisation=school.organisation).median_minutes is None


def test_registered_stands_beside_what_may_be_expected(school: School) -> None:
    school.organisation.bol_students = 8000
    school.organisation.save()
    fill(school.organisation, online=24)
    publish(region=school.organisation.region, quarter="2026-2", now=SUMMER)

    figures = quarters_of(school.organisation)[0]
    assert (figures.registered, figures.expected) == (24, 200)


def _overview(client: Client, school: School) -> str:
    sign_in(client, MembershipFactory(coordinator=True, organisation=school.organisation).user)
    return html.unescape(client.get("/overzicht/?organisatie=deltion").content.decode())


def test_without_figures_the_panel_never_says_that_all_is_well(client: Client, school: School) -> None:
    page = _overview(client, school)

    assert "Er zijn nog geen cijfers." in page
    assert "betekent niet dat er niets gebeurt" in page


def test_a_hidden_number_is_said_to_be_hidden_and_never_a_zero(client: Client, school: School) -> None:
    fill(school.organisation, online=3)
    publish(region=school.organisation.region, quarter="2026-2", now=SUMMER)

    page = _overview(client, school)

    assert "minder dan 10, of verborgen" in page
    assert "Weinig meldingen betekent niet dat het goed gaat." in page
    assert ">0<" not in page


def test_the_public_page_exists_only_where_the_school_switched_it_on(client: Client, school: School) -> None:
    fill(school.organisation, online=24)
    publish(region=school.organisation.region, quarter="2026-2", now=SUMMER)
    visitor = Client()
    assert visitor.get("/cijfers/deltion/").status_code == 404
    assert visitor.get("/cijfers/deltion/cijfers.csv").status_code == 404

    sign_in(client, MembershipFactory(coordinator=True, organisation=school.organisation).user)
    for odd in ({}, {"open": "ja"}, {"open": "0"}):
        assert client.post("/cijfers/deltion/openbaar/", odd).status_code == 400
    assert not PublicFigures.objects.exists()
    client.post("/cijfers/deltion/openbaar/", {"open": "1"})

    assert PublicFigures.objects.exists()
    page = visitor.get("/cijfers/deltion/")
    assert page.status_code == 200
    assert page.cookies == {}
    rows = list(csv.reader(io.StringIO(visitor.get("/cijfers/deltion/cijfers.csv").content.decode("utf-8-sig"))))
    assert ["2026-2", "Hoe kwam het bij ons?", "zelf verteld, online", "24"] in rows
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]

    client.post("/cijfers/deltion/openbaar/", {"open": ""})
    assert visitor.get("/cijfers/deltion/").status_code == 404


@pytest.mark.parametrize("role", ["learner", "trainer", "adviser", "editor", "administrator"])
def test_only_the_coordinator_opens_figures(client: Client, school: School, role: str) -> None:
    sign_in(client, MembershipFactory(role=role, organisation=school.organisation).user)

    assert client.post("/cijfers/deltion/openbaar/", {"open": "1"}).status_code == 404


def test_a_coordinator_of_another_school_sees_nothing(client: Client, school: School) -> None:
    sign_in(client, MembershipFactory(coordinator=True, organisation=OrganisationFactory()).user)

    assert client.get("/cijfers/deltion/cijfers.csv").status_code == 404


def test_clock_facts_go_after_thirteen_months_and_the_published_median_stays(school: School) -> None:
    for _ in range(10):
        ClockFact.objects.create(organisation=school.organisation, quarter="2026-2", minutes=60)
    fill(school.organisation, online=24)
    publish(region=school.organisation.region, quarter="2026-2", now=SUMMER)

    assert forget_clock_facts(SUMMER + timedelta(days=500), False) == 10
    assert Publication.objects.get(organisation=school.organisation).median_minutes == 60


def test_figures_of_today_are_nowhere(client: Client, school: School) -> None:
    fill_now: dict[str, Any] = {"organisation_id": school.organisation.pk, "at": timezone.now(), "axis": Axis.DOOR}
    count(**fill_now, value="online", by=40)
    publish_closed_quarters(timezone.now())

    assert not Publication.objects.exists()
    assert "40" not in _overview(client, school)


def _closed(school: School) -> Report:
    submitted = school.submit(now=NOW)
    record_first_contact(
        report_id=submitted.report.pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="", now=NOW + timedelta(hours=1)
    )
    closing = Closing(
        done="Gesprek met het bedrijf.", told="Ze passen het aan.", aftercare_on=(NOW + timedelta(days=30)).date(),
        grounds=(Ground.RACE, Ground.RELIGION), area=Area.ON_THE_JOB, nature=Nature.HOSTILE, handling=Handling.COMPANY_TALK,
    )  # fmt: skip
    return close_report(report_id=submitted.report.pk, vault=school.samira.vault, closing=closing, now=NOW + timedelta(days=1))


def test_closing_at_the_desk_counts_and_reopening_takes_off(school: School) -> None:
    report = _closed(school)
    assert [number(Axis.GROUND, "race"), number(Axis.HANDLING, "company_talk")] == [1, 1]

    reopen_report(report_id=report.pk, vault=school.samira.vault, text="", now=NOW + timedelta(days=2))
    assert [number(Axis.GROUND, "race"), number(Axis.HANDLING, "company_talk")] == [0, 0]
    assert number(Axis.DOOR, "online") == 1


def test_marking_a_test_report_takes_it_off_and_unmarking_counts_it_again(school: School) -> None:
    report = school.submit(now=NOW).report
    mark_test(report_id=report.pk, vault=school.samira.vault, is_test=True)
    assert number(Axis.DOOR, "online") == 0

    mark_test(report_id=report.pk, vault=school.samira.vault, is_test=False)
    assert number(Axis.DOOR, "online") == 1


def test_abuse_is_never_counted_and_counted_again_when_it_was_real(school: School) -> None:
    submitted = school.submit()
    open_report(report_id=submitted.report.pk, vault=school.samira.vault, now=NOW)
    mark_abuse(report_id=submitted.report.pk, vault=school.samira.vault, text="reclame", now=NOW)
    assert number(Axis.DOOR, "online") == 0

    unmark_abuse(report_id=submitted.report.pk, vault=school.samira.vault, text="toch echt", now=NOW)
    assert number(Axis.DOOR, "online") == 1
