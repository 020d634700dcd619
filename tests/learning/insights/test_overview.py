"""The coordinator sees who of the own organisation is finished, and nothing else."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gehoord.core.models import AuditEvent
from gehoord.organisations.models import Organisation
from learning.completion import services
from learning.completion.enums import CompletedBy
from learning.insights.charts import growth_line
from learning.insights.queries import Month, months_until, progress_of, safe_underway
from learning.insights.views import plain_cell
from tests.factories import MembershipFactory, OrganisationFactory, TeamFactory, UserFactory, sign_in
from tests.learning.factories import published_module

BASE = "herkennen-en-erkennen"


@pytest.fixture
def school(db: None) -> Organisation:
    published_module(key=BASE, title="Herkennen en erkennen")
    return OrganisationFactory(slug="de-kade", name="De Kade")


def finish(user: object, on: date = date(2026, 10, 5), module_key: str = BASE) -> None:
    services.record_completion(
        user=user, module_key=module_key, how=CompletedBy.OWN_STEPS, source=f"{user.pk}:{module_key}", on=on
    )


def coordinator(client: Client, school: Organisation) -> Client:
    return sign_in(client, MembershipFactory(coordinator=True, organisation=school).user)


def test_finished_and_not_yet_by_name_with_teams(client: Client, school: Organisation) -> None:
    team = TeamFactory(organisation=school, name="Logistiek")
    done = MembershipFactory(organisation=school, user=UserFactory(name="Marloes Bakker"))
    done.teams.add(team)
    MembershipFactory(organisation=school, user=UserFactory(name="Kees Vis"))
    finish(done.user)
    page = coordinator(client, school).get(reverse("wiring:overview")).content.decode()
    assert "1 van de 2 collega’s is klaar" in page
    assert "Marloes Bakker" in page
    assert "Logistiek" in page
    assert page.count("Nog niet") == 1


def test_it_shows_no_start_by_name_and_no_day(client: Client, school: Organisation) -> None:
    started = MembershipFactory(organisation=school, user=UserFactory(name="Kees Vis"))
    services.record_started(user=started.user, module_key=BASE, on=date(2026, 10, 6))
    page = coordinator(client, school).get(reverse("wiring:overview")).content.decode()
    assert "begonnen" not in page
    assert "6 oktober" not in page
    assert "Nog niemand is klaar" in page


def test_people_of_another_school_and_leavers_are_not_there(client: Client, school: Organisation) -> None:
    stranger = MembershipFactory(user=UserFactory(name="Iemand Elders"))
    gone = MembershipFactory(
        organisation=school, user=UserFactory(name="Al Weg"), started_on=date(2024, 1, 1), ended_on=date(2025, 1, 1)
    )
    MembershipFactory(organisation=school, user=UserFactory(name="Wie Blijft"))
    for membership in (stranger, gone):
        finish(membership.user)
    page = coordinator(client, school).get(reverse("wiring:overview")).content.decode()
    assert "Wie Blijft" in page
    assert "Iemand Elders" not in page
    assert "Al Weg" not in page


def test_everyone_finished_is_said_in_words(client: Client, school: Organisation) -> None:
    finish(MembershipFactory(organisation=school).user)
    assert "Iedereen is klaar" in coordinator(client, school).get(reverse("wiring:overview")).content.decode()


def test_no_learners_yet_says_what_to_do(client: Client, school: Organisation) -> None:
    page = coordinator(client, school).get(reverse("wiring:overview")).content.decode()
    assert "Er doen nog geen collega’s mee" in page


@pytest.mark.parametrize(
    ("started", "not_yet", "shown"), [(2, 6, 2), (3, 4, None), (0, 6, None), (6, 6, None), (4, 5, 4), (1, 1, None)]
)
def test_how_many_began_is_shown_only_where_it_points_at_nobody(started: int, not_yet: int, shown: int | None) -> None:
    assert safe_underway(started, not_yet) == shown


def test_growth_counts_who_was_finished_by_the_end_of_each_month() -> None:
    months = months_until(date(2026, 3, 10), [date(2026, 3, 1), date(2025, 12, 31), date(2024, 1, 1)])
    assert months[0] == Month(first_day=date(2025, 4, 1), finished=1)
    assert [month.finished for month in months[-4:]] == [2, 2, 2, 3]
    assert len(months) == 12


@pytest.mark.parametrize("total", [0, 1, 400])
def test_the_line_stays_in_its_picture(total: int) -> None:
    line = growth_line(months_until(date(2026, 3, 10), [date(2026, 1, 1)] * total), total)
    assert all(30 <= point.y <= 230 for point in line.points)
    assert line.points[-1].labelled


def test_the_list_as_a_file(client: Client, school: Organisation) -> None:
    finish(MembershipFactory(organisation=school, user=UserFactory(name="=HYPERLINK(1)", email="a@x.example")).user)
    MembershipFactory(organisation=school, user=UserFactory(name="Zus", email="z@x.example"))
    response = coordinator(client, school).get(reverse("insights:download"), {"organisatie": school.slug})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Naam", "E-mailadres", "Team", "Herkennen en erkennen"]
    assert ["'=HYPERLINK(1)", "a@x.example", "", "klaar"] in rows
    assert ["Zus", "z@x.example", "", "nog niet"] in rows
    assert AuditEvent.objects.get(action="insights.list_downloaded").organisation_id == school.pk


def test_a_formula_is_a_plain_cell() -> None:
    assert plain_cell("@x") == "'@x"
    assert plain_cell("Marloes") == "Marloes"


@pytest.mark.parametrize("role", ["learner", "trainer", "adviser", "editor", "administrator"])
def test_only_a_coordinator_gets_the_file(client: Client, school: Organisation, role: str) -> None:
    sign_in(client, MembershipFactory(organisation=school, role=role).user)
    assert client.get(reverse("insights:download"), {"organisatie": school.slug}).status_code == 404


def test_another_schools_file_does_not_exist(client: Client, school: Organisation) -> None:
    other = OrganisationFactory()
    assert coordinator(client, school).get(reverse("insights:download"), {"organisatie": other.slug}).status_code == 404


def test_who_is_not_signed_in_goes_to_the_door(client: Client, school: Organisation) -> None:
    assert client.get(reverse("insights:download")).status_code == 302


def test_the_panel_costs_the_same_queries_for_two_and_for_forty(
    school: Organisation, django_assert_num_queries: object
) -> None:
    def colleagues(number: int) -> None:
        for _ in range(number):
            membership = MembershipFactory(organisation=school)
            membership.teams.add(TeamFactory(organisation=school))
            finish(membership.user)

    colleagues(2)
    with django_assert_num_queries(5):
        progress_of(school, BASE)
    colleagues(38)
    with django_assert_num_queries(5):
        progress_of(school, BASE)
