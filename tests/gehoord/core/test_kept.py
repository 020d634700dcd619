"""What is kept in the process is made once, and gone at the next purge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from gehoord.core.kept import forget, kept
from gehoord.core.page_cache import purge

pytestmark = pytest.mark.django_db(transaction=True)


class Counting:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture(autouse=True)
def own_stamp(tmp_path: Path) -> Iterator[None]:
    forget()
    with override_settings(DATA_DIR=tmp_path):
        yield
    forget()


def test_it_is_made_once_until_a_purge() -> None:
    make = Counting()
    assert [kept("a", make), kept("a", make)] == [1, 1]
    purge()
    assert [kept("a", make), kept("a", make)] == [2, 2]


def test_two_names_are_two_things() -> None:
    make = Counting()
    assert [kept(("a", 1), make), kept(("a", 2), make)] == [1, 2]


def test_inside_a_transaction_nothing_is_kept_and_nothing_kept_is_given() -> None:
    make = Counting()
    kept("a", make)
    with transaction.atomic():
        assert [kept("a", make), kept("a", make)] == [2, 3]
    assert kept("a", make) == 1


def test_what_was_made_while_a_purge_came_is_given_and_not_kept() -> None:
    def slow() -> str:
        purge()
        return "old"

    assert kept("a", slow) == "old"
    assert kept("a", lambda: "new") == "new"
