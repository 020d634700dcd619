from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from gehoord.accounts.models import User
from gehoord.core.models import AuditEvent, OutboxMessage
from gehoord.core.registry import MembershipHook, Registry
from gehoord.organisations.enums import Role
from gehoord.organisations.models import ClosedPeriod, Contact, Invitation, Membership, Organisation, Team
from gehoord.organisations.notifications import compose_invitation, invitation_of, invitation_token
from gehoord.organisations.permissions import has_role, user_can_manage_people, user_can_use_cms, user_needs_second_factor
from gehoord.organisations.personal_data import export, forget_accounts
from gehoord.organisations.services import (
    AlreadyMemberError,
    EndedMembershipError,
    FaultyPlanError,
    InvitationClosedError,
    LastAdministratorError,
    WrongTeamError,
    accept_invitations,
    add_membership,
    change_membership,
    end_due_memberships,
    end_membership,
    import_people,
    invite_person,
    resend_invitation,
    save_closed_period,
    save_contact,
    sync_groups,
    withdraw_invitation,
)
from gehoord.organisations.services.memberships import move_team
from tests.factories import ContactFactory, MembershipFactory, OrganisationFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory(name="Deltion College", short_name="Deltion")


@pytest.fixture
def boss(school: Organisation) -> User:
    user: User = MembershipFactory(organisation=school, administrator=True, user__name="Anton Prins").user
    return user


def invite(school: Organisation, by: Any, **changes: Any) -> Membership:
    return invite_person(
        **{"email": "nieuw@school.nl", "name": "Nieuw", "organisation": school, "role": Role.LEARNER, "by": by, **changes}
    )


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# ---------------------------------------------------------------- roles
def test_one_person_has_several_roles_at_several_organisations(school: Organisation) -> None:
    user, town = UserFactory(), OrganisationFactory(municipality=True)
    teams = [TeamFactory(organisation=school), TeamFactory(organisation=school)]
    add_membership(user=user, organisation=school, role=Role.LEARNER, by=None, functions=["mentor", "teacher"], teams=teams)
    add_membership(user=user, organisation=school, role=Role.TRAINER, by=None)
    add_membership(user=user, organisation=town, role=Role.LEARNER, by=None, functions=["attendance_officer"])
    assert user.memberships.count() == 3
    assert user.memberships.get(role=Role.LEARNER, organisation=school).teams.count() == 2


def test_giving_a_role_again_adds_functions_and_teams(school: Organisation) -> None:
    first = MembershipFactory(organisation=school, functions=["teacher"])
    again = add_membership(user=first.user, organisation=school, role=Role.LEARNER, by=None, functions=["mentor"])
    assert again.pk == first.pk
    assert again.functions == ["teacher", "mentor"]


def test_a_team_of_another_school_is_refused(school: Organisation) -> None:
    with pytest.raises(WrongTeamError):
        add_membership(user=UserFactory(), organisation=school, role=Role.LEARNER, by=None, teams=[TeamFactory()])


def test_moving_leaves_the_former_team(school: Organisation) -> None:
    row, new = MembershipFactory(organisation=school), TeamFactory(organisation=school)
    row.teams.add(TeamFactory(organisation=school))
    move_team(membership=row, to=new, by=None)
    assert list(row.teams.all()) == [new]


def test_ending_stops_at_once_and_the_row_stays(school: Organisation, boss: User) -> None:
    row = MembershipFactory(organisation=school, coordinator=True)
    end_membership(membership=row, by=boss)
    assert not has_role(row.user, Role.COORDINATOR, school)
    assert Membership.objects.filter(pk=row.pk).exists()
    with pytest.raises(EndedMembershipError):
        change_membership(membership=row, by=boss, functions=[])


def test_a_later_last_day_keeps_the_role_until_then(school: Organisation) -> None:
    row = MembershipFactory(organisation=school, trainer=True)
    end_membership(membership=row, by=None, on=date.today() + timedelta(days=2))
    assert has_role(row.user, Role.TRAINER, school)


def test_the_last_administrator_stays(school: Organisation, boss: User) -> None:
    row = school.memberships.get(role=Role.ADMINISTRATOR)
    with pytest.raises(LastAdministratorError):
        end_membership(membership=row, by=boss)
    MembershipFactory(organisation=school, administrator=True)
    end_membership(membership=row, by=boss)
    assert not user_can_manage_people(boss, school)


