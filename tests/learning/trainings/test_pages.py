"""The pages of live trainings: what a learner and a trainer see, and what does not exist for others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from learning.trainings import seats, services
from learning.trainings.models import LiveTraining, SignUp
from tests.factories import MembershipFactory, sign_in

from .conftest import World


@pytest.fixture
def learner(world: World, client: Client) -> Client:
    return sign_in(client, world.colleague())


@pytest.fixture
def trainer(world: World) -> Client:
    return sign_in(Client(), world.trainer)


def plan(world: World, **changed: object) -> dict[str, object]:
    return {
        "title": "Samen oefenen", "module_key": "", "starts_at": "2031-03-12T13:00", "ends_at": "2031-03-12T16:00",
        "place": "Zaal 3", "link": "", "seats": 12, "organisation": world.bureau.pk, "schools": [world.school.pk], "note": "",
        **changed,
    }  # fmt: skip


def test_a_learner_signs_up_and_off_again(world: World, learner: Client) -> None:
    training = world.training()
    assert training.title in learner.get(reverse("trainings:mine")).content.decode()
    page = learner.post(reverse("trainings:sign_up", args=[training.pk]), follow=True)
    assert "Je bent aangemeld" in page.content.decode()
    page = learner.post(reverse("trainings:sign_off", args=[training.pk]), follow=True)
    assert "Je bent afgemeld" in page.content.decode()


def test_a_training_of_another_school_is_not_found(world: World) -> None:
    training, other = world.training(), sign_in(Client(), world.colleague(world.other))
    assert training.title not in other.get(reverse("trainings:mine")).content.decode()
    assert other.get(reverse("trainings:training", args=[training.pk])).status_code == 404
    for name in ("sign_up", "sign_off", "check_in"):
        assert other.post(reverse(f"trainings:{name}", args=[training.pk]), {"code": "1"}).status_code == 404


def test_a_wrong_code_comes_back_with_what_was_typed(world: World, learner: Client) -> None:
    training = services.show_screen_code(training=world.training(days=0.01), by=world.trainer, show=True)
    wrong = "000000" if training.screen_code != "000000" else "111111"
    page = learner.post(reverse("trainings:check_in", args=[training.pk]), {"code": wrong})
    assert page.status_code == 422
    assert f'value="{wrong}"' in page.content.decode()


def test_a_trainer_plans_a_training(world: World, trainer: Client) -> None:
    page = trainer.post(reverse("trainings:new"), plan(world), follow=True)
    assert page.status_code == 200
    training = LiveTraining.objects.get()
    assert training.trainer == world.trainer
    assert list(training.schools.all()) == [world.school]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends_at": "2031-03-12T12:00"}, "Het einde ligt voor het begin"),
        ({"place": ""}, "Vul in waar de training is"),
        ({"title": ""}, "Titel"),
        ({"seats": 0}, "Aantal plaatsen"),
        ({"starts_at": "morgen"}, "Begint"),
    ],
)
def test_a_plan_that_cannot_be_comes_back_as_typed(
    world: World, trainer: Client, changed: dict[str, object], sentence: str
) -> None:
    page = trainer.post(reverse("trainings:new"), plan(world, note="Neem een pen mee.", **changed))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Neem een pen mee." in page.content.decode()
    assert not LiveTraining.objects.exists()


def test_a_trainer_of_one_school_invites_that_school_alone(world: World) -> None:
    own = MembershipFactory(organisation=world.school, trainer=True).user
    page = sign_in(Client(), own).post(
        reverse("trainings:new"), plan(world, organisation=world.school.pk, schools=[world.other.pk])
    )
    assert page.status_code == 422
    assert not LiveTraining.objects.exists()


def test_people_of_a_training_are_seen_by_its_own_trainers_alone(world: World, trainer: Client) -> None:
    training, person = world.training(), world.colleague()
    seats.sign_up(training=training, user=person, now=world.now)
    address = reverse("trainings:people", args=[training.pk])
    assert person.name in trainer.get(address).content.decode()
    outsider = MembershipFactory(organisation=world.school, trainer=True).user
    for client in (sign_in(Client(), outsider), sign_in(Client(), person)):
        assert client.get(address).status_code == 404


def test_the_list_in_the_room_is_ticked_and_kept(world: World, trainer: Client) -> None:
    training, person = world.training(days=-0.05), world.colleague()
    training.sign_ups.create(user=person, organisation=world.school, state="seated", since=world.now)
    page = trainer.post(reverse("trainings:people", args=[training.pk]), {"present": [str(person.pk), "x"]}, follow=True)
    assert "1 persoon was erbij" in page.content.decode()
    assert SignUp.objects.get().attendance == "present"


def test_calling_off_keeps_what_people_had_and_takes_away_what_nobody_had(world: World, trainer: Client) -> None:
    empty, full = world.training(), world.training()
    seats.sign_up(training=full, user=world.colleague(), now=world.now)
    for training in (empty, full):
        trainer.post(reverse("trainings:cancel", args=[training.pk]))
    assert LiveTraining.objects.get().is_cancelled


def test_an_earlier_training_names_who_is_not_known(world: World, trainer: Client) -> None:
    page = trainer.post(reverse("trainings:earlier"), {"module_key": "", "on": "2031-01-01", "emails": "geen adres"})
    assert page.status_code == 422
    assert "geen adres" in page.content.decode()


def test_the_calendar_program_reads_by_the_secret_address_alone(world: World) -> None:
    person, training = world.colleague(), world.training()
    seats.sign_up(training=training, user=person, now=world.now)
    answer = Client().get(reverse("trainings:feed", args=[seats.feed_of(person).token]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert str(training.uid) in answer.content.decode()
    assert Client().get(reverse("trainings:feed", args=["geraden"])).status_code == 404


def test_lists_ask_the_same_however_many_there_are(
    world: World, learner: Client, trainer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            training = world.training(seats=50)
            for _ in range(2):
                seats.sign_up(training=training, user=world.colleague(), now=world.now - timedelta(hours=1))

    fill(1)
    addresses = [(learner, reverse("trainings:mine")), (trainer, reverse("trainings:given"))]
    addresses.append((trainer, reverse("trainings:people", args=[LiveTraining.objects.first().pk])))  # type: ignore[union-attr]
    for client, address in addresses:
        client.get(address)
    before = [count(client, address) for client, address in addresses]
    fill(5)
    assert [count(client, address) for client, address in addresses] == before


def count(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_same_form_sent_twice_plans_one_training(world: World, trainer: Client) -> None:
    form_id = str(trainer.get(reverse("trainings:new")).context["form"].initial["form_id"])
    for _ in range(2):
        assert trainer.post(reverse("trainings:new"), plan(world, form_id=form_id)).status_code == 302
    assert LiveTraining.objects.count() == 1
    other = sign_in(Client(), MembershipFactory(organisation=world.bureau, trainer=True).user)
    other.post(reverse("trainings:new"), plan(world, form_id=form_id))
    assert LiveTraining.objects.count() == 2


@pytest.mark.parametrize("link", ["//evil.example", "http://evil.example/x", "javascript:alert(1)", "evil.example"])
def test_a_link_is_a_whole_https_address(world: World, trainer: Client, link: str) -> None:
    page = trainer.post(reverse("trainings:new"), plan(world, link=link))
    assert page.status_code == 422
    assert page.context["form"].errors["link"]
    assert not LiveTraining.objects.exists()


def test_a_coordinator_sees_seats_as_numbers_and_no_name(world: World, client: Client) -> None:
    training = world.training(seats=2)
    training.schools.add(world.other)
    for user in (world.colleague(user__name="Kees Vis"), world.colleague(world.other), world.colleague(world.other)):
        seats.sign_up(training=training, user=user, now=world.now)
    sign_in(client, MembershipFactory(organisation=world.school, coordinator=True).user)
    page = client.get(reverse("wiring:overview")).content.decode()
    assert training.title in page
    assert "2 van 2" in page
    row = page.split(training.title)[1].split("</tr>")[0]
    assert '<td class="is-number">1</td><td class="is-number">1</td>' in row
    assert "Kees Vis" not in row
