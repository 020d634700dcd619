"""A prepared query gives what its queryset gives, with other values each time, and refuses what it cannot hold."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gehoord.accounts.models import User
from gehoord.accounts.sessions import SessionStore
from gehoord.core.prepared import Prepared, PreparedInsert, add_up
from gehoord.organisations.models import Membership
from learning.progress.own_models import SkillMonth
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

of_user = Prepared(lambda pk: Membership.objects.filter(user_id=pk).select_related("organisation__region").order_by("pk"), int)
names = Prepared(lambda pk, name: User.objects.filter(pk=pk, name=name).values_list("email", flat=True)[:1], int, str)


def test_the_same_rows_as_the_queryset_with_what_it_joins(django_assert_num_queries: Any) -> None:
    first, second = MembershipFactory(), MembershipFactory()
    MembershipFactory(user=first.user)
    for user in (first.user, second.user, first.user):
        expected = list(Membership.objects.filter(user=user).order_by("pk"))
        with django_assert_num_queries(1):
            found = of_user(user.pk)
            assert [one.organisation.region.slug for one in found] == ["zwolle"] * len(found)
        assert found == expected
        assert [one.functions for one in found] == [one.functions for one in expected]


def test_plain_values_and_a_cut_work_too() -> None:
    user = UserFactory(name="Marloes")
    assert names.first(user.pk, "Marloes") == user.email
    assert names.first(user.pk, "Iemand anders") is None


def test_a_value_is_never_part_of_the_sql() -> None:
    user = UserFactory(name="Marloes")
    assert names(user.pk, "' OR 1=1 --") == []


@pytest.mark.parametrize("value", ["7", 7.0, True, None])
def test_a_value_of_another_type_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        of_user(value)


def test_a_value_that_the_database_gets_in_another_form_is_refused() -> None:
    wrong = Prepared(lambda text: Membership.objects.filter(functions=text), str)
    with pytest.raises(TypeError, match="as it is"):
        wrong("x")


@pytest.mark.django_db(transaction=True)
def test_threads_use_their_own_connections() -> None:
    user = MembershipFactory().user
    found: list[Any] = []

    def look() -> None:
        found.append(of_user(user.pk))
        connection.close()

    of_user(user.pk)
    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(rows) for rows in found] == [1] * 4


def test_a_session_that_has_ended_is_as_good_as_none() -> None:
    store = SessionStore()
    store["word"] = "kept"
    store.create()
    assert SessionStore(store.session_key)["word"] == "kept"
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert "word" not in SessionStore(store.session_key)
    assert "word" not in SessionStore("nosuchsession")


def test_a_prepared_row_is_the_row_that_the_model_would_have_added(django_assert_num_queries: Any) -> None:
    add = PreparedInsert(Session, "session_key", "session_data", "expire_date")
    now = timezone.now()
    with django_assert_num_queries(1):
        add("sleutel", "' OR 1=1 --", now)
    found = Session.objects.get(session_key="sleutel")
    assert (found.session_data, found.expire_date) == ("' OR 1=1 --", now)
    with pytest.raises(IntegrityError), transaction.atomic():
        add("sleutel", "x", now)


def test_a_prepared_row_names_every_column() -> None:
    with pytest.raises(TypeError, match="other columns"):
        PreparedInsert(Session, "session_key")


def test_counting_rows_are_made_and_added_to_in_one_statement(django_assert_num_queries: Any) -> None:
    user, month = UserFactory(), date(2026, 11, 1)
    with django_assert_num_queries(1):
        add_up(SkillMonth, key={"user": user.pk, "month": month}, rows={"open": {"offered": 2, "chosen": 1}}, by="skill")
    with django_assert_num_queries(1):
        again = {"open": {"offered": 3, "chosen": 3}, "deep": {"offered": 1, "chosen": 0}}
        add_up(SkillMonth, key={"user": user.pk, "month": month}, rows=again, by="skill")
    found = {row.skill: (row.offered, row.chosen) for row in SkillMonth.objects.filter(user=user, month=month)}
    assert found == {"open": (5, 4), "deep": (1, 0)}
    with django_assert_num_queries(0):
        add_up(SkillMonth, key={"user": user.pk, "month": month}, rows={}, by="skill")
