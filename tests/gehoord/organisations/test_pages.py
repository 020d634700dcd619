from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Pillow

from gehoord.core.models import AuditEvent, Image, OutboxMessage
from gehoord.organisations.enums import Role
from gehoord.organisations.models import ClosedPeriod, Contact, Invitation, Membership, Organisation, Team
from gehoord.organisations.notifications import invitation_token
from tests.factories import ContactFactory, MembershipFactory, OrganisationFactory, TeamFactory, UserFactory, sign_in

pytestmark = pytest.mark.django_db

HEAD = "naam;e-mail;rol;team;functie\n"


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory(slug="deltion", name="Deltion College")


@pytest.fixture
def boss(school: Organisation, client: Client) -> Client:
    """The administrator's browser."""
    return sign_in(client, MembershipFactory(organisation=school, administrator=True, user__name="Anton Prins").user)


@pytest.fixture
def coordinator(school: Organisation) -> Client:
    return sign_in(Client(), MembershipFactory(organisation=school, coordinator=True).user)


def upload(client: Client, text: str) -> Any:
    return client.post("/beheer/importeren/", {"file": SimpleUploadedFile("lijst.csv", text.encode())})


def body(response: Any) -> str:
    return str(response.content.decode())


def token_of(response: Any) -> str:
    return body(response).split('name="token" value="')[1].split('"')[0]


# ---------------------------------------------------------------- the list of people
def test_people_are_found_by_name_address_role_and_team(boss: Client, school: Organisation) -> None:
    team = TeamFactory(organisation=school, name="Zorg")
    row = MembershipFactory(organisation=school, user__name="Marloes Bakker", user__email="m.bakker@school.nl")
    row.teams.add(team)
    MembershipFactory(organisation=school, trainer=True, user__name="Farah Idrissi")
    for query in ("zoek=marloes", "zoek=m.bakker@", "rol=learner", f"team={team.pk}"):
        text = body(boss.get(f"/beheer/?{query}"))
        assert "Marloes Bakker" in text, query
        assert "Farah Idrissi" not in text, query
    assert "Niemand gevonden" in body(boss.get("/beheer/?zoek=niemand"))


@pytest.mark.parametrize(
    ("query", "status"),
    [("rol=baas", 200), ("team=x", 200), ("team=99999999999999999999", 200), ("organisatie=weg", 404), ("zoek=%00", 400)],
)
def test_odd_questions_are_no_errors(boss: Client, query: str, status: int) -> None:
    response = boss.get(f"/beheer/?{query}")
    assert response.status_code == status
    assert "gh-page" in body(response)


def test_a_coordinator_changes_learners_alone(coordinator: Client, school: Organisation) -> None:
    learner, trainer = MembershipFactory(organisation=school), MembershipFactory(organisation=school, trainer=True)
    text = body(coordinator.get("/beheer/"))
    assert f"/beheer/rol/{learner.pk}/" in text
    assert f"/beheer/rol/{trainer.pk}/" not in text
    assert coordinator.get(f"/beheer/rol/{trainer.pk}/").status_code == 404
    assert coordinator.post(f"/beheer/rol/{trainer.pk}/stoppen/").status_code == 404
    assert coordinator.get("/beheer/instellingen/").status_code == 404


def test_an_administrator_of_the_bureau_chooses_the_organisation(school: Organisation) -> None:
    bureau = OrganisationFactory(bureau=True, region=school.region, name="Bureau")
    client = sign_in(Client(), MembershipFactory(organisation=bureau, administrator=True).user)
    page = client.get("/beheer/?organisatie=deltion")
    assert page.status_code == 200
    assert "?organisatie=deltion" in body(page)


def test_the_number_of_queries_does_not_grow_with_people(
    boss: Client, school: Organisation, django_assert_max_num_queries: Any
) -> None:
    team = TeamFactory(organisation=school)
    for _ in range(3):
        MembershipFactory(organisation=school).teams.add(team)
    boss.get("/beheer/")
    with django_assert_max_num_queries(18) as few:
        boss.get("/beheer/")
    for _ in range(20):
        MembershipFactory(organisation=school).teams.add(team)
    with django_assert_max_num_queries(len(few)):
        boss.get("/beheer/")


