"""The desk as an adviser meets it, and as everybody else does not."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content.reporting import vault
from content.reporting.models import AdviserKey, Report, ReportEvent, UnlockTry
from gehoord.core.sealed.phrases import generate_phrase
from gehoord.organisations.services import end_membership
from tests.factories import MembershipFactory, UserFactory, sign_in

from .conftest import Adviser, School

STORY = "Kwartelkoning zei dat ik niet aan de kassa mag."
COOKIE = "gehoord-vault"


def _text(response: Any) -> str:
    return html.unescape(response.content.decode())


def _unlocked(adviser: Adviser) -> Client:
    client = sign_in(Client(), adviser.user)
    response = client.post("/balie/open/", {"zin": adviser.phrase})
    assert response.status_code == 302
    return client


@pytest.fixture
def samira(school: School) -> Client:
    return _unlocked(school.samira)


@pytest.fixture
def report(school: School) -> Report:
    return school.submit(
        now=timezone.now(), story=STORY, way="bel", phone="06 12345678", name="Yara", day_parts=("middag",)
    ).report


def _paths(report: Report) -> list[tuple[str, str]]:
    return [
        ("get", "/balie/"),
        ("get", "/balie/open/"),
        ("post", "/balie/open/"),
        ("post", "/balie/dicht/"),
        ("get", "/balie/sleutel/"),
        ("post", "/balie/sleutel/"),
        ("post", "/balie/sleutel/bewijs/"),
        ("post", "/balie/sleutel/1/toelaten/"),
        ("get", f"/balie/melding/{report.pk}/"),
        ("post", f"/balie/melding/{report.pk}/contact/"),
    ]


@pytest.mark.parametrize("role", ["learner", "trainer", "coordinator", "editor", "administrator", "superuser"])
def test_for_every_other_role_the_desk_does_not_exist(school: School, report: Report, role: str) -> None:
    if role == "superuser":
        user = UserFactory(is_superuser=True)
    else:
        user = MembershipFactory(organisation=school.organisation, role=role).user
    client = sign_in(Client(), user)

    for method, path in _paths(report):
        assert getattr(client, method)(path).status_code == 404, path


def test_without_signing_in_everything_leads_to_the_door(client: Client, report: Report) -> None:
    for method, path in _paths(report):
        response = getattr(client, method)(path)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/account/")


def test_without_a_second_factor_nothing_opens(school: School, report: Report) -> None:
    client = Client()
    client.force_login(school.samira.user)

    for method, path in _paths(report):
        response = getattr(client, method)(path)
        assert response.status_code == 302, path
        assert "/account/" in response.headers["Location"]


def test_a_locked_vault_shows_the_same_page_for_any_report(school: School, report: Report) -> None:
    client = sign_in(Client(), school.samira.user)
    pages = []
    for number in (report.pk, uuid.uuid4()):
        response = client.get(f"/balie/melding/{number}/")
        assert response.status_code == 200
        pages.append(re.sub(r'value="[^"]+"', "", _text(response)))

    assert "Je kluis is dicht" in pages[0]
    assert pages[0] == pages[1]
    assert not ReportEvent.objects.filter(kind="opened").exists()


def test_the_inbox_shows_who_waits_with_a_clock_in_words(samira: Client, report: Report) -> None:
    response = samira.get("/balie/")

    page = _text(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert "Eén iemand wacht op jou" in page
    assert "Yara: bellen of appen" in page
    assert "nog 23 uur" in page or "nog 24 uur" in page or "nog" in page
    assert f"“{STORY}”" in page, "the first words tell one card from another, once the vault is open"


def test_the_case_shows_the_safe_way_above_everything_and_the_student_sees_the_look(
    samira: Client, school: School, report: Report
) -> None:
    page = _text(samira.get(f"/balie/melding/{report.pk}/"))

    assert page.index("Zo veilig mogelijk") < page.index(STORY) < page.index("Jouw eerste contact")
    assert "06 12345678" in page
    assert "Geen voicemail." in page
    assert ReportEvent.objects.get(kind="opened").actor == school.samira.user


def test_first_contact_stops_the_clock(samira: Client, report: Report) -> None:
    response = samira.post(
        f"/balie/melding/{report.pk}/contact/", {"how": "spoken", "hoe": "telefoon", "text": "We spreken vrijdag."}, follow=True
    )

    page = _text(response)
    assert "Opgeschreven. De klok staat stil." in page
    assert "We spreken vrijdag." in page
    report.refresh_from_db()
    assert report.first_contact_at
    assert "Niemand wacht op jou" in _text(samira.get("/balie/"))


def test_a_colleague_who_was_first_is_not_overwritten(samira: Client, school: School, report: Report) -> None:
    _unlocked(school.joost).post(
        f"/balie/melding/{report.pk}/contact/", {"how": "spoken", "hoe": "telefoon", "text": "Joost was eerst."}
    )

    response = samira.post(
        f"/balie/melding/{report.pk}/contact/", {"how": "spoken", "hoe": "telefoon", "text": "Mijn eigen tekst."}
    )

    page = _text(response)
    assert response.status_code == 409
    assert "Mijn eigen tekst." in page
    assert "Joost was eerst." in page


def test_a_post_after_the_vault_closed_keeps_its_text_and_goes_on_with_the_phrase(
    samira: Client, school: School, report: Report
) -> None:
    samira.post("/balie/dicht/")
    path, text = f"/balie/melding/{report.pk}/contact/", "Lange tekst over vrijdag."

    closed = samira.post(path, {"how": "spoken", "hoe": "telefoon", "text": text})
    wrong = samira.post(path, {"how": "spoken", "hoe": "telefoon", "text": text, "zin": generate_phrase()})
    right = samira.post(path, {"how": "spoken", "hoe": "telefoon", "text": text, "zin": school.samira.phrase})

    for response in (closed, wrong):
        assert response.status_code == 422
        assert text in _text(response)
    assert right.status_code == 302
    assert text in _text(samira.get(f"/balie/melding/{report.pk}/"))


def test_an_idle_vault_is_closed_at_the_next_request(samira: Client, report: Report) -> None:
    session = samira.session
    visits = session[vault.SESSION_KEY]
    for visit in visits.values():
        visit["used"] -= timedelta(minutes=16).total_seconds()
    session[vault.SESSION_KEY] = visits
    session.save()

    assert "Je kluis is dicht" in _text(samira.get(f"/balie/melding/{report.pk}/"))
    assert samira.session[vault.SESSION_KEY] == {}


def test_closing_signing_out_or_losing_the_cookie_locks(school: School, report: Report) -> None:
    for case in ("close", "sign out", "cookie"):
        client = _unlocked(school.samira)
        assert "Je kluis is dicht" not in _text(client.get("/balie/"))
        if case == "close":
            client.post("/balie/dicht/")
        elif case == "sign out":
            client.logout()
            sign_in(client, school.samira.user)
        else:
            del client.cookies[COOKIE]
        assert "Je kluis is dicht" in _text(client.get("/balie/")), case


def test_the_cookie_is_out_of_reach_of_scripts(samira: Client) -> None:
    cookie = samira.cookies[COOKIE]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"


def test_a_former_adviser_with_a_live_session_sees_nothing(samira: Client, school: School, report: Report) -> None:
    end_membership(membership=school.samira.user.memberships.get(), by=None)

    for method, path in _paths(report):
        assert getattr(samira, method)(path).status_code == 404


def test_another_schools_report_and_an_excluded_advisers_equal_one_that_does_not_exist(
    school: School, make_school: Callable[..., School]
) -> None:
    other = make_school(slug="cibap")
    theirs = other.submit(story="Roodkeelpieper").report
    kept_from_samira = school.submit(excluded=frozenset({school.samira.user.pk})).report
    client = _unlocked(school.samira)

    bodies = set()
    for number in (theirs.pk, kept_from_samira.pk, uuid.uuid4()):
        for method, path in (("get", ""), ("post", "contact/")):
            response = getattr(client, method)(
                f"/balie/melding/{number}/{path}", *([{"how": "spoken", "hoe": "telefoon"}] if method == "post" else [])
            )
            assert response.status_code == 404
            bodies.add(re.sub(rf'{number}|value="[^"]*"|nonce="[^"]*"', "", response.content.decode()))

    assert len(bodies) == 1
    assert "Niemand wacht op jou" in _text(client.get("/balie/"))
    assert not ReportEvent.objects.filter(kind__in=["opened", "first_contact"]).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Typ je zes woorden."),
        ("radio goudvis", "Je wachtzin heeft zes woorden."),
        ("radio goudvis qqqq fluit qqqq tuinbouw", "Kijk nog eens naar woord 3, 5"),
    ],
)
def test_typing_errors_in_the_phrase_cost_no_try_and_are_not_repeated(school: School, typed: str, sentence: str) -> None:
    client = sign_in(Client(), school.samira.user)

    response = client.post("/balie/open/", {"zin": typed})

    assert response.status_code == 422
    assert sentence in _text(response)
    assert "qqqq" not in _text(response)
    assert not UnlockTry.objects.exists()


def test_after_five_wrong_phrases_the_right_one_waits(school: School) -> None:
    client = sign_in(Client(), school.samira.user)
    for _ in range(4):
        assert client.post("/balie/open/", {"zin": generate_phrase()}).status_code == 422

    assert client.post("/balie/open/", {"zin": generate_phrase()}).status_code == 429
    response = client.post("/balie/open/", {"zin": school.samira.phrase})

    assert response.status_code == 429
    assert "Wacht een kwartier" in _text(response)


@pytest.mark.parametrize("onward", ["https://elders.example/", "//elders.example", "/cms/", "/balie/../cms/", ""])
def test_unlocking_leads_to_the_desk_only(school: School, onward: str) -> None:
    client = sign_in(Client(), school.samira.user)

    response = client.post("/balie/open/", {"zin": school.samira.phrase, "verder": onward})

    assert response.headers["Location"].startswith("/balie/")
    assert response.headers["Location"] == "/balie/"


def test_unlocking_goes_on_to_the_page_that_was_asked(school: School, report: Report) -> None:
    client = sign_in(Client(), school.samira.user)

    response = client.post("/balie/open/", {"zin": school.samira.phrase, "verder": f"/balie/melding/{report.pk}/"}, follow=True)

    assert STORY in _text(response)


def test_a_new_adviser_makes_and_proves_a_key_and_a_colleague_lets_it_in(samira: Client, school: School) -> None:
    naomi = MembershipFactory(adviser=True, organisation=school.organisation, user__name="Naomi Pinas").user
    client = sign_in(Client(), naomi)
    assert client.get("/balie/").headers["Location"] == "/balie/sleutel/"
    sheet = _text(client.post("/balie/sleutel/"))
    phrase, code = re.findall(r'translate="no"><strong>([^<]+)</strong>', sheet)

    wrong = client.post("/balie/sleutel/bewijs/", {"zin": phrase, "code": "0" * 25})
    right = client.post("/balie/sleutel/bewijs/", {"zin": phrase, "code": code.lower()}, follow=True)

    assert wrong.status_code == 422
    assert "Deze code is het niet." in _text(wrong)
    assert "moet je nog toelaten" in _text(right)
    key = AdviserKey.objects.get(user=naomi)
    inbox = _text(samira.get("/balie/"))
    assert "Naomi Pinas wil meelezen" in inbox
    assert key.mark in inbox
    admitted = _text(samira.post(f"/balie/sleutel/{key.pk}/toelaten/", follow=True))
    assert "Je collega kan nu nieuwe meldingen lezen." in admitted
    assert [adviser.name for adviser in school.submit().readers] == ["Samira", "Joost", "Naomi"]


def test_a_key_of_another_school_cannot_be_let_in(samira: Client, make_school: Callable[..., School]) -> None:
    other = make_school(slug="cibap")

    assert samira.post(f"/balie/sleutel/{other.samira.key.pk}/toelaten/").status_code == 404


def test_a_proven_key_is_never_replaced_from_the_page(samira: Client, school: School) -> None:
    samira.post("/balie/sleutel/")

    assert AdviserKey.objects.filter(user=school.samira.user).get() == school.samira.key


def test_reports_in_the_bin_have_their_own_list_and_the_same_clock(samira: Client, school: School) -> None:
    school.submit(now=timezone.now(), in_bin=True)

    page = _text(samira.get("/balie/"))

    assert "Eerst nakijken" in page
    assert "Eén iemand wacht op jou" in page


def test_what_a_student_wrote_is_never_markup_at_the_desk(samira: Client, school: School) -> None:
    evil = "<script>alert(1)</script>"
    report = school.submit(story=evil, name=evil, way="bel", phone="0612345678", email="a@b.example").report

    for path in ("/balie/", f"/balie/melding/{report.pk}/"):
        assert evil not in samira.get(path).content.decode()


def test_the_inbox_takes_as_many_queries_for_one_as_for_twenty(
    samira: Client, school: School, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (1, 19):
        for index in range(number):
            school.submit(story=f"{number} {index}")
        with django_assert_max_num_queries(40) as captured:
            samira.get("/balie/")
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_desk_has_the_strict_policy_and_no_script_of_others(samira: Client, report: Report) -> None:
    response = samira.get(f"/balie/melding/{report.pk}/")

    assert "'unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.findall(r'(?:src|href)="https?://', response.content.decode())