@pytest.mark.parametrize(("role", "covers"), [(Role.TRAINER, True), (Role.EDITOR, True), (Role.ADMINISTRATOR, True),
                                              (Role.ADVISER, False), (Role.COORDINATOR, False), (Role.LEARNER, False)])  # fmt: skip
@pytest.mark.parametrize("kind", ["bureau", "cooperation"])
def test_some_roles_at_the_bureau_cover_the_region_and_an_advisers_never(
    school: Organisation, role: Role, covers: bool, kind: str
) -> None:
    wide = OrganisationFactory(**{kind: True}, region=school.region)
    user = MembershipFactory(organisation=wide, role=role).user
    assert has_role(user, role, school) is covers


@pytest.mark.parametrize("role", Role)
def test_no_role_at_a_school_or_a_municipality_covers_another(school: Organisation, role: Role) -> None:
    for other in (OrganisationFactory(region=school.region), OrganisationFactory(municipality=True, region=school.region)):
        assert not has_role(MembershipFactory(organisation=other, role=role).user, role, school)


def test_a_superuser_without_a_role_is_no_key(school: Organisation) -> None:
    root = UserFactory(is_superuser=True)
    assert not any(has_role(root, role, school) for role in Role)
    assert user_needs_second_factor(root)


def test_a_blocked_person_has_no_role(school: Organisation) -> None:
    row = MembershipFactory(organisation=school, editor=True, user__is_active=False)
    assert not has_role(row.user, Role.EDITOR, school)
    assert not user_can_use_cms(row.user)


def test_other_rooms_hear_of_every_change(school: Organisation, slots: Registry) -> None:
    heard: list[tuple[int, bool]] = []
    slots.add(MembershipHook(key="test.ear", changed=lambda row, by: heard.append((row.pk, row.ended_on is None))))
    row = add_membership(user=UserFactory(), organisation=school, role=Role.LEARNER, by=None)
    change_membership(membership=row, by=None, functions=["mentor"])
    end_membership(membership=row, by=None)
    assert heard == [(row.pk, True), (row.pk, True), (row.pk, False)]


def test_rights_in_the_cms_follow_the_role_at_once(school: Organisation) -> None:
    sync_groups(organisation=school)
    row = add_membership(user=UserFactory(), organisation=school, role=Role.EDITOR, by=None)
    group = Group.objects.get(name=f"{school.slug}: editor")
    assert row.user in group.user_set.all()
    end_membership(membership=row, by=None)
    assert row.user not in group.user_set.all()


def test_a_role_that_ends_today_by_date_ends_in_the_cms_too(school: Organisation) -> None:
    row = add_membership(user=UserFactory(), organisation=school, role=Role.EDITOR, by=None)
    Membership.objects.filter(pk=row.pk).update(started_on=date.today() - timedelta(days=9), ended_on=date.today())
    end_due_memberships(timezone.now())
    assert not Group.objects.get(name=f"{school.slug}: editor").user_set.exists()


# ---------------------------------------------------------------- invitations
def test_an_invitation_makes_account_role_and_one_mail(school: Organisation, boss: User) -> None:
    row = invite(school, boss, email=" Nieuw@School.nl ")
    assert (row.user.email, row.user.has_usable_password()) == ("nieuw@school.nl", False)
    message = OutboxMessage.objects.get()
    assert "Nieuw" not in str(message.context), "the outbox keeps numbers, no names"
    mail = compose_invitation(message)
    assert mail is not None
    assert mail.subject == "Deltion nodigt je uit voor Gehoord"
    assert "deelnemer" in mail.body
    assert invitation_of(mail.body.split("/beheer/uitnodiging/")[1].split("/")[0]) == row.invitation


def test_a_known_account_keeps_its_own_name(school: Organisation, boss: User) -> None:
    known = UserFactory(email="nieuw@school.nl", name="Eigen Naam")
    assert invite(school, boss).user == known
    known.refresh_from_db()
    assert known.name == "Eigen Naam"


def test_somebody_with_the_role_is_not_invited_again(school: Organisation, boss: User) -> None:
    invite(school, boss)
    with pytest.raises(AlreadyMemberError):
        invite(school, boss)
    assert OutboxMessage.objects.count() == 1


