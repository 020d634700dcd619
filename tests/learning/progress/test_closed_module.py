"""A module that was taken off the shelf: who had begun goes on, everybody else gets a clear page and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from learning.progress.models import Answer, Attempt, StepDone
from tests.learning.factories import MODULE

from .conftest import QUIZ, STEP, say, start

PAGES = (f"/leren/{MODULE}/", f"/leren/{MODULE}/lezen/", STEP, QUIZ)


def assert_closed(response: Any) -> None:
    text = response.content.decode()
    assert response.status_code == 410
    assert "gh-page" in text
    assert "Deze module is nu gesloten" in text
    assert 'href="/leren/"' in text, "there is a way on"


@pytest.mark.parametrize("path", PAGES)
def test_who_never_began_gets_a_clear_page(room: Client, module: Any, path: str) -> None:
    assert room.get(path).status_code == 200
    module.unpublish()
    assert_closed(room.get(path))


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (PAGES[1], {}),
        (STEP, {"action": "start"}),
        (STEP, {"action": "reply", "sequence": 0, "reply": "a"}),
        (STEP, {"action": "say", "sequence": 0, "own_words": "Wat rot voor je."}),
        (QUIZ, {"action": "start"}),
    ],
)
def test_a_page_that_was_still_open_starts_nothing(room: Client, module: Any, path: str, sent: dict[str, Any]) -> None:
    module.unpublish()
    assert_closed(room.post(path, sent))
    assert not Attempt.objects.exists()
    assert not Answer.objects.exists()
    assert not StepDone.objects.exists()


def test_who_had_begun_goes_on_with_what_was_said(room: Client, module: Any) -> None:
    start(room)
    module.unpublish()
    assert say(room, 0, "a").status_code == 302
    text = room.get(STEP).content.decode()
    assert "Antwoord a naar m2" in text


def test_a_closed_module_is_not_on_the_shelf(room: Client, module: Any) -> None:
    assert f"/leren/{MODULE}/" in room.get("/leren/").content.decode()
    module.unpublish()
    assert f'href="/leren/{MODULE}/"' not in room.get("/leren/").content.decode()
