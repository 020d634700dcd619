"""Certificates: made when asked, in the words of the day, and checkable by anybody who holds the paper."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from gehoord.accounts.models import User
from gehoord.core.models import OutboxMessage
from gehoord.organisations.enums import Role
from learning.certificates.errors import NotFinishedError
from learning.certificates.models import Certificate, CertificateTerm
from learning.certificates.paper import certificate_pdf
from learning.certificates.queries import find_certificate
from learning.certificates.services import issue_certificate, remind_before_the_end
from learning.completion.enums import CompletedBy
from learning.completion.services import record_completion
from tests.factories import MembershipFactory, OrganisationFactory, sign_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def colleague() -> User:
    found: User = MembershipFactory(
        organisation=OrganisationFactory(name="Deltion College"), role=Role.LEARNER, user__name="Şevval Łukasz-Ağca"
    ).user
    return found


def finish(user: User, module: str = "basis", on: date = TODAY, source: str = "") -> None:
    record_completion(
        user=user, module_key=module, how=CompletedBy.OWN_STEPS, on=on, source=source or f"test:{user.pk}:{module}:{on}"
    )


def certificate_of(user: User) -> Certificate:
    finish(user)
    return issue_certificate(user=user, module_key="basis", on=TODAY)


def test_it_is_made_once_and_in_the_words_of_that_day(colleague: User) -> None:
    made = certificate_of(colleague)
    colleague.name = "Een andere naam"
    colleague.save()
    again = issue_certificate(user=colleague, module_key="basis", on=TODAY)
    assert again == made
    assert (again.name, again.school) == ("Şevval Łukasz-Ağca", "Deltion College")


def test_without_a_completion_there_is_none(colleague: User) -> None:
    with pytest.raises(NotFinishedError):
        issue_certificate(user=colleague, module_key="basis", on=TODAY)


def test_completing_again_gives_a_new_certificate_and_the_old_paper_stays_true(colleague: User) -> None:
    old = certificate_of(colleague)
    finish(colleague, on=date(2028, 11, 24))
    new = issue_certificate(user=colleague, module_key="basis", on=date(2028, 11, 24))
    assert new != old
    assert find_certificate(old.code) == old


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 24), 24, date(2028, 11, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_it_ends_after_the_term_of_the_own_organisation(colleague: User, start: date, months: int, end: date) -> None:
    CertificateTerm.objects.create(organisation=colleague.memberships.get().organisation, months=months)
    finish(colleague, on=start)
    assert issue_certificate(user=colleague, module_key="basis", on=start).valid_until == end


def test_one_mail_before_the_end(colleague: User) -> None:
    made = certificate_of(colleague)
    Certificate.objects.filter(pk=made.pk).update(valid_until=date(2027, 1, 4))
    assert [remind_before_the_end(day) for day in (date(2026, 11, 1), TODAY, TODAY)] == [0, 1, 0]
    assert OutboxMessage.objects.filter(kind="certificates.ending", account=colleague).count() == 1


def test_the_paper_is_tagged_has_its_fonts_and_says_followed(colleague: User) -> None:
    made = certificate_of(colleague)
    with pikepdf.open(io.BytesIO(certificate_pdf(made))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("nl")
        assert len(pdf.pages) == 1
        names = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert any("Gehoord" in name for name in names)


def test_markup_in_a_name_is_shown_and_not_run(colleague: User) -> None:
    colleague.name = '#panic("x") $ * _ \\ "]'
    colleague.save()
    assert certificate_pdf(certificate_of(colleague)).startswith(b"%PDF")


def test_a_person_downloads_the_own_paper_and_nobody_elses(client: Client, colleague: User) -> None:
    made = certificate_of(colleague)
    address = reverse("certificates:paper", args=[made.pk])
    assert sign_in(client, colleague).get(address)["Content-Type"] == "application/pdf"
    other = MembershipFactory(role=Role.LEARNER).user
    assert sign_in(Client(), other).get(address).status_code == 404


def test_the_page_of_ones_own_makes_one(client: Client, colleague: User) -> None:
    sign_in(client, colleague)
    assert "nog geen module af" in client.get(reverse("certificates:mine")).content.decode()
    finish(colleague)
    page = client.post(reverse("certificates:issue", args=["basis"]), follow=True)
    assert "Download" in page.content.decode()
    assert client.post(reverse("certificates:issue", args=["geen"])).status_code == 404


@pytest.mark.parametrize("change", [str, str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")])
def test_anybody_can_check_it_however_the_code_is_typed(client: Client, colleague: User, change: Any) -> None:
    made = certificate_of(colleague)
    page = client.get(reverse("certificates:check", args=[change(made.grouped_code)]))
    text = page.content.decode()
    assert "Dit certificaat klopt" in text
    assert colleague.email not in text
    assert page["Cache-Control"].startswith("max-age=0")


def test_a_code_that_is_not_ours_is_a_page_that_says_so(client: Client) -> None:
    page = client.get(reverse("certificates:check", args=["ABCD-EFGH-JKMN"]))
    assert page.status_code == 404
    assert "ken ik niet" in page.content.decode()


def test_a_coordinator_says_how_long_they_hold(client: Client) -> None:
    membership = MembershipFactory(coordinator=True)
    sign_in(client, membership.user)
    sent = {"organisation": membership.organisation.pk, "months": 24}
    client.post(reverse("certificates:term"), sent)
    assert CertificateTerm.objects.get().months == 24
    bad = client.post(reverse("certificates:term"), {**sent, "months": 3})
    assert bad.status_code == 422
    other = client.post(reverse("certificates:term"), {**sent, "organisation": OrganisationFactory().pk})
    assert other.status_code == 422
    client.post(reverse("certificates:term"), {**sent, "months": ""})
    assert not CertificateTerm.objects.exists()