def test_the_mail_of_a_role_with_a_second_step_says_so_and_speaks_the_persons_language(
    school: Organisation, boss: User
) -> None:
    from django.utils import translation

    invite(school, boss, role=Role.ADVISER)
    message = OutboxMessage.objects.get()
    assert "telefoon erbij" in compose_invitation(message).body  # type: ignore[union-attr]
    with translation.override("en"):
        assert "confidential adviser" in compose_invitation(message).body  # type: ignore[union-attr]


def test_an_older_link_stops_working_when_the_invitation_is_sent_again(school: Organisation, boss: User) -> None:
    invitation = invite(school, boss).invitation
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - timedelta(days=3))
    invitation.refresh_from_db()
    old = invitation_token(invitation)
    resend_invitation(invitation=invitation, by=boss)
    assert invitation_of(old) is None
    assert invitation_of(invitation_token(invitation)) == invitation


def test_signing_in_accepts_and_closes_it(school: Organisation, boss: User) -> None:
    row = invite(school, boss)
    assert accept_invitations(user=row.user) == 1
    row.invitation.refresh_from_db()
    assert invitation_of(invitation_token(row.invitation)) is None
    with pytest.raises(InvitationClosedError):
        resend_invitation(invitation=row.invitation, by=boss)
    with pytest.raises(InvitationClosedError):
        withdraw_invitation(invitation=row.invitation, by=boss)


def test_withdrawing_ends_the_role_and_the_waiting_mail_is_dropped(school: Organisation, boss: User) -> None:
    row = invite(school, boss)
    token, message = invitation_token(row.invitation), OutboxMessage.objects.get()
    withdraw_invitation(invitation=row.invitation, by=boss)
    assert invitation_of(token) is None
    assert compose_invitation(message) is None
    assert not Membership.objects.open().filter(pk=row.pk).exists()


@pytest.mark.parametrize("token", ["", "onzin", "x:y:z"])
def test_a_made_up_token_names_nothing(token: str) -> None:
    assert invitation_of(token) is None


# ---------------------------------------------------------------- lists
HEAD = "naam;e-mail;rol;team;functie\n"


def bring(school: Organisation, text: str, by: Any, leaving: tuple[int, ...] = ()) -> int:
    return import_people(organisation=school, raw=(HEAD + text).encode(), roles=list(Role), leaving=leaving, by=by)


def test_a_list_brings_people_teams_and_invitations(school: Organisation, boss: User) -> None:
    assert bring(school, "A;a@school.nl;;Zorg;docent\nB;b@school.nl;trainer;Zorg|Techniek\n", boss) == 2
    assert sorted(school.teams.values_list("name", flat=True)) == ["Techniek", "Zorg"]
    assert OutboxMessage.objects.count() == 2
    assert Membership.objects.get(user__email="a@school.nl").functions == ["teacher"]


def test_the_same_list_again_changes_nothing(school: Organisation, boss: User) -> None:
    bring(school, "A;a@school.nl;;Zorg;docent\n", boss)
    before = (actions(), OutboxMessage.objects.count())
    assert bring(school, "A;a@school.nl;;Zorg;docent\n", boss) == 0
    assert (actions(), OutboxMessage.objects.count()) == before


def test_a_changed_list_is_an_update(school: Organisation, boss: User) -> None:
    bring(school, "A;a@school.nl;;Zorg;docent\n", boss)
    assert bring(school, "Anna;a@school.nl;;Techniek;mentor\n", boss) == 1
    row = Membership.objects.get(user__email="a@school.nl")
    assert (row.user.name, row.functions, [team.name for team in row.teams.all()]) == ("Anna", ["mentor"], ["Techniek"])
    assert OutboxMessage.objects.count() == 1, "an update invites nobody"


def test_one_bad_line_stops_everything(school: Organisation, boss: User) -> None:
    with pytest.raises(FaultyPlanError) as caught:
        bring(school, "A;a@school.nl;;Nieuw team\nB;geen adres\n", boss)
    assert [fault.line for fault in caught.value.plan.faults] == [3]
    assert not school.teams.exists()
    assert not User.objects.filter(email="a@school.nl").exists()


def test_nobody_is_removed_without_a_tick(school: Organisation, boss: User) -> None:
    stays, goes = MembershipFactory(organisation=school), MembershipFactory(organisation=school)
    bring(school, "A;a@school.nl\n", boss)
    assert Membership.objects.open().filter(pk__in=[stays.pk, goes.pk]).count() == 2
    bring(school, "A;a@school.nl\n", boss, leaving=(goes.pk,))
    assert list(Membership.objects.open().filter(pk__in=[stays.pk, goes.pk])) == [stays]