@pytest.mark.parametrize("path", ["teams", "kaarten", "gesloten", "voor-je-live-gaat", "instellingen"])
def test_the_number_of_queries_of_the_other_rooms_is_pinned(
    boss: Client, school: Organisation, path: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        TeamFactory(organisation=school)
        ContactFactory(organisation=school)
        ClosedPeriod.objects.create(organisation=school, name=f"P{number}", first_day="2027-01-01", last_day="2027-01-02")
    boss.get(f"/beheer/{path}/")
    with django_assert_max_num_queries(32 if path == "voor-je-live-gaat" else 16):
        boss.get(f"/beheer/{path}/")


# ---------------------------------------------------------------- inviting
def invitation(**changes: str) -> dict[str, str]:
    return {"name": "Vera de Graaf", "email": "vera@school.nl", "role": "learner", **changes}


def test_inviting_sends_a_mail_and_shows_who_waits(boss: Client, school: Organisation) -> None:
    team = TeamFactory(organisation=school, name="Zorg")
    page = body(boss.get("/beheer/uitnodigen/"))
    assert "Leest en behandelt de meldingen van de eigen school" in page, "each role says what it may"
    done = boss.post(
        "/beheer/uitnodigen/", {**invitation(role="adviser"), "teams": team.pk, "functions": "mentor"}, follow=True
    )
    assert "Vera de Graaf krijgt een uitnodiging" in body(done)
    assert "uitgenodigd" in body(done)
    assert Membership.objects.get(user__email="vera@school.nl").role == Role.ADVISER
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"email": "geen adres"}, {"email": ""}, {"role": "baas"}, {"name": "x" * 151}, {"teams": "999"}]
)
def test_a_mistake_keeps_what_was_typed_and_sends_nothing(boss: Client, school: Organisation, changes: dict[str, str]) -> None:
    TeamFactory(organisation=school)
    response = boss.post("/beheer/uitnodigen/", invitation(**changes))
    assert response.status_code == 422
    text = body(response)
    assert "Er klopt nog iets niet" in text
    for value in ({"name": "Vera de Graaf", "email": "vera@school.nl"} | changes).values():
        assert value in text or value in {"baas", "999"}
    assert not OutboxMessage.objects.exists()


def test_somebody_who_has_the_role_is_named_and_not_mailed_again(boss: Client) -> None:
    boss.post("/beheer/uitnodigen/", invitation())
    again = boss.post("/beheer/uitnodigen/", invitation())
    assert again.status_code == 422
    assert "heeft deze rol hier al" in body(again)
    assert OutboxMessage.objects.count() == 1


def test_a_coordinator_invites_no_administrator(coordinator: Client) -> None:
    assert coordinator.post("/beheer/uitnodigen/", invitation(role="administrator")).status_code == 422
    assert coordinator.post("/beheer/uitnodigen/", invitation()).status_code == 302


def test_a_municipality_has_learners_and_a_coordinator_but_no_adviser() -> None:
    town = OrganisationFactory(municipality=True)
    client = sign_in(Client(), MembershipFactory(organisation=town, administrator=True).user)
    assert "vertrouwenspersoon" not in body(client.get("/beheer/uitnodigen/"))
    assert client.post("/beheer/uitnodigen/", invitation(role="adviser")).status_code == 422
    assert client.post("/beheer/uitnodigen/", {**invitation(), "functions": "attendance_officer"}).status_code == 302
    assert "kun jij hier niet geven" in body(upload(client, HEAD + "A;a@gemeente.nl;vertrouwenspersoon\n"))


def test_an_invitation_is_sent_again_while_it_waits(boss: Client, school: Organisation) -> None:
    boss.post("/beheer/uitnodigen/", invitation())
    row = Membership.objects.get(user__email="vera@school.nl")
    assert "opnieuw verstuurd" in body(boss.post(f"/beheer/rol/{row.pk}/opnieuw/", follow=True))
    Invitation.objects.update(accepted_at=timezone.now())
    assert boss.post(f"/beheer/rol/{row.pk}/opnieuw/").status_code == 404


