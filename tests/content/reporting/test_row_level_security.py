"""On PostgreSQL the database itself shows only the reports of one's own organisation, to a query that forgets its filter too."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from content.reporting.checks import check_role_is_bound
from content.reporting.models import Report, ReportEvent
from content.reporting.tenancy import GUARDED_TABLES, sees, sees_everything, sees_nothing
from gehoord.core.registry import Job, PersonalData, RetentionRule, registry
from gehoord.wiring.safekeeping import DUMP, _copy_database
from tests.factories import sign_in

from .conftest import NOW, School

pytestmark = pytest.mark.postgresql


def raw_count(table: str) -> int:
    """As a query that forgets its filter asks."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # one of our own names
        return int(cursor.fetchone()[0])


@pytest.fixture
def two_schools(school: School, make_school: Callable[..., School]) -> tuple[School, School]:
    other = make_school(slug="cibap")
    school.submit(story="Roodborst")
    other.submit(story="Merel")
    other.submit(story="Spreeuw")
    return school, other


def test_without_a_word_about_whose_there_is_no_report(two_schools: tuple[School, School]) -> None:
    with sees_nothing():
        assert {table: raw_count(table) for table in GUARDED_TABLES} == dict.fromkeys(GUARDED_TABLES, 0)


def test_a_query_without_a_filter_finds_only_the_own_organisation(two_schools: tuple[School, School]) -> None:
    mine, other = two_schools
    with sees_nothing(), sees(tenants=[mine.organisation.pk]):
        assert set(Report.objects.values_list("organisation", flat=True)) == {mine.organisation.pk}
        assert raw_count("reporting_report") == 1
        assert raw_count("reporting_entry") > 0
        own_wraps = raw_count("reporting_wrap")
    with sees_nothing(), sees(tenants=[other.organisation.pk]):
        assert raw_count("reporting_report") == 2
        assert raw_count("reporting_wrap") == 2 * own_wraps
    with sees_everything():
        assert raw_count("reporting_report") == 3


def test_a_join_brings_nothing_along(two_schools: tuple[School, School]) -> None:
    mine, _other = two_schools
    with sees_nothing(), sees(tenants=[mine.organisation.pk]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM organisations_organisation o LEFT JOIN reporting_report r ON r.organisation_id = o.id "
            "WHERE r.id IS NOT NULL AND o.slug = 'cibap'"
        )
        assert cursor.fetchone()[0] == 0


def test_a_code_shows_one_report_and_no_other_of_that_school(two_schools: tuple[School, School]) -> None:
    _mine, other = two_schools
    report = Report.objects.filter(organisation=other.organisation).first()
    assert report is not None
    with sees_nothing(), sees(codes=[report.receipt_lookup]):
        assert list(Report.objects.values_list("pk", flat=True)) == [report.pk]
    with sees_nothing(), sees(reports=[report.pk]):
        assert set(ReportEvent.objects.values_list("report", flat=True)) == {report.pk}


def test_nothing_is_written_into_another_organisation(two_schools: tuple[School, School]) -> None:
    mine, other = two_schools
    theirs = Report.objects.filter(organisation=other.organisation).first()
    assert theirs is not None
    with sees_nothing(), sees(tenants=[mine.organisation.pk]):
        assert Report.objects.filter(pk=theirs.pk).update(in_bin=True) == 0
        assert Report.objects.filter(pk=theirs.pk).delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Report.objects.create(organisation=other.organisation, received_at=NOW, receipt_lookup="x" * 32)


