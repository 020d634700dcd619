"""A coordinator reminds, notes leave, and gets the list: never more than who is finished, and nobody is pressed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from gehoord.accounts.models import User
from gehoord.core.models import OutboxMessage
from gehoord.core.registry import MailKind, registry
from gehoord.organisations.models import Organisation
from learning.completion import services
from learning.completion.assigning import say_not_now
from learning.completion.enums import CompletedBy
from learning.completion.errors import RemindedRecentlyError
from learning.completion.models import FollowUp, ModuleStatus, SetAside
from learning.completion.reminding import remind_not_yet
from learning.insights.notifications import off_address
from learning.insights.queries import follow_up_of, progress_of
from learning.insights.views import rows_of
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, sign_in
from tests.learning.factories import published_module

BASE = "herkennen-en-erkennen"
TODAY = date(2027, 3, 15)
PAGE = f"/overzicht/herinnering/{BASE}/"


@pytest.fixture
def school(db: None) -> Organisation:
    published_module(key=BASE)
    return OrganisationFactory(slug="de-kade", name="De Kade")


@pytest.fixture
def coordinator(client: Client, school: Organisation) -> Client:
    return sign_in(client, MembershipFactory(coordinator=True, organisation=school).user)


@pytest.fixture
def colleague(school: Organisation) -> Callable[..., User]:
    def make(name: str = "Kees Vis") -> User:
        found: User = MembershipFactory(organisation=school, user=UserFactory(name=name)).user
        return found

    return make


def finish(user: User) -> None:
    source = f"{user.pk}:{BASE}"
    services.record_completion(user=user, module_key=BASE, how=CompletedBy.OWN_STEPS, source=source, on=date(2027, 1, 5))


def reminded() -> set[int]:
    return set(OutboxMessage.objects.filter(kind="insights.reminder").values_list("account_id", flat=True))


def test_the_mail_is_shown_before_it_goes_and_goes_to_who_is_not_yet(
    coordinator: Client, colleague: Callable[..., User]
) -> None:
    not_yet, done = colleague(), colleague("Al Klaar")
    finish(done)
    page = coordinator.get(PAGE).content.decode()
    assert "Er staat een korte training voor je klaar" in page
    assert reminded() == set()
    assert coordinator.post(PAGE).status_code == 302
    assert reminded() == {not_yet.pk}
    assert "De volgende kan vanaf" in coordinator.get(PAGE).content.decode()


def test_at_most_once_in_fourteen_days(school: Organisation, colleague: Callable[..., User]) -> None:
    colleague()
    remind_not_yet(organisation=school, module_key=BASE, on=TODAY, by=None)
    with pytest.raises(RemindedRecentlyError):
        remind_not_yet(organisation=school, module_key=BASE, on=TODAY + timedelta(days=13), by=None)
    remind_not_yet(organisation=school, module_key=BASE, on=TODAY + timedelta(days=14), by=None)
    assert OutboxMessage.objects.filter(kind="insights.reminder").count() == 2


def test_who_is_on_leave_or_exempt_or_said_not_now_is_left_alone(
    coordinator: Client, school: Organisation, colleague: Callable[..., User]
) -> None:
    away, exempt, later, asked = colleague("Aan Zee"), colleague("Bea Vrij"), colleague("Cas Later"), colleague("Doe Wel")
    ids = {user.pk: user.memberships.get().pk for user in (away, exempt)}
    coordinator.post("/overzicht/verlof/", {"colleague": ids[away.pk], "what": "leave"})
    coordinator.post("/overzicht/verlof/", {"colleague": ids[exempt.pk], "what": BASE})
    say_not_now(user=later, module_key=BASE, not_now=True)
    remind_not_yet(organisation=school, module_key=BASE, on=TODAY, by=None)
    assert reminded() == {asked.pk}
    progress = progress_of(school, BASE)
    assert (progress.total, progress.not_yet) == (2, 2)
    page = coordinator.get("/overzicht/").content.decode()
    assert "Met verlof" in page
    assert "Cas Later" in page
    assert "Nu niet" not in page


def test_leave_is_taken_back_and_another_schools_people_are_not_there(
    coordinator: Client, school: Organisation, colleague: Callable[..., User]
) -> None:
    foreign = MembershipFactory()
    assert coordinator.post("/overzicht/verlof/", {"colleague": foreign.pk, "what": "leave"}).status_code == 422
    other = SetAside.objects.create(organisation=foreign.organisation, user=foreign.user, kind="leave")
    assert coordinator.post("/overzicht/verlof/", {"away": other.pk}).status_code == 404
    own = SetAside.objects.create(organisation=school, user=colleague(), kind="leave")
    assert "Kees Vis" in coordinator.get("/overzicht/verlof/").content.decode()
    assert coordinator.post("/overzicht/verlof/", {"away": own.pk}).status_code == 302
    assert SetAside.objects.get() == other


def test_the_mail_is_not_sent_to_who_finished_meanwhile(school: Organisation, colleague: Callable[..., User]) -> None:
    user = colleague()
    remind_not_yet(organisation=school, module_key=BASE, on=TODAY, by=None)
    row = OutboxMessage.objects.get(kind="insights.reminder")
    compose = registry.get(MailKind, row.kind).compose
    assert "/leren/herkennen-en-erkennen/" in compose(row).body
    finish(user)
    assert compose(row) is None


def test_one_click_in_the_mail_says_not_now(colleague: Callable[..., User]) -> None:
    user = colleague()
    path = "/" + off_address(user.pk, BASE).split("/", 3)[3]
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    assert not ModuleStatus.objects.exists()
    assert stranger.post(path).status_code == 200
    assert ModuleStatus.objects.get(user=user).not_now
    assert stranger.get("/overzicht/nu-niet/verzonnen/").status_code == 404


@pytest.mark.parametrize("path", [PAGE, "/overzicht/verlof/", "/overzicht/training.xlsx", "/overzicht/leerroutes/"])
def test_another_schools_pages_do_not_exist(coordinator: Client, path: str) -> None:
    other = OrganisationFactory()
    assert coordinator.get(path, {"organisatie": other.slug}).status_code == 404
    assert sign_in(Client(), MembershipFactory(organisation=other).user).get(path).status_code == 404


def test_the_spreadsheet_holds_the_same_rows_as_the_query(
    coordinator: Client, school: Organisation, colleague: Callable[..., User]
) -> None:
    finish(colleague("=1+1"))
    colleague("Zus")
    answer = coordinator.get(reverse("insights:spreadsheet"), {"organisatie": school.slug})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == list(rows_of(school))
    assert sheet["A2"].value == "'=1+1"


@pytest.mark.parametrize(
    ("quarter", "yes", "no", "shown"),
    [("2026-4", 9, 6, (9, 6)), ("2026-4", 9, 4, None), ("2026-4", 4, 9, None), ("2027-1", 9, 9, None), ("2026-3", 9, 9, None)],
)
def test_answers_after_three_months_show_only_of_a_whole_quarter_and_from_five(
    school: Organisation, quarter: str, yes: int, no: int, shown: tuple[int, int] | None
) -> None:
    for choice, times in (("had-yes", yes), ("had-no", no)):
        FollowUp.objects.create(organisation=school, module_key=BASE, quarter=quarter, choice=choice, times=times)
    assert follow_up_of(school, BASE, today=TODAY) == shown
