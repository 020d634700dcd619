"""A list of colleagues: what a file says, line by line, and what it would change."""

from __future__ import annotations

import pytest

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.people_list import MOST_LINES, Plan, UnreadableListError, plan_import, read_people
from tests.factories import MembershipFactory, OrganisationFactory, TeamFactory

ALL = list(Role)
HEAD = "naam;e-mail;rol;team;functie\n"


def faults(text: str, roles: list[Role] = ALL) -> list[tuple[int, str]]:
    return [(fault.line, fault.sentence) for fault in read_people(text.encode(), roles)[1]]


def test_a_line_becomes_a_colleague() -> None:
    [found], wrong = read_people(
        (HEAD + "Marloes Bakker;M.Bakker@School.nl;deelnemer;Zorg|Techniek;mentor|docent\n").encode(), ALL
    )
    assert not wrong
    assert (found.name, found.email, found.role) == ("Marloes Bakker", "m.bakker@school.nl", "learner")
    assert found.teams == ("Zorg", "Techniek")
    assert found.functions == ("mentor", "teacher")


def test_role_team_and_function_may_stay_away() -> None:
    [found], _ = read_people(b"naam,e-mail\nMarloes,m@school.nl\n", ALL)
    assert (found.role, found.teams, found.functions) == ("learner", (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_files_of_excel_numbers_and_school_systems_are_read(encoding: str, delimiter: str) -> None:
    text = f"Naam{delimiter}E-mail\r\nEmre Aydin à Zoë{delimiter}emre@school.nl\r\n"
    [found], wrong = read_people(text.encode(encoding), ALL)
    assert not wrong
    assert found.name == "Emre Aydin à Zoë"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (";m@school.nl", "De naam ontbreekt"),
        ("Marloes;geen adres", "is geen e-mailadres"),
        ("Marloes;m@school.nl;baas", "De rol “baas”"),
        ("Marloes;m@school.nl;deelnemer;;tovenaar", "De functie “tovenaar”"),
        ("=HYPERLINK(1);m@school.nl", "formule"),
        ("Marloes;=1+1", "formule"),
        (f"{'M' * 151};m@school.nl", "te lang"),
        (f"Marloes;m@school.nl;;{'T' * 81}", "te lang"),
    ],
)
def test_every_bad_line_is_named_by_number(line: str, sentence: str) -> None:
    [(number, found)] = faults(HEAD + "Goed;goed@school.nl\n" + line + "\n")
    assert number == 3
    assert sentence in found


def test_numbers_are_those_of_the_file_also_after_blank_lines_and_a_name_on_two_lines() -> None:
    assert [number for number, _ in faults(HEAD + '\n"Anna\nMaria";anna@school.nl\n\nX;fout\n')] == [6]


def test_the_same_address_twice_is_named_with_the_first_line() -> None:
    [(number, sentence)] = faults(HEAD + "A;a@school.nl\nB;b@school.nl\nA;A@school.nl\n")
    assert (number, "regel 2" in sentence) == (4, True)


def test_one_person_may_stand_on_it_with_two_roles() -> None:
    assert not faults(HEAD + "A;a@school.nl;deelnemer\nA;a@school.nl;trainer\n")


def test_a_coordinator_gives_no_other_role_than_learner() -> None:
    [(_, sentence)] = faults(HEAD + "A;a@school.nl;vertrouwenspersoon\n", [Role.LEARNER])
    assert "Kies uit: deelnemer" in sentence


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"PK\x03\x04\0\0\0xlsx", "geen tekstbestand"),
        (b"", "Ik mis de kolommen"),
        (b"voornaam;achternaam\nA;B\n", "Ik mis de kolommen"),
        (b"naam;e-mail\n" + b"A;a@b.nl\n" * (MOST_LINES + 1), "meer dan 20.000 regels"),
        (b'naam;e-mail\n"' + b"x" * 200_000 + b'";a@b.nl\n', "geen regels en kolommen"),
    ],
)
def test_a_file_that_is_no_list_gets_one_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableListError, match=sentence):
        read_people(raw, ALL)


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory()


def plan(school: Organisation, text: str, roles: list[Role] = ALL) -> Plan:
    return plan_import(school, (HEAD + text).encode(), roles)


@pytest.mark.django_db
def test_a_preview_tells_new_changed_moved_same_and_left_apart(school: Organisation) -> None:
    care, tech = TeamFactory(organisation=school, name="Zorg"), TeamFactory(organisation=school, name="Techniek")
    for key in ("changed", "moved", "same", "left"):
        row = MembershipFactory(
            organisation=school, user__email=f"{key}@school.nl", user__name=key.title(), functions=["teacher"]
        )
        row.teams.add(care)
    MembershipFactory(organisation=school, adviser=True, user__email="adviser@school.nl")
    found = plan(
        school,
        "New;new@school.nl\nChanged;changed@school.nl;;Zorg;mentor\nMoved;moved@school.nl;;Techniek\nSame;same@school.nl;;Zorg;docent\n",
    )
    names = {kind: [one.name for one in getattr(found, kind)] for kind in ("new", "changed", "moved", "same")}
    assert names == {"new": ["New"], "changed": ["Changed"], "moved": ["Moved"], "same": ["Same"]}
    assert [row.user.email for row in found.left] == ["left@school.nl"], "an adviser is not on a list of learners"
    assert tech.memberships.count() == 0, "a preview changes nothing"


@pytest.mark.django_db
def test_somebody_who_also_belongs_elsewhere_is_not_renamed_by_our_list(school: Organisation) -> None:
    row = MembershipFactory(organisation=school, user__email="a@school.nl", user__name="Anna")
    assert [one.name for one in plan(school, "Iemand Anders;a@school.nl\n").changed] == ["Iemand Anders"]
    MembershipFactory(user=row.user, adviser=True)
    assert not plan(school, "Iemand Anders;a@school.nl\n").changed


@pytest.mark.django_db
def test_a_preview_of_many_asks_as_much_as_one_of_few(school: Organisation, django_assert_num_queries: object) -> None:
    for number in range(12):
        MembershipFactory(organisation=school, user__email=f"p{number}@school.nl")
    text = "".join(f"P{number};p{number}@school.nl\n" for number in range(40))
    with django_assert_num_queries(3):  # type: ignore[operator]
        plan(school, text)
