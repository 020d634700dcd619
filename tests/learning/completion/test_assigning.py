"""Learning paths: asked of a team, a function or everybody; a wish, never a lock; "not now" is seen by nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoord.accounts.models import User
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from learning.catalogue.models import HiddenModule, LearningPath
from learning.catalogue.path_services import show_module
from learning.catalogue.queries import modules_of
from learning.completion.assigning import assign_path, say_not_now, wishes_for
from learning.completion.models import Assignment, ModuleStatus
from tests.factories import MembershipFactory, OrganisationFactory, TeamFactory, sign_in
from tests.learning.factories import published_module

pytestmark = pytest.mark.django_db
PAGE = "/overzicht/leerroutes/"


@pytest.fixture
def school() -> Organisation:
    published_module("eerst", "Aan het begin")
    published_module("dan", "Zo ga je verder")
    return OrganisationFactory(name="De Kade")


@pytest.fixture
def path() -> LearningPath:
    return LearningPath.objects.create(key="mentor", function="mentor", module_keys=["dan", "eerst"])


@pytest.fixture
def coordinator(client: Client, school: Organisation) -> Client:
    return sign_in(client, MembershipFactory(organisation=school, coordinator=True).user)


def asked(user: User) -> list[str]:
    return [wish.path for wish in wishes_for(user, user.memberships.all())]


def test_a_path_reaches_the_team_and_the_function_and_nobody_else(school: Organisation, path: LearningPath) -> None:
    team = TeamFactory(organisation=school)
    mentor = MembershipFactory(organisation=school, functions=["mentor"]).user
    teacher = MembershipFactory(organisation=school, functions=["teacher"])
    elsewhere = MembershipFactory(functions=["mentor"]).user
    assign_path(organisation=school, path=path, team=None, function="mentor", wish_on=date(2027, 3, 1), by=None)
    assert asked(mentor) == ["Leerroute voor de mentor"]
    assert asked(teacher.user) == asked(elsewhere) == []
    teacher.teams.add(team)
    assign_path(organisation=school, path=path, team=team, function="", wish_on=None, by=None)
    assert asked(teacher.user) == ["Leerroute voor de mentor"]


def test_asking_the_same_again_moves_the_wish(school: Organisation, path: LearningPath) -> None:
    for wish in (date(2027, 3, 1), date(2027, 5, 1)):
        assign_path(organisation=school, path=path, team=None, function="mentor", wish_on=wish, by=None)
    assert Assignment.objects.get().wish_on == date(2027, 5, 1)


def test_the_learner_sees_the_wish_and_the_order_and_may_still_take_everything(
    client: Client, school: Organisation, path: LearningPath
) -> None:
    published_module("los", "Aanvullend")
    assign_path(organisation=school, path=path, team=None, function="mentor", wish_on=date(2027, 3, 1), by=None)
    sign_in(client, MembershipFactory(organisation=school, functions=["mentor"]).user)
    page = client.get("/leren/").content.decode()
    assert "Het liefst voor 1 maart" in page
    assert page.index("/leren/dan/") < page.index("/leren/eerst/") < page.index("/leren/los/")
    assert client.get("/leren/los/").status_code == 200


def test_not_now_needs_no_reason_and_stays_with_the_learner(client: Client, school: Organisation) -> None:
    learner = MembershipFactory(organisation=school).user
    sign_in(client, learner)
    assert client.post("/leren/eerst/nu-niet/", {"later": "yes"})["Location"] == "/leren/eerst/"
    assert "Niemand ziet dat" in client.get("/leren/eerst/").content.decode()
    sign_in(client, MembershipFactory(organisation=school, coordinator=True).user)
    assert "Nu niet" not in client.get(f"/overzicht/?organisatie={school.slug}").content.decode()
    say_not_now(user=learner, module_key="eerst", not_now=False)
    assert not ModuleStatus.objects.get(user=learner).not_now


def test_the_coordinator_asks_and_stops_asking(coordinator: Client, school: Organisation, path: LearningPath) -> None:
    sent = {"action": "assign", "a-path": path.pk, "a-whom": "function:mentor", "a-wish_on": "2027-03-01"}
    assert coordinator.post(PAGE, sent).status_code == 302
    row = Assignment.objects.get(organisation=school)
    assert "liefst voor 1 maart 2027" in coordinator.get(PAGE).content.decode()
    assert coordinator.post(PAGE, {"action": "end", "id": row.pk}).status_code == 302
    assert not Assignment.objects.exists()


def test_a_date_that_is_none_comes_back_with_what_was_typed(coordinator: Client, path: LearningPath) -> None:
    answer = coordinator.post(PAGE, {"action": "assign", "a-path": path.pk, "a-whom": "all", "a-wish_on": "lente"})
    assert answer.status_code == 422
    assert "lente" in answer.content.decode()


def test_an_own_path_has_its_modules_in_order_and_can_go(coordinator: Client, school: Organisation) -> None:
    made = {"action": "make", "p-title": "Onze route", "p-module_1": "dan", "p-module_2": "eerst"}
    assert coordinator.post(PAGE, made).status_code == 302
    own = LearningPath.objects.get(organisation=school)
    assert own.module_keys == ["dan", "eerst"]
    coordinator.post(PAGE, {"action": "delete", "id": own.pk})
    assert not LearningPath.objects.exists()


@pytest.mark.parametrize("action", ["end", "delete"])
def test_what_is_another_schools_or_the_regions_does_not_exist(coordinator: Client, path: LearningPath, action: str) -> None:
    other = OrganisationFactory()
    own = LearningPath.objects.create(organisation=other, title="Van hen", module_keys=["dan"])
    row = assign_path(organisation=other, path=own, team=None, function="", wish_on=None, by=None)
    foreign = {"end": row.pk, "delete": own.pk}[action]
    assert coordinator.post(PAGE, {"action": action, "id": foreign}).status_code == 404
    assert coordinator.post(PAGE, {"action": "delete", "id": path.pk}).status_code == 404
    assert coordinator.get(f"{PAGE}?organisatie={other.slug}").status_code == 404


def test_a_school_hides_a_module_and_who_began_goes_on(coordinator: Client, school: Organisation) -> None:
    began = MembershipFactory(organisation=school).user
    there = sign_in(Client(), began)
    there.post("/leren/eerst/lezen/")
    coordinator.post(PAGE, {"action": "hide", "module": "eerst"})
    assert [module.key for module in modules_of(school) if module.is_open] == ["dan"]
    assert there.get("/leren/eerst/").status_code == 200
    fresh = sign_in(Client(), MembershipFactory(organisation=school).user)
    assert fresh.get("/leren/eerst/").status_code == 410
    coordinator.post(PAGE, {"action": "show", "module": "eerst"})
    assert fresh.get("/leren/eerst/").status_code == 200


def test_who_belongs_to_two_schools_sees_what_one_of_them_shows(school: Organisation) -> None:
    other = OrganisationFactory()
    user = MembershipFactory(organisation=school).user
    MembershipFactory(organisation=other, user=user, role=Role.LEARNER)
    show_module(organisation=school, module_key="eerst", show=False, by=None)
    there = sign_in(Client(), user)
    assert there.get("/leren/eerst/").status_code == 200
    show_module(organisation=other, module_key="eerst", show=False, by=None)
    assert HiddenModule.objects.count() == 2
    assert there.get("/leren/eerst/").status_code == 410


def test_the_page_takes_the_same_queries_however_much_is_asked(
    coordinator: Client, school: Organisation, path: LearningPath, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        team = TeamFactory(organisation=school)
        assign_path(organisation=school, path=path, team=team, function="", wish_on=None, by=None)
    coordinator.get(PAGE)
    with django_assert_max_num_queries(22):
        coordinator.get(reverse("insights:paths"))
