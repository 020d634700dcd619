from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore

from content.reporting import vault
from content.reporting.models import AdviserKey, UnlockTry
from content.reporting.vault import (
    AlreadyEnrolledError,
    NotAnAdviserError,
    NotListedError,
    TooManyTriesError,
    WrongSecretError,
)
from gehoord.core.sealed.phrases import generate_phrase
from gehoord.organisations.services import end_membership
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

from .conftest import NOW, Adviser, School, enrol


def test_the_phrase_opens_the_key_and_a_wrong_one_does_not(school: School) -> None:
    samira = school.samira

    assert vault.unlock_vault(key=samira.key, phrase=samira.phrase.upper(), now=NOW).private == samira.vault.private
    with pytest.raises(WrongSecretError):
        vault.unlock_vault(key=samira.key, phrase=generate_phrase(), now=NOW)
    with pytest.raises(WrongSecretError):
        vault.unlock_vault(key=samira.key, phrase=school.joost.phrase, now=NOW)


def test_the_printed_code_is_a_second_way_and_not_a_phrase(school: School) -> None:
    samira = school.samira

    assert vault.prove_recovery_code(key=samira.key, code=samira.code.lower(), now=NOW) == samira.vault.private
    with pytest.raises(WrongSecretError):
        vault.unlock_vault(key=samira.key, phrase=samira.code, now=NOW)
    with pytest.raises(WrongSecretError):
        vault.prove_recovery_code(key=samira.key, code=samira.phrase, now=NOW)


def test_five_tries_in_fifteen_minutes_whatever_the_process_and_then_again(school: School) -> None:
    samira = school.samira
    for _ in range(5):
        with pytest.raises(WrongSecretError):
            vault.unlock_vault(key=samira.key, phrase="fout", now=NOW)

    with pytest.raises(TooManyTriesError):
        vault.unlock_vault(key=samira.key, phrase=samira.phrase, now=NOW)
    assert vault.tries_left(samira.user, NOW) == 0
    assert vault.unlock_vault(key=school.joost.key, phrase=school.joost.phrase, now=NOW)
    later = NOW + timedelta(minutes=16)
    assert vault.unlock_vault(key=samira.key, phrase=samira.phrase, now=later)
    assert not UnlockTry.objects.filter(user=samira.user).exists()


def test_a_lock_moved_to_a_colleague_opens_nothing(school: School) -> None:
    samira, joost = school.samira, school.joost
    AdviserKey.objects.filter(pk=joost.key.pk).update(locked_by_phrase=samira.key.locked_by_phrase)
    joost.key.refresh_from_db()

    with pytest.raises(WrongSecretError):
        vault.unlock_vault(key=joost.key, phrase=samira.phrase, now=NOW)


def test_one_unlock_at_a_time_and_a_waiting_one_costs_no_try(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "_PATIENCE", 0.01)

    with vault._one_at_a_time, pytest.raises(vault.BusyError):
        vault.unlock_vault(key=school.samira.key, phrase=school.samira.phrase, now=NOW)
    assert vault.tries_left(school.samira.user, NOW) == 5


def test_only_an_adviser_gets_a_key_and_a_superuser_is_none(db: None) -> None:
    organisation = OrganisationFactory()
    for user in (
        UserFactory(),
        UserFactory(is_superuser=True),
        MembershipFactory(administrator=True, organisation=organisation).user,
        MembershipFactory(adviser=True).user,
    ):
        with pytest.raises(NotAnAdviserError):
            vault.enrol_adviser(user=user, organisation=organisation)


def test_a_key_that_was_never_proven_is_replaced_and_a_proven_one_never(school: School) -> None:
    user = MembershipFactory(adviser=True, organisation=school.organisation).user
    first = vault.enrol_adviser(user=user, organisation=school.organisation)
    second = vault.enrol_adviser(user=user, organisation=school.organisation)

    assert AdviserKey.objects.filter(user=user).get() == second.key
    assert first.phrase != second.phrase
    with pytest.raises(AlreadyEnrolledError):
        vault.enrol_adviser(user=school.samira.user, organisation=school.organisation)


def test_a_new_key_counts_only_after_a_listed_colleague_signed_it_in(school: School) -> None:
    third = enrol(school.organisation, "Derde", admitted_by=None)

    assert [adviser.name for adviser in school.submit().readers] == ["Samira", "Joost"]
    assert vault.keys_to_admit(school.samira.vault) == [third.key]
    with pytest.raises(NotListedError):
        vault.admit_key(key=third.key, vault=third.vault, now=NOW)

    vault.admit_key(key=third.key, vault=school.samira.vault, now=NOW)

    assert [adviser.name for adviser in school.submit().readers] == ["Samira", "Joost", "Derde"]
    assert vault.keys_to_admit(school.samira.vault) == []


def test_a_colleague_of_another_school_signs_nobody_in(school: School, make_school: Callable[..., School]) -> None:
    third = enrol(school.organisation, "Derde", admitted_by=None)

    with pytest.raises(NotListedError):
        vault.admit_key(key=third.key, vault=make_school().samira.vault, now=NOW)


def _visit(adviser: Adviser, now: Any = NOW) -> tuple[SessionStore, str]:
    session = SessionStore()
    return session, vault.begin_visit(session=session, cookie="", vault=adviser.vault, now=now)


def test_a_visit_holds_the_key_while_it_is_used(school: School) -> None:
    session, cookie = _visit(school.samira)

    for minutes in (10, 20, 30):
        [found] = vault.open_vaults(
            session=session, cookie=cookie, user=school.samira.user, now=NOW + timedelta(minutes=minutes)
        )
        assert found.private == school.samira.vault.private


@pytest.mark.parametrize("case", ["idle", "old", "no cookie", "other cookie", "other person", "membership ended"])
def test_a_visit_ends(school: School, case: str) -> None:
    session, cookie = _visit(school.samira)
    user, now = school.samira.user, NOW
    if case == "idle":
        now += timedelta(minutes=16)
    elif case == "old":
        for minutes in range(10, 8 * 60, 10):
            assert vault.open_vaults(session=session, cookie=cookie, user=user, now=NOW + timedelta(minutes=minutes))
        now += timedelta(hours=8, minutes=1)
    elif case == "no cookie":
        cookie = ""
    elif case == "other cookie":
        cookie = _visit(school.joost)[1]
    elif case == "other person":
        user = school.joost.user
    else:
        end_membership(membership=user.memberships.get(), by=None)

    assert vault.open_vaults(session=session, cookie=cookie, user=user, now=now) == []
    assert session[vault.SESSION_KEY] == {}


def test_the_session_alone_opens_nothing(school: School) -> None:
    session, cookie = _visit(school.samira)
    stored = str(dict(session.items()))

    for half in (school.samira.vault.private.x25519, school.samira.vault.private.ed25519):
        assert half.hex() not in stored
    assert cookie not in stored
