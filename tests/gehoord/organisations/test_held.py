"""The roles of the person of a request are read once, and say the same as asking each time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gehoord.accounts.models import User
from gehoord.organisations.enums import Role
from gehoord.organisations.held import ask_once
from gehoord.organisations.models import Organisation
from gehoord.organisations.permissions import has_role_anywhere
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
YESTERDAY, TODAY, TOMORROW = (date.today() + timedelta(days=days) for days in (-1, 0, 1))


def several() -> User:
    """Somebody with roles that hold, that ended, and that are still to come, at a school and at the bureau."""
    user = UserFactory()
    school, bureau = OrganisationFactory(), OrganisationFactory(bureau=True)
    MembershipFactory(user=user, organisation=school)
    MembershipFactory(user=user, organisation=bureau, trainer=True)
    MembershipFactory(user=user, organisation=school, adviser=True, started_on=YESTERDAY, ended_on=TODAY)
    MembershipFactory(user=user, organisation=bureau, editor=True, started_on=YESTERDAY, ended_on=TOMORROW)
    MembershipFactory(user=user, organisation=school, coordinator=True, started_on=TOMORROW)
    OrganisationFactory(region=school.region)
    return user


@pytest.mark.parametrize("role", Role)
def test_read_once_says_the_same_as_asked_each_time(role: Role) -> None:
    user = several()
    of_request = User.objects.get(pk=user.pk)
    ask_once(of_request)
    assert has_role_anywhere(of_request, role) == has_role_anywhere(user, role)
    assert set(Organisation.objects.where(of_request, role)) == set(Organisation.objects.where(user, role))


def test_all_questions_of_one_request_are_one_query(django_assert_num_queries: Any) -> None:
    user = several()
    ask_once(user)
    with django_assert_num_queries(1):
        for role in Role:
            has_role_anywhere(user, role)
        assert not Organisation.objects.where(user, Role.ADMINISTRATOR).exists()


def test_somebody_who_may_not_sign_in_any_more_has_no_role_left() -> None:
    user = several()
    user.is_active = False
    ask_once(user)
    assert not has_role_anywhere(user, Role.LEARNER)
    assert not Organisation.objects.where(user, Role.LEARNER)
