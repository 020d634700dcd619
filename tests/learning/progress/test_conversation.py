"""A conversation from its start to looking back: once each, on every device, on the version it began with."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gehoord.accounts.models import User
from learning.catalogue.models import FrozenVersion, ScenarioPage
from learning.completion.models import Completion
from learning.progress.enums import AttemptState
from learning.progress.models import Answer, Attempt, StepDone
from tests.factories import MembershipFactory, sign_in
from tests.learning.factories import publish

from .conftest import STEP, say, start, talk

HTMX = {"HTTP_HX_REQUEST": "true"}


def page(room: Client, url: str = STEP) -> str:
    response = room.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_before_it_begins_the_theme_is_named_and_nothing_is_kept(room: Client) -> None:
    shown = page(room)
    assert "In dit gesprek gaat het over geloof." in shown
    assert "Jij bent mentor. Je praat met Noor (17)." in shown
    assert "Begin het gesprek" in shown
    assert not Attempt.objects.exists()


def test_while_talking_only_consequences_show(room: Client) -> None:
    start(room)
    shown = page(room)
    assert "Ik stop." in shown
    assert "Noor kijkt je aan" in shown
    assert "Antwoord a naar m2" in shown
    for hidden in ("Vraag maar door", "Waarom a", "Open vraag", "Noor is bang"):
        assert hidden not in shown


def test_a_reply_brings_the_next_line_and_the_page_opens_there(room: Client) -> None:
    start(room)
    response = say(room, 0, "a")
    assert response.url == f"{STEP}#nieuw"
    shown = page(room)
    assert shown.count("Antwoord a naar m2") == 1
    assert shown.count('id="nieuw"') == 1
    assert "<title>Noor: Ze lachen om mij. – Noor wil stoppen</title>" in shown


def test_say_it_yourself_first_then_the_replies(room: Client) -> None:
    start(room)
    say(room, 0, "a")
    asked = page(room)
    assert "Schrijf geen namen of herkenbare details" in asked
    assert "Antwoord r naar m1" not in asked
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "Wat rot voor je."})
    shown = page(room)
    assert "Wat rot voor je." in shown
    assert "Antwoord r naar m1" in shown
    say(room, 1, "a")
    assert "Wat rot voor je." not in Answer.objects.get(sequence=1).own_words_sealed
    assert Answer.objects.get(sequence=1).own_words == "Wat rot voor je."


def test_writing_first_can_be_skipped(room: Client) -> None:
    start(room)
    say(room, 0, "a")
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "toch iets", "skip": "yes"})
    assert "Antwoord r naar m1" in page(room)
    say(room, 1, "a")
    assert Answer.objects.get(sequence=1).own_words == ""


def test_an_own_sentence_survives_a_change_of_device(room: Client, learner: User) -> None:
    start(room)
    say(room, 0, "a")
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "Wat rot voor je."})
    assert "Wat rot voor je." in page(sign_in(Client(), learner))


def test_resume_on_the_same_spot_on_another_device(room: Client, learner: User) -> None:
    start(room)
    say(room, 0, "b")
    other = sign_in(Client(), learner)
    assert "Verder waar je was" in page(other, "/leren/")
    assert "Ze lachen om mij." in page(other)
    order = [line for line in page(room).splitlines() if 'name="reply"' in line]
    assert order == [line for line in page(other).splitlines() if 'name="reply"' in line]


@pytest.mark.parametrize("again", ["a", "b"])
def test_a_double_click_and_a_stale_tab_change_nothing(room: Client, again: str) -> None:
    start(room)
    say(room, 0, "a")
    late = say(room, 0, again)
    assert (late.status_code, late.url) == (302, STEP)
    assert Answer.objects.count() == 1
    shown = page(room)
    assert "Ze lachen om mij." in shown
    assert ("Op een ander scherm ging je hier al verder" in shown) == (again == "b"), "only another answer is explained"


@pytest.mark.parametrize(
    "data",
    [
        {"action": "reply", "sequence": "0", "reply": "zz"},
        {"action": "reply", "sequence": "7", "reply": "a"},
        {"action": "reply", "sequence": "-1", "reply": "a"},
        {"action": "reply", "sequence": "x" * 500, "reply": "a"},
        {"action": "reply", "reply": "a"},
        {"action": "say", "own_words": "x"},
        {},
    ],
)
def test_what_does_not_fit_shows_where_the_conversation_stands(room: Client, data: dict[str, Any]) -> None:
    start(room)
    assert room.post(STEP, data).status_code == 302
    assert not Answer.objects.exists()


def test_starting_twice_is_one_attempt(room: Client) -> None:
    start(room)
    start(room)
    assert Attempt.objects.count() == 1


def test_any_ending_completes_the_step(room: Client, learner: User) -> None:
    start(room)
    talk(room, "b", "b")
    assert Attempt.objects.get().state == AttemptState.FINISHED
    assert StepDone.objects.filter(user=learner, step_key="gesprek").exists()
    assert not Completion.objects.exists()
    assert "Kijk terug op het gesprek" in page(room)


def test_after_the_end_a_replayed_reply_is_harmless(room: Client) -> None:
    start(room)
    talk(room, "b", "b")
    assert say(room, 1, "b").status_code == 302
    assert say(room, 2, "b").status_code == 302
    assert Answer.objects.count() == 2


def test_looking_back_shows_what_was_hidden(room: Client) -> None:
    start(room)
    say(room, 0, "b")
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "Mijn eigen zin."})
    say(room, 1, "a")
    shown = page(room, f"/leren/terugkijken/{Attempt.objects.get().pk}/")
    for revealed in (
        "Noor belt morgen.",
        "Nu weet je het.",
        "Waarom b.",
        "Kleiner maken",
        "Mijn eigen zin.",
        "Zo had het ook gekund",
    ):
        assert revealed in shown
    for never in ("punten", "score", "cijfer behaald"):
        assert never not in shown


def test_what_stayed_untold_may(room: Client) -> None:
    page_ = ScenarioPage.objects.get()
    graph = {
        **page_.graph,
        "facts": [*page_.graph["facts"], {"key": "jongen", "text": "Er is nog een jongen.", "invites": "Wie nog meer?"}],
    }
    graph["moments"][0]["replies"][2]["next"] = "m3"
    graph["moments"].insert(1, {**graph["moments"][1], "key": "m3", "tells": ["jongen"], "say_first": False})
    page_.graph = graph
    publish(page_)
    start(room)
    talk(room, "a", "a")
    shown = page(room, f"/leren/terugkijken/{Attempt.objects.get().pk}/")
    assert "Er is nog een jongen." in shown
    assert "Wie nog meer?" in shown
    assert "Noor is bang" not in shown


def test_try_again_from_here_replays_to_that_moment(room: Client) -> None:
    start(room)
    talk(room, "b", "b")
    first = Attempt.objects.get()
    response = room.post(f"/leren/terugkijken/{first.pk}/opnieuw/", {"sequence": 1})
    assert response.url == f"{STEP}#antwoord"
    again = Attempt.objects.exclude(pk=first.pk).get()
    assert [answer.payload for answer in again.answers.all()] == [{"reply": "b"}]
    assert again.replays == first
    talk_on = room.post(STEP, {"action": "reply", "sequence": 1, "reply": "a"})
    assert talk_on.status_code == 302
    assert first.answers.count() == 2
    assert Attempt.objects.finished().count() == 2


def test_try_again_twice_is_one_attempt_and_elsewhere_leaves_the_former(room: Client) -> None:
    start(room)
    talk(room, "b", "b")
    first = Attempt.objects.get()
    for _ in range(2):
        room.post(f"/leren/terugkijken/{first.pk}/opnieuw/", {"sequence": 1})
    assert Attempt.objects.count() == 2
    room.post(f"/leren/terugkijken/{first.pk}/opnieuw/", {"sequence": 0})
    assert Attempt.objects.filter(state=AttemptState.LEFT).count() == 1
    assert Attempt.objects.open().get().answers.count() == 0


def test_the_sentence_to_take_along_is_sealed_and_comes_back(room: Client) -> None:
    start(room)
    talk(room, "a", "a")
    attempt = Attempt.objects.get()
    response = room.post(f"/leren/terugkijken/{attempt.pk}/", {"take_along": "Eerst luisteren."})
    assert response.url == "/leren/herkennen-en-erkennen/lezen/"
    attempt.refresh_from_db()
    assert "luisteren" not in attempt.take_along_sealed
    assert attempt.take_along == "Eerst luisteren."
    assert "Eerst luisteren." in page(room, "/leren/")


def test_keeping_is_the_learners_choice(room: Client) -> None:
    start(room)
    talk(room, "a", "a")
    attempt = Attempt.objects.get()
    for keep, kept in (("yes", True), ("no", False)):
        room.post(f"/leren/terugkijken/{attempt.pk}/bewaren/", {"keep": keep})
        attempt.refresh_from_db()
        assert attempt.is_kept is kept


@pytest.mark.parametrize("path", ["", "opnieuw/", "bewaren/"])
def test_another_learners_conversation_does_not_exist(room: Client, school: Any, path: str) -> None:
    start(room)
    talk(room, "a", "a")
    url = f"/leren/terugkijken/{Attempt.objects.get().pk}/{path}"
    colleague = sign_in(Client(), MembershipFactory(organisation=school).user)
    assert colleague.post(url, {"sequence": 0}).status_code == 404
    assert Attempt.objects.count() == 1


def test_an_open_conversation_has_no_debrief(room: Client) -> None:
    start(room)
    assert room.get(f"/leren/terugkijken/{Attempt.objects.get().pk}/").status_code == 404


def test_a_started_conversation_keeps_its_version(room: Client) -> None:
    start(room)
    scenario = ScenarioPage.objects.get()
    scenario.graph["moments"][1]["lines"][0]["text"] = "Iets heel anders."
    publish(scenario)
    assert FrozenVersion.objects.filter(kind="scenario").count() == 2
    say(room, 0, "a")
    assert "Ze lachen om mij." in page(room)
    talk(room, "a")
    say(room, 1, "a")
    room.post(STEP, {"action": "start"})
    say(room, 0, "a")
    assert "Iets heel anders." in page(room)


def test_unpublishing_stops_new_starts_only(room: Client, module: Any, school: Any) -> None:
    start(room)
    module.unpublish()
    say(room, 0, "a")
    assert "Ze lachen om mij." in page(room)
    assert "gesloten voor wie nog moet beginnen" in page(room, "/leren/herkennen-en-erkennen/")
    newcomer = sign_in(Client(), MembershipFactory(organisation=school).user)
    assert newcomer.get(STEP).status_code == 410
    refused = newcomer.post(STEP, {"action": "start"})
    assert refused.status_code == 410
    assert "Deze module is nu gesloten" in refused.content.decode()
    assert Attempt.objects.count() == 1


def test_unpublishing_the_conversation_alone_stops_new_starts_too(room: Client) -> None:
    ScenarioPage.objects.get().unpublish()
    assert room.get(STEP).status_code == 410
    assert room.post(STEP, {"action": "start"}).status_code == 410


def test_htmx_gets_only_what_is_new(room: Client) -> None:
    start(room)
    shown = say(room, 0, "a", **HTMX).content.decode()
    assert "<html" not in shown
    assert 'hx-swap-oob="beforeend:#gesprek"' in shown
    assert shown.count("Ze lachen om mij.") == 2  # the line, and the page's title
    assert "Ik stop." not in shown
    assert "Schrijf eerst je eigen zin" in shown


def test_htmx_with_a_stale_page_loads_it_anew(room: Client) -> None:
    start(room)
    say(room, 0, "a")
    assert say(room, 0, "a", **HTMX).headers["HX-Redirect"] == STEP


@pytest.mark.parametrize("replies", [1, 30])
def test_a_reply_costs_the_same_queries_however_long_the_conversation(
    room: Client, django_assert_num_queries: Any, replies: int
) -> None:
    start(room)
    for sequence in range(replies - 1):
        room.post(STEP, {"action": "say", "sequence": sequence, "skip": "yes"})
        say(room, sequence, "a" if sequence % 2 == 0 else "r")
    key = "a" if replies % 2 else "r"
    room.post(STEP, {"action": "say", "sequence": replies - 1, "skip": "yes"})
    room.get(STEP)  # the version is read once per process
    with django_assert_num_queries(REPLY_QUERIES):
        say(room, replies - 1, key)
    assert Answer.objects.count() == replies


REPLY_QUERIES = 10
