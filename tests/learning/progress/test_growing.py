"""Skills over time, refreshers by mail, two questions after three months, and one's own data on a page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gehoord.accounts.models import User
from gehoord.core.models import OutboxMessage
from gehoord.core.registry import MailKind, registry
from gehoord.organisations.models import Organisation
from learning.catalogue.queries import REFRESHERS
from learning.completion import services as completion
from learning.completion.enums import CompletedBy
from learning.completion.models import Completion, FollowUp
from learning.engine.chances import chances
from learning.engine.reading import scenario_from_dict
from learning.progress.models import Attempt, Refresher, RefresherWish, SkillMonth
from learning.progress.personal_data import forget_inactive
from learning.progress.refresher_mails import off_address
from learning.progress.refreshing import send_refreshers
from learning.progress.services import forget_answers
from learning.progress.skill_history import skill_to_practise
from tests.factories import ContactFactory, MembershipFactory, sign_in
from tests.learning.factories import MODULE, SCENARIO, scenario_page
from tests.learning.progress.conftest import start, talk

TODAY = date(2027, 3, 15)


@pytest.fixture
def shelf(module: Any) -> None:
    for slug, skill in (("opfrisser-open", "open_question"), ("opfrisser-erkennen", "acknowledging")):
        graph = {"title": slug.capitalize(), "kind": "refresher", "minutes": 3, "x-practises": [skill]}
        scenario_page(f"gesprek-{slug}", **graph)


def finished(user: User, weeks: int, key: str = MODULE, today: date = TODAY) -> None:
    on = today - timedelta(weeks=weeks)
    completion.record_completion(user=user, module_key=key, how=CompletedBy.OWN_STEPS, source=f"{user.pk}{key}{weeks}", on=on)


def mail_of(user: User) -> Any:
    row = OutboxMessage.objects.filter(account=user).latest("pk")
    return registry.get(MailKind, row.kind).compose(row)


def chance(user: User, skill: str, chosen: int, offered: int) -> None:
    SkillMonth.objects.create(user=user, month=date(2027, 2, 1), skill=skill, chosen=chosen, offered=offered)


def test_a_chance_is_a_moment_at_which_a_reply_with_that_skill_was_open() -> None:
    chosen, offered = chances(scenario_from_dict(SCENARIO), ["b", "a"])
    assert offered == {"open_question": 1, "giving_back": 1, "repair": 1}
    assert chosen == {"giving_back": 1}


def test_a_finished_conversation_counts_for_its_month_and_stays_when_the_answers_go(room: Client, learner: User) -> None:
    start(room)
    talk(room, "a", "a")
    forget_answers(user=learner)
    assert not Attempt.objects.exists()
    rows = {row.skill: (row.chosen, row.offered) for row in SkillMonth.objects.filter(user=learner)}
    assert rows == {"open_question": (1, 1), "giving_back": (1, 1), "repair": (0, 1)}


def test_nothing_is_said_of_a_skill_under_five_chances(room: Client, learner: User) -> None:
    chance(learner, "open_question", 1, 4)
    chance(learner, "acknowledging", 2, 5)
    page = room.get("/leren/vaardigheden/").content.decode()
    assert "2 van de 5 keer" in page
    assert "1 van de 4" not in page
    assert "zwak" not in page.lower()


def test_the_skill_to_practise_is_the_least_used_with_five_chances_and_until_then_the_picked_one(learner: User) -> None:
    assert skill_to_practise(learner, picked="listening") == "listening"
    chance(learner, "repair", 0, 4)
    assert skill_to_practise(learner, picked="") == "acknowledging"
    chance(learner, "open_question", 1, 6)
    chance(learner, "giving_back", 5, 6)
    assert skill_to_practise(learner, picked="listening") == "open_question"


def test_refreshers_come_after_two_six_and_twelve_weeks_once_and_then_two_questions(learner: User, shelf: None) -> None:
    finished(learner, 2)
    assert send_refreshers(TODAY - timedelta(days=1)) == 0
    for week in (0, 4, 10, 11):
        day = TODAY + timedelta(weeks=week)
        assert send_refreshers(day) == 1, week
        assert send_refreshers(day) == 0
        assert send_refreshers(day + timedelta(days=1)) == 0
    assert list(Refresher.objects.order_by("weeks").values_list("weeks", flat=True)) == [2, 6, 12, 13]


def test_a_day_that_the_clock_missed_is_made_up_for(learner: User, shelf: None) -> None:
    finished(learner, 2)
    assert send_refreshers(TODAY + timedelta(days=3)) == 1


def test_nobody_gets_two_in_one_week_and_who_said_so_gets_none(learner: User, school: Organisation, shelf: None) -> None:
    finished(learner, 2)
    finished(learner, 6, key="andere")
    assert send_refreshers(TODAY) == 1
    other = MembershipFactory(organisation=school).user
    RefresherWish.objects.create(user=other, is_off=True)
    finished(other, 2)
    assert send_refreshers(TODAY) == 0


def test_the_mail_brings_the_learners_own_sentence_and_the_way_out(room: Client, learner: User, shelf: None) -> None:
    start(room)
    talk(room, "a", "a")
    attempt = Attempt.objects.get()
    room.post(f"/leren/terugkijken/{attempt.pk}/", {"take_along": "Eerst vragen wat iemand wil."})
    finished(learner, 2)
    send_refreshers(TODAY)
    mail = mail_of(learner)
    assert "Eerst vragen wat iemand wil." in mail.body
    assert f"/leren/{REFRESHERS}/opfrisser-" in mail.body
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "vragen" not in str(OutboxMessage.objects.latest("pk").context)


def test_off_takes_one_click_without_signing_in_and_opening_alone_changes_nothing(learner: User, shelf: None) -> None:
    path = "/" + off_address(learner).split("/", 3)[3]
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    assert not RefresherWish.objects.exists()
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert RefresherWish.objects.get(user=learner).is_off
    assert stranger.get("/leren/geen-opfrissers/verzonnen/").status_code == 404


def test_a_mail_that_waited_is_not_sent_to_who_turned_them_off(learner: User, shelf: None) -> None:
    finished(learner, 2)
    send_refreshers(TODAY)
    RefresherWish.objects.create(user=learner, is_off=True)
    assert mail_of(learner) is None


def test_a_refresher_is_played_like_any_conversation_and_completes_no_module(room: Client, learner: User, shelf: None) -> None:
    assert "Opfrisser-open" in room.get(f"/leren/{REFRESHERS}/").content.decode()
    url = f"/leren/{REFRESHERS}/opfrisser-open/"
    room.post(url, {"action": "start"})
    for sequence, key in enumerate(("a", "a")):
        room.post(url, {"action": "say", "sequence": sequence, "skip": "yes"})
        room.post(url, {"action": "reply", "sequence": sequence, "reply": key})
    assert Attempt.objects.get().is_finished
    assert not Completion.objects.exists()
    assert "Opfrisser-open" in room.get("/leren/mijn-gesprekken/").content.decode()


def test_the_two_questions_are_counted_once_and_without_a_name(room: Client, learner: User, school: Organisation) -> None:
    row = Refresher.objects.create(user=learner, module_key=MODULE, weeks=13, sent_on=TODAY)
    url = f"/leren/na-drie-maanden/{row.pk}/"
    assert room.post(url, {"did": "doors"}).status_code == 422
    for _ in range(2):
        assert room.post(url, {"had": "yes", "did": ["listened", "doors", "verzonnen"]}).status_code == 302
    assert {(one.choice, one.times) for one in FollowUp.objects.filter(organisation=school)} == {
        ("had-yes", 1), ("did-listened", 1), ("did-doors", 1),
    }  # fmt: skip
    other = sign_in(Client(), MembershipFactory(organisation=school).user)
    assert other.get(url).status_code == 404


def test_all_of_it_can_be_read_on_a_page(room: Client, learner: User) -> None:
    room.post(f"/leren/{MODULE}/lezen/")
    chance(learner, "open_question", 1, 4)
    page = room.get("/leren/van-mij/lezen/").content.decode()
    assert "Open vraag" in page
    assert MODULE in page


def test_the_card_names_the_door_to_type_over(room: Client) -> None:
    page = room.get("/leren/nu-een-gesprek/").content.decode()
    assert "/melden/de-kade/" in page
    assert "card.css" in page


def test_the_card_offers_a_student_nobody_who_is_there_for_colleagues(room: Client, learner: User) -> None:
    school = learner.memberships.first().organisation
    ContactFactory(organisation=school, name="Samira Haddad")
    ContactFactory(organisation=school, name="Nora Hofman", for_staff=True)

    page = room.get("/leren/nu-een-gesprek/").content.decode()

    assert "Samira Haddad" in page
    assert "Nora Hofman" not in page


@pytest.mark.parametrize(("path", "most"), [("vaardigheden/", 11), ("mijn-gesprekken/", 10), ("", 13)])
def test_pages_take_the_same_queries_however_much_there_is(
    room: Client, learner: User, shelf: None, django_assert_max_num_queries: Any, path: str, most: int
) -> None:
    for skill in ("open_question", "acknowledging", "repair"):
        chance(learner, skill, 1, 7)
    room.get(f"/leren/{path}")
    with django_assert_max_num_queries(most):
        room.get(f"/leren/{path}")


def test_of_who_stayed_away_for_two_years_nothing_is_left(learner: User) -> None:
    chance(learner, "open_question", 1, 6)
    RefresherWish.objects.create(user=learner, skill="repair")
    User.objects.filter(pk=learner.pk).update(last_login=datetime(2024, 1, 1, tzinfo=UTC))
    assert forget_inactive(datetime(2025, 6, 1, tzinfo=UTC), dry_run=False) == 0
    assert forget_inactive(datetime(2026, 6, 1, tzinfo=UTC), dry_run=True) == 2
    assert SkillMonth.objects.count() == 1
    assert forget_inactive(datetime(2026, 6, 1, tzinfo=UTC), dry_run=False) == 2
    assert not SkillMonth.objects.exists()