def test_the_link_in_the_mail_says_who_asks_you_for_what(school: Organisation) -> None:
    row = MembershipFactory(organisation=school, coordinator=True, user__name="Carla Vos")
    token = invitation_token(Invitation.objects.create(membership=row, sent_at=timezone.now()))
    text = body(Client().get(f"/beheer/uitnodiging/{token}/"))
    assert "Welkom, Carla" in text
    assert "Deltion College vraagt je mee te doen als coördinator" in text
    assert sign_in(Client(), UserFactory()).get(f"/beheer/uitnodiging/{token}/").status_code == 404, "somebody else's"
    sign_in(Client(), row.user)
    assert "Misschien heb je al ingelogd" in body(Client().get(f"/beheer/uitnodiging/{token}/"))


def test_a_link_that_works_no_more_says_what_to_do() -> None:
    response = Client().get("/beheer/uitnodiging/oud/")
    assert response.status_code == 404
    assert "Deze uitnodiging werkt niet meer" in body(response)


# ---------------------------------------------------------------- one role
def test_teams_and_functions_of_a_role_are_changed(boss: Client, school: Organisation) -> None:
    row, team = MembershipFactory(organisation=school), TeamFactory(organisation=school)
    boss.post(f"/beheer/rol/{row.pk}/", {"functions": ["mentor", "teacher"], "teams": [team.pk]})
    row.refresh_from_db()
    assert row.functions == ["teacher", "mentor"]
    assert list(row.teams.all()) == [team]


def test_a_role_stops_after_one_question(boss: Client, school: Organisation) -> None:
    row = MembershipFactory(organisation=school, user__name="Marloes Bakker")
    assert "De rol van Marloes Bakker stoppen?" in body(boss.get(f"/beheer/rol/{row.pk}/stoppen/"))
    assert Membership.objects.open().filter(pk=row.pk).exists()
    assert "is gestopt" in body(boss.post(f"/beheer/rol/{row.pk}/stoppen/", follow=True))
    assert not Membership.objects.open().filter(pk=row.pk).exists()
    assert boss.post(f"/beheer/rol/{row.pk}/stoppen/").status_code == 404, "sent twice"


def test_stopping_a_role_that_was_only_offered_withdraws_the_invitation(boss: Client) -> None:
    boss.post("/beheer/uitnodigen/", invitation())
    row = Membership.objects.get(user__email="vera@school.nl")
    boss.post(f"/beheer/rol/{row.pk}/stoppen/")
    assert not Invitation.objects.exists()
    assert AuditEvent.objects.filter(action="organisations.invitation_withdrawn").count() == 1


def test_the_only_administrator_cannot_stop(boss: Client, school: Organisation) -> None:
    row = school.memberships.get(role=Role.ADMINISTRATOR)
    assert "de enige beheerder" in body(boss.post(f"/beheer/rol/{row.pk}/stoppen/", follow=True))
    assert Membership.objects.open().filter(pk=row.pk).exists()


# ---------------------------------------------------------------- a list
def test_a_list_is_shown_before_it_is_carried_out(boss: Client, school: Organisation) -> None:
    gone = MembershipFactory(organisation=school, user__name="Weg Persoon")
    preview = upload(boss, HEAD + "A;a@school.nl;;Zorg\n")
    text = body(preview)
    assert "Nieuw: 1. Veranderd: 0. Ander team: 0. Hetzelfde: 0." in text
    assert "Weg Persoon" in text
    assert not Membership.objects.filter(user__email="a@school.nl").exists()
    done = boss.post("/beheer/importeren/", {"token": token_of(preview), "leaving": [gone.pk]}, follow=True)
    assert "2 mensen bijgewerkt" in body(done)
    again = boss.post("/beheer/importeren/", {"token": token_of(preview), "leaving": [gone.pk]}, follow=True)
    assert "0 mensen bijgewerkt" in body(again), "the same confirmation sent twice"


