"""How long a school keeps: its own setting within limits, longer only with a reason, and a lapsed proof in /healthz."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from content.reporting import casework
from content.reporting.models import Report, RetentionTerms
from content.reporting.retention import forget_inactive
from content.reporting.services import open_report
from content.reporting.terms import set_terms
from gehoord.core.models import AuditEvent
from tests.factories import MembershipFactory, sign_in

from .case_steps import closing, in_contact
from .conftest import NOW, School

ADDRESS = "/beheer/formulier/termijn/?organisatie=deltion"


@pytest.fixture
def administrator(school: School, client: Client) -> Client:
    return sign_in(client, MembershipFactory(administrator=True, organisation=school.organisation).user)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"dagen": "14", "maanden": "6"}, 302),
        ({"dagen": "30", "maanden": "12", "reden": "fg"}, 302),
        ({"dagen": "60", "maanden": "12", "reden": "law"}, 302),
        ({"dagen": "60", "maanden": "12"}, 422),
        ({"dagen": "30", "maanden": "18"}, 422),
        ({"dagen": "6", "maanden": "12"}, 422),
        ({"dagen": "91", "maanden": "12", "reden": "law"}, 422),
        ({"dagen": "30", "maanden": "25", "reden": "law"}, 422),
        ({"dagen": "x\x00", "maanden": "", "reden": "zomaar"}, 422),
    ],
)
def test_shorter_may_always_and_longer_needs_a_reason(administrator: Client, sent: dict[str, str], status: int) -> None:
    response = administrator.post(ADDRESS, sent)

    assert response.status_code == status
    assert RetentionTerms.objects.exists() == (status == 302)
    if status == 422:
        assert f'value="{sent["dagen"]}"'.replace("\x00", "") in response.content.decode().replace("\x00", "")
    else:
        assert AuditEvent.objects.filter(action="reporting.terms_set").count() == 1
        assert bool(RetentionTerms.objects.get().reason) == (int(sent["dagen"]) > 30)


@pytest.mark.parametrize("broken", [{"days_after_aftercare": 91, "reason": "law"}, {"quiet_months": 13, "reason": ""}])
def test_the_database_knows_the_limits_too(school: School, broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionTerms.objects.create(organisation=school.organisation, **broken)


def test_after_aftercare_the_schools_own_days_count(school: School) -> None:
    set_terms(organisation=school.organisation, days=14, months=12, reason="", by=None)
    pk = in_contact(school).report.pk
    casework.close_report(report_id=pk, vault=school.samira.vault, closing=closing(), now=NOW)
    casework.record_aftercare(report_id=pk, vault=school.samira.vault, text="Goed.", now=NOW)

    assert Report.objects.get().erase_after == NOW + timedelta(days=14)


def test_how_long_quiet_is_differs_per_school(school: School, make_school: Any) -> None:
    other = make_school(slug="cibap")
    set_terms(organisation=school.organisation, days=30, months=6, reason="", by=None)
    for place in (school, other):
        open_report(report_id=place.submit().report.pk, vault=place.samira.vault, now=NOW)
    half_a_year = NOW + timedelta(days=200)

    assert forget_inactive(half_a_year, True) == 1
    assert forget_inactive(half_a_year, False) == 1
    assert Report.objects.get(erase_after__isnull=False).organisation == school.organisation
    assert forget_inactive(NOW + timedelta(days=370), False) == 1
