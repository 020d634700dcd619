"""Each system check of the foundation bites, and says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from django.test import override_settings

from gehoord.core.checks import check_durability, check_production_values

GOOD: dict[str, Any] = {
    "HTTPS": True,
    "BASE_URL": "https://gehoord.example",
    "CMS_HOST": "cms.gehoord.example",
    "DEBUG": False,
    "DEMO_PEOPLE": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


def ids(messages: list[CheckMessage]) -> set[str]:
    assert all(message.hint for message in messages)
    return {str(message.id) for message in messages}


def test_good_values_pass() -> None:
    with override_settings(**GOOD):
        assert not check_production_values()


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"HTTPS": False}, "core.E010"),
        ({"DEBUG": True}, "core.E011"),
        ({"DEMO_PEOPLE": True}, "core.E012"),
        ({"SMALL_SECRETS_KEYS": []}, "core.E013"),
        ({"LEARNER_KEYS": ["dG9vIHNob3J0"]}, "core.E013"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, "core.E014"),
        ({"CMS_HOST": "gehoord.example"}, "core.W015"),
    ],
)
def test_each_unsafe_value_is_named(wrong: dict[str, Any], expected: str) -> None:
    with override_settings(**{**GOOD, **wrong}):
        assert expected in ids(check_production_values())


@pytest.mark.django_db(transaction=True)
def test_a_durable_database_passes_and_no_database_is_not_asked() -> None:
    assert not check_durability(databases=["default"])
    assert not check_durability(databases=None)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("level", ["OFF", "NORMAL"])
def test_sqlite_that_may_lose_a_confirmed_report_is_refused(level: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={level}")
        assert ids(check_durability(databases=["default"])) == {"core.E001"}
    finally:
        connection.close()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["DEFERRED", None])
def test_sqlite_without_immediate_transactions_is_refused(monkeypatch: pytest.MonkeyPatch, mode: str | None) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", mode)
    assert ids(check_durability(databases=["default"])) == {"core.E001"}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_that_answers_before_writing_is_refused() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        assert ids(check_durability(databases=["default"])) == {"core.E002"}
    finally:
        connection.close()