def test_bad_lines_are_named_and_nothing_can_be_confirmed(boss: Client) -> None:
    response = upload(boss, HEAD + "A;a@school.nl\n;b@school.nl\nC;fout\n")
    text = body(response)
    assert response.status_code == 422
    assert "Regel 3:" in text
    assert "Regel 4:" in text
    assert "verwerk deze lijst" not in text


def test_what_became_wrong_since_the_preview_is_shown_again(boss: Client, coordinator: Client, school: Organisation) -> None:
    token = token_of(upload(boss, HEAD + "A;a@school.nl;trainer\n"))
    response = coordinator.post("/beheer/importeren/", {"token": token})
    assert response.status_code == 422
    assert "kun jij hier niet geven" in body(response)


@pytest.mark.parametrize("token", ["", "onzin", "eJw:1:x"])
def test_a_token_that_is_not_ours_is_a_sentence(boss: Client, token: str) -> None:
    assert "stond te lang open" in body(boss.post("/beheer/importeren/", {"token": token}, follow=True))


def test_a_preview_of_another_school_confirms_nothing_here(boss: Client, school: Organisation) -> None:
    elsewhere = sign_in(Client(), MembershipFactory(administrator=True).user)
    token = token_of(upload(elsewhere, HEAD + "A;a@school.nl\n"))
    assert "stond te lang open" in body(boss.post("/beheer/importeren/", {"token": token}, follow=True))
    assert not Membership.objects.filter(user__email="a@school.nl").exists()


def test_no_file_and_a_file_that_is_no_list_get_a_sentence(boss: Client) -> None:
    assert boss.post("/beheer/importeren/").status_code == 422
    assert "Ik mis de kolommen" in body(upload(boss, "voornaam\nA\n"))


# ---------------------------------------------------------------- teams, cards, days
def test_teams_are_made_renamed_and_taken_away(boss: Client, school: Organisation) -> None:
    boss.post("/beheer/teams/nieuw/", {"name": "Zorg"})
    team = Team.objects.get(organisation=school)
    boss.post(f"/beheer/teams/{team.pk}/", {"name": "Zorg en Welzijn"})
    assert "Zorg en Welzijn" in body(boss.get("/beheer/teams/"))
    assert "weghalen?" in body(boss.get(f"/beheer/teams/{team.pk}/weg/"))
    boss.post(f"/beheer/teams/{team.pk}/weg/")
    assert not Team.objects.exists()


def test_two_teams_of_one_name_get_a_sentence(boss: Client, school: Organisation) -> None:
    TeamFactory(organisation=school, name="Zorg")
    response = boss.post("/beheer/teams/nieuw/", {"name": "Zorg"})
    assert response.status_code == 422
    assert "Zorg" in body(response)


def picture(size: int = 40) -> SimpleUploadedFile:
    out = BytesIO()
    Pillow.new("RGB", (size, size), "teal").save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue(), "image/jpeg")