def test_a_tick_at_somebody_elsewhere_or_on_the_list_removes_nobody(school: Organisation, boss: User) -> None:
    elsewhere = MembershipFactory()
    bring(school, "A;a@school.nl\n", boss)
    own = Membership.objects.get(user__email="a@school.nl")
    bring(school, "A;a@school.nl\n", boss, leaving=(elsewhere.pk, own.pk))
    assert Membership.objects.open().filter(pk__in=[elsewhere.pk, own.pk]).count() == 2


def test_a_list_cannot_take_the_last_administrator(school: Organisation, boss: User) -> None:
    """Somebody whose role begins tomorrow is not there yet."""
    row = school.memberships.get(role=Role.ADMINISTRATOR)
    later = add_membership(
        user=UserFactory(email="later@school.nl"), organisation=school, role=Role.ADMINISTRATOR, by=None,
        started_on=date.today() + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(LastAdministratorError):
        bring(school, f"Later;{later.user.email};beheerder\nA;a@school.nl\n", boss, leaving=(row.pk,))
    assert user_can_manage_people(boss, school)
    assert not User.objects.filter(email="a@school.nl").exists()


# ---------------------------------------------------------------- the trail
def test_the_trail_says_who_did_what_to_whom_and_nothing_of_content(school: Organisation, boss: User) -> None:
    row = invite(school, boss)
    change_membership(membership=row, by=boss, functions=["mentor"])
    end_membership(membership=row, by=boss)
    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == [
        "organisations.membership_added", "organisations.person_invited", "organisations.membership_changed",
        "organisations.membership_ended",
    ]  # fmt: skip
    assert {event.actor for event in events} == {boss}
    assert {event.organisation_id for event in events} == {school.pk}
    text = str(list(events.values()))
    assert "nieuw@school.nl" not in text
    assert "mentor" not in text


# ---------------------------------------------------------------- personal data
def test_a_person_gets_everything_that_is_kept_here(school: Organisation) -> None:
    row = MembershipFactory(organisation=school, functions=["mentor"])
    ContactFactory(organisation=school, user=row.user, name="Kaart")
    data = export(row.user)
    assert data["roles"][0]["organisation"] == "Deltion College"
    assert data["cards"][0]["name"] == "Kaart"


def test_an_account_goes_thirty_days_after_the_last_role(school: Organisation) -> None:
    row = MembershipFactory(organisation=school)
    today = date.today()
    Membership.objects.filter(pk=row.pk).update(started_on=today - timedelta(days=90), ended_on=today - timedelta(days=29))
    assert forget_accounts(timezone.now(), False) == 0
    Membership.objects.filter(pk=row.pk).update(ended_on=today - timedelta(days=31))
    assert forget_accounts(timezone.now(), True) == 1
    assert forget_accounts(timezone.now(), False) == 1
    assert not User.objects.filter(pk=row.user_id).exists()


def test_a_team_that_is_there_already_is_said_in_words_of_ours() -> None:
    school = OrganisationFactory()
    Team.objects.create(organisation=school, name="BPV")
    with pytest.raises(ValidationError) as found:
        Team(organisation=school, name="BPV").full_clean()
    assert found.value.messages == ["Er is al een team met deze naam."]


# ---------------------------------------------------------------- sent twice


def test_a_new_card_or_closed_period_sent_twice_is_there_once(school: Organisation, boss: User) -> None:
    def card(**given: Any) -> Contact:
        return Contact(**{"organisation": school, "name": "Samira Haddad", "position": "Vertrouwenspersoon", **given})

    def period(**given: Any) -> ClosedPeriod:
        days = {"first_day": date(2026, 12, 19), "last_day": date(2027, 1, 3)}
        return ClosedPeriod(**{"organisation": school, "name": "Kerst", **days, **given})

    assert save_contact(contact=card(), by=boss).pk == save_contact(contact=card(), by=boss).pk
    assert save_closed_period(period=period(), by=boss).pk == save_closed_period(period=period(), by=boss).pk
    save_contact(contact=card(phone="038 000 00 01"), by=boss)
    save_closed_period(period=period(organisation=OrganisationFactory()), by=boss)

    assert Contact.objects.count() == 2
    assert ClosedPeriod.objects.count() == 2
    assert AuditEvent.objects.filter(action="organisations.contact_saved").count() == 2