def test_rolling_back_to_a_savepoint_brings_no_wider_sight_back(two_schools: tuple[School, School]) -> None:
    mine, _other = two_schools
    with sees_everything():
        assert raw_count("reporting_report") == 3
    with sees_nothing(), sees(tenants=[mine.organisation.pk]):
        savepoint = transaction.savepoint()
        assert raw_count("reporting_report") == 1
        transaction.savepoint_rollback(savepoint)
        assert raw_count("reporting_report") == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_used_again_remembers_nothing(two_schools: tuple[School, School]) -> None:
    """200 turns on one connection, inside and outside transactions, each for another school: no foreign row in any."""
    mine, other = two_schools
    foreign = 0
    for turn in range(200):
        organisation = (mine, other)[turn % 2].organisation
        with sees_nothing():
            with sees(tenants=[organisation.pk]):
                if turn % 3:
                    foreign += Report.objects.exclude(organisation=organisation).count()
                else:
                    with transaction.atomic():
                        foreign += Report.objects.exclude(organisation=organisation).count()
            with connection.cursor() as cursor:  # a word about nothing, in a name the guard does not know
                cursor.execute("SELECT coalesce(current_setting('gehoord.tenants', true), '')")
                assert cursor.fetchone()[0] == ""
            foreign += raw_count("reporting_report")

    print(f"\nrow level security: 200 turns on one connection, {foreign} foreign rows")  # noqa: T201 - a figure of the proof table
    assert foreign == 0


def test_the_desk_and_the_student_still_work_from_nothing_in_sight(school: School) -> None:
    submitted = school.submit(story="Winterkoning")
    with sees_nothing():
        adviser = sign_in(Client(), school.samira.user)
        adviser.post("/balie/open/", {"zin": school.samira.phrase})
        assert f"/balie/melding/{submitted.report.pk}/" in adviser.get("/balie/").content.decode()
        assert "Winterkoning" in adviser.get(f"/balie/melding/{submitted.report.pk}/").content.decode()
        behind = Client().post("/melding/", {"code": submitted.receipt.grouped_code})
        assert behind.status_code == 200


def test_every_job_every_term_and_every_erasure_works_from_nothing_in_sight(school: School) -> None:
    submitted = school.submit(story="Boomklever")
    late = timezone.now() + timedelta(days=30)
    with sees_nothing():
        for job in registry.all(Job):
            if job.key.startswith("reporting."):
                job.run(late)
        for rule in registry.all(RetentionRule):
            if rule.key.startswith("reporting."):
                rule.forget(late, True)
    assert submitted.report.events.filter(kind="overdue").exists()
    Report.objects.filter(pk=submitted.report.pk).update(erase_after=NOW)
    with sees_nothing():
        forgotten = sum(rule.forget(late, False) for rule in registry.all(RetentionRule) if rule.key == "reporting.reports")
        for entry in registry.all(PersonalData):
            if entry.key.startswith("reporting."):
                entry.erase(school.joost.user)
    assert forgotten == 1
    assert not Report.objects.filter(pk=submitted.report.pk).exists()


@pytest.mark.django_db
def test_our_own_role_is_bound_by_it() -> None:
    assert check_role_is_bound(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_policies_go_and_come_back_with_the_reports_in_place(school: School) -> None:
    school.submit(story="Sijs")
    call_command("migrate", "reporting", "0008", verbosity=0)
    with sees_nothing():
        assert raw_count("reporting_report") == 1
    call_command("migrate", "reporting", verbosity=0)
    with sees_nothing():
        assert raw_count("reporting_report") == 0
    assert raw_count("reporting_report") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(shutil.which("pg_dump") is None or shutil.which("pg_restore") is None, reason="no pg_dump here")
def test_a_backup_holds_every_report_and_the_rule_comes_back_with_it(
    two_schools: tuple[School, School], tmp_path: Path
) -> None:
    with sees_nothing():
        _copy_database(tmp_path)
    found = connection.settings_dict
    server = ["-h", str(found["HOST"]), "-p", str(found["PORT"]), "-U", str(found["USER"])]
    subprocess.run(["createdb", *server, "gehoord_put_back"], check=True)
    try:
        subprocess.run(["pg_restore", *server, "-d", "gehoord_put_back", "--no-owner", str(tmp_path / DUMP)], check=True)
        with psycopg.connect(
            host=found["HOST"], port=found["PORT"], user=found["USER"], dbname="gehoord_put_back", autocommit=True
        ) as there:
            count = "SELECT count(*) FROM reporting_report"
            blind = there.execute(count).fetchone()
            there.execute("SELECT set_config('gehoord.tenants', '*', false)")
            seeing = there.execute(count).fetchone()
    finally:
        subprocess.run(["dropdb", *server, "gehoord_put_back"], check=True)
    assert (blind, seeing) == ((0,), (3,))
