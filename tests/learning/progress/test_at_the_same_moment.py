"""A double click, two tabs, two devices and a replayed POST, truly at the same moment: every answer stands once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from gehoord.accounts.models import User
from learning.completion.models import ModuleStatus
from learning.progress.enums import AttemptState
from learning.progress.models import Answer, Attempt, StepDone
from tests.factories import sign_in

from .conftest import STEP, start

pytestmark = pytest.mark.django_db(transaction=True)
TABS = 6


def at_once(learner: User, *requests: Callable[[Client], Any]) -> list[int]:
    """Each request from a tab of its own, all at the same moment; the status of each."""
    tabs = [sign_in(Client(), learner) for _ in requests]
    begin, wrong = threading.Barrier(len(requests)), []
    statuses: list[int] = []

    def one(tab: Client, request: Callable[[Client], Any]) -> None:
        try:
            begin.wait(timeout=30)
            statuses.append(request(tab).status_code)
        except Exception as error:  # the thread's failure is the test's
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair) for pair in zip(tabs, requests, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    connection.close()
    assert not wrong
    return statuses


def replying(key: str, sequence: int = 0) -> Callable[[Client], Any]:
    return lambda tab: tab.post(STEP, {"action": "reply", "sequence": sequence, "reply": key})


def test_a_double_click_is_one_answer(room: Client, learner: User) -> None:
    start(room)
    assert at_once(learner, *[replying("a")] * TABS) == [302] * TABS
    assert [answer.payload for answer in Answer.objects.all()] == [{"reply": "a"}]


def test_two_tabs_that_choose_otherwise_are_one_answer(room: Client, learner: User) -> None:
    start(room)
    assert set(at_once(learner, *[replying(key) for key in "abc" * 2])) == {302}
    assert Answer.objects.count() == 1
    assert Answer.objects.get().payload["reply"] in set("abc")


def test_starting_in_every_tab_is_one_attempt(room: Client, learner: User) -> None:
    assert set(at_once(learner, *[lambda tab: tab.post(STEP, {"action": "start"})] * TABS)) == {302}
    assert Attempt.objects.count() == 1
    assert ModuleStatus.objects.filter(user=learner).count() == 1


def test_the_last_reply_in_every_tab_finishes_once(room: Client, learner: User) -> None:
    start(room)
    replying("a")(room)
    at_once(learner, *[replying("a", 1)] * TABS)
    assert Answer.objects.count() == 2
    assert Attempt.objects.get().state == AttemptState.FINISHED
    assert StepDone.objects.filter(user=learner, step_key="gesprek").count() == 1


def test_own_words_and_a_reply_at_the_same_moment_lose_neither_order_nor_answer(room: Client, learner: User) -> None:
    start(room)
    replying("a")(room)
    saying = lambda tab: tab.post(STEP, {"action": "say", "sequence": 1, "own_words": "Vertel eens."})  # noqa: E731
    at_once(learner, saying, replying("r", 1), saying, replying("r", 1))
    answers = list(Answer.objects.order_by("sequence"))
    assert [answer.sequence for answer in answers] == [0, 1]
    assert answers[1].own_words in {"", "Vertel eens."}


def test_trying_again_in_every_tab_is_one_new_attempt(room: Client, learner: User) -> None:
    start(room)
    replying("b")(room)
    replying("b", 1)(room)
    finished = Attempt.objects.get()
    again = lambda tab: tab.post(f"/leren/terugkijken/{finished.pk}/opnieuw/", {"sequence": 1})  # noqa: E731
    assert set(at_once(learner, *[again] * TABS)) == {302}
    assert Attempt.objects.open().count() == 1
    assert Attempt.objects.count() == 2
    assert Attempt.objects.open().get().answers.count() == 1


def test_a_post_that_is_sent_again_much_later_changes_nothing(room: Client, learner: User) -> None:
    start(room)
    replying("a")(room)
    replying("r", 1)(room)
    at_once(learner, replying("b", 0), replying("a", 1), replying("b", 1))
    assert [answer.payload["reply"] for answer in Answer.objects.order_by("sequence")] == ["a", "r"]