def test_a_card_has_a_picture_an_account_and_goes_public(
    boss: Client, school: Organisation, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    adviser = MembershipFactory(organisation=school, adviser=True).user
    card = {"name": "Samira", "position": "Vertrouwenspersoon", "user": adviser.pk, "phone": "038 000", "is_public": "on",
            "sort_order": "1", "new_picture": picture()}  # fmt: skip
    assert boss.post("/beheer/kaarten/nieuw/", card).status_code == 302
    found = Contact.objects.get()
    assert found.user == adviser
    assert found.picture is not None
    school.refresh_from_db()
    assert found.picture.collection == school.collection
    boss.post(f"/beheer/kaarten/{found.pk}/", {**card, "new_picture": "", "without_picture": "on"})
    found.refresh_from_db()
    assert found.picture is None
    assert Image.objects.count() == 1


def test_a_card_never_gets_an_account_of_another_school(boss: Client) -> None:
    stranger = MembershipFactory(adviser=True).user
    response = boss.post("/beheer/kaarten/nieuw/", {"name": "X", "position": "Y", "sort_order": 1, "user": stranger.pk})
    assert response.status_code == 422
    assert stranger.name not in body(response)


@pytest.mark.parametrize("name", ["foto.jpg", "foto.svg"])
def test_what_is_no_picture_is_refused_with_what_was_typed(boss: Client, name: str) -> None:
    response = boss.post(
        "/beheer/kaarten/nieuw/",
        {"name": "Samira", "position": "VP", "sort_order": 1, "new_picture": SimpleUploadedFile(name, b"<svg/>")},
    )
    assert response.status_code == 422
    assert "Samira" in body(response)


def test_closed_days_stop_the_clock(boss: Client, school: Organisation) -> None:
    boss.post("/beheer/gesloten/nieuw/", {"name": "Kerst", "first_day": "2026-12-19", "last_day": "2027-01-03"})
    period = ClosedPeriod.objects.get(organisation=school)
    assert "19-12-2026" in body(boss.get("/beheer/gesloten/"))
    wrong = boss.post(f"/beheer/gesloten/{period.pk}/", {"name": "Kerst", "first_day": "2027-01-03", "last_day": "2026-12-19"})
    assert wrong.status_code == 422
    assert "ligt voor de eerste" in body(wrong)
    boss.post(f"/beheer/gesloten/{period.pk}/weg/")
    assert not ClosedPeriod.objects.exists()


def test_settings_are_kept_and_a_wrong_one_is_named(boss: Client, school: Organisation) -> None:
    given = {"short_name": "Deltion", "phone": "038 000 00 00", "email": "hulp@deltion.example", "open_weekdays": ["0", "1"]}
    assert boss.post("/beheer/instellingen/", given).status_code == 302
    school.refresh_from_db()
    assert (school.phone, school.open_weekdays) == ("038 000 00 00", [0, 1])
    wrong = boss.post("/beheer/instellingen/", {**given, "website": "geen adres", "open_weekdays": []})
    assert wrong.status_code == 422
    assert "geen adres" in body(wrong)


def test_a_promise_is_confirmed_counted_down_and_taken_back(boss: Client, school: Organisation) -> None:
    before = body(boss.get("/beheer/voor-je-live-gaat/"))
    key = before.split('name="key" value="')[1].split('"')[0]
    done = body(boss.post("/beheer/voor-je-live-gaat/belofte/", {"key": key, "act": "confirm"}, follow=True))
    assert "Neem deze belofte terug" in done
    boss.post("/beheer/voor-je-live-gaat/belofte/", {"key": key, "act": "confirm"})
    assert school.go_live_confirmations.count() == 1, "confirmed twice"
    boss.post("/beheer/voor-je-live-gaat/belofte/", {"key": key, "act": "withdraw"})
    assert not school.go_live_confirmations.exists()
    assert boss.post("/beheer/voor-je-live-gaat/belofte/", {"key": "verzonnen"}).status_code == 404


# ---------------------------------------------------------------- another school
def test_nothing_of_another_school_exists_here(boss: Client) -> None:
    other = OrganisationFactory()
    row, team, card = MembershipFactory(organisation=other), TeamFactory(organisation=other), ContactFactory(organisation=other)
    period = ClosedPeriod.objects.create(organisation=other, name="Kerst", first_day="2026-12-19", last_day="2027-01-03")
    for path in (
        f"rol/{row.pk}/", f"rol/{row.pk}/stoppen/", f"rol/{row.pk}/opnieuw/", f"teams/{team.pk}/", f"teams/{team.pk}/weg/",
        f"kaarten/{card.pk}/", f"kaarten/{card.pk}/weg/", f"gesloten/{period.pk}/", f"gesloten/{period.pk}/weg/",
    ):  # fmt: skip
        assert boss.post(f"/beheer/{path}", {"name": "Gekaapt"}).status_code == 404, path
        assert boss.post(f"/beheer/{path}?organisatie={other.slug}", {"name": "Gekaapt"}).status_code == 404, path
    assert not AuditEvent.objects.filter(organisation_id=other.pk).exists()


def test_a_team_of_another_school_cannot_be_given(boss: Client, school: Organisation) -> None:
    TeamFactory(organisation=school)
    assert boss.post("/beheer/uitnodigen/", {**invitation(), "teams": TeamFactory().pk}).status_code == 422
