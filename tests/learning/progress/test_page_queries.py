"""What the learner's most asked pages cost in queries; `make bench` measures the same pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.learning.progress.conftest import QUIZ, STEP, start

# Outside of a transaction (so: in the product) these are kept until somebody publishes: the modules (two) and the footer.
KEPT = 3
SESSION_PERSON_ROLES = 3


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/leren/", 5),  # done, underway, statuses, conversations, learning paths
        (STEP, 2),  # the attempt, its answers
        (QUIZ, 2),
    ],
)
def test_a_page_asks_no_more_than_it_shows(room: Client, django_assert_num_queries: Any, path: str, own: int) -> None:
    start(room)
    start(room, QUIZ)
    room.get(path)
    with django_assert_num_queries(SESSION_PERSON_ROLES + KEPT + own):
        assert room.get(path).status_code == 200
