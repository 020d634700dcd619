"""Two people press the same button at the same moment."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections

from gehoord.core.models import OutboxMessage
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation
from gehoord.organisations.services import import_people
from tests.factories import MembershipFactory, OrganisationFactory

LIST = b"naam;e-mail;rol;team\n" + b"".join(b"P%d;p%d@school.nl;;Zorg\n" % (number, number) for number in range(15))


@pytest.mark.django_db(transaction=True)
def test_the_same_list_at_the_same_moment_invites_everybody_once() -> None:
    school = OrganisationFactory()
    boss = MembershipFactory(organisation=school, administrator=True).user
    start, wrong, touched = threading.Barrier(2), [], []

    def confirm() -> None:
        try:
            own = Organisation.objects.get(pk=school.pk)
            start.wait()
            touched.append(import_people(organisation=own, raw=LIST, roles=list(Role), leaving=(), by=boss))
        except Exception as error:  # the thread's failure is the test's
            wrong.append(error)
        finally:
            connections.close_all()

    run(confirm, confirm)
    assert not wrong
    assert sorted(touched) == [0, 15]
    assert Membership.objects.filter(organisation=school, role=Role.LEARNER).count() == 15
    assert OutboxMessage.objects.count() == 15
    assert school.teams.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_schools_that_invite_the_same_people_at_the_same_moment_share_the_accounts() -> None:
    schools = [OrganisationFactory(), OrganisationFactory()]
    start, wrong = threading.Barrier(2), []

    def confirm(school: Organisation) -> None:
        try:
            start.wait()
            import_people(organisation=school, raw=LIST, roles=list(Role), leaving=(), by=None)
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    run(*(lambda school=school: confirm(school) for school in schools))
    assert not wrong
    assert Membership.objects.values("user").distinct().count() == 15
    assert Membership.objects.count() == 30


def run(*work: Any) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    connection.close()
