"""Each way with a key as pages that an adviser walks alone."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content.reporting.models import AdviserKey, EmergencyKey, Report
from tests.factories import sign_in

from .conftest import Adviser, School, enrol


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def door(adviser: Adviser, *, unlocked: bool = True) -> Client:
    client = sign_in(Client(), adviser.user)
    if unlocked:
        assert client.post("/balie/open/", {"zin": adviser.phrase}).status_code == 302
    return client


def paper(response: Any) -> tuple[str, str]:
    """The six words and the code on a sheet."""
    phrase, code = re.findall(r'translate="no"><strong>([^<]+)</strong>', text(response))
    return phrase, code


def test_lost_words_come_back_with_the_code_and_the_old_ones_stop(school: School) -> None:
    samira = school.samira
    client = door(samira, unlocked=False)
    here = f"/balie/sleutel/{samira.key.pk}/woorden/"
    assert "Ik ben mijn woorden kwijt" in text(client.get("/balie/"))
    assert client.post(here, {"code": "0" * 25}).status_code == 422

    phrase, code = paper(client.post(here, {"code": samira.code}))
    wrong = client.post(f"{here}bewijs/", {"zin": phrase, "code": samira.code})
    right = client.post(f"{here}bewijs/", {"zin": phrase, "code": code}, follow=True)

    assert wrong.status_code == 422
    assert "Deze code is het niet." in text(wrong)
    assert "Je nieuwe woorden werken." in text(right)
    fresh = sign_in(Client(), samira.user)
    assert fresh.post("/balie/open/", {"zin": samira.phrase}).status_code == 422
    assert fresh.post("/balie/open/", {"zin": phrase}).status_code == 302


def test_words_and_code_lost_a_colleague_lets_in_and_gives_back_in_one_click(school: School) -> None:
    report = school.submit(story="Verhaal", now=timezone.now()).report
    client = door(school.joost, unlocked=False)
    assert "Er gaat geen melding verloren" in text(client.get(f"/balie/sleutel/{school.joost.key.pk}/kwijt/"))
    client.post(f"/balie/sleutel/{school.joost.key.pk}/kwijt/")
    phrase, code = paper(client.post("/balie/sleutel/"))
    client.post("/balie/sleutel/bewijs/", {"zin": phrase, "code": code})
    assert client.get(f"/balie/melding/{report.pk}/").status_code == 404
    new = AdviserKey.objects.live().get(user=school.joost.user)

    colleague = door(school.samira)
    assert "Joost Veenstra wil meelezen" in text(colleague.get("/balie/"))
    colleague.post(f"/balie/sleutel/{new.pk}/toelaten/")

    assert "Verhaal" in text(client.get(f"/balie/melding/{report.pk}/"))
    assert "Op de sleutellijst staat nog wie hier niet meer werkt" in text(colleague.get("/balie/"))
    tidied = colleague.post(f"/balie/sleutel/{school.samira.key.pk}/opruimen/", follow=True)
    assert "staat niet meer op de lijst" in text(tidied)


def test_a_new_key_takes_over_only_when_its_paper_is_typed(school: School) -> None:
    report = school.submit(story="Verhaal", now=timezone.now()).report
    samira = school.samira
    client = door(samira)
    here = f"/balie/sleutel/{samira.key.pk}/vernieuwen/"
    phrase, code = paper(client.post(here))
    assert "Je nieuwe sleutel wacht nog." in text(client.get("/balie/sleutel/"))

    done = client.post(f"{here}bewijs/", {"zin": phrase, "code": code}, follow=True)

    assert "1 melding ging mee" in text(done)
    assert "Verhaal" in text(client.get(f"/balie/melding/{report.pk}/"))
    fresh = sign_in(Client(), samira.user)
    assert fresh.post("/balie/open/", {"zin": samira.phrase}).status_code == 422
    assert fresh.post("/balie/open/", {"zin": phrase}).status_code == 302


def test_where_the_pins_owner_is_somebody_else_a_new_key_waits_and_is_finished_later(school: School, settings: Any) -> None:
    from django.core.management import call_command

    settings.KEY_PINS_BY_HAND = True
    samira = school.samira
    client = door(samira)
    here = f"/balie/sleutel/{samira.key.pk}/vernieuwen/"
    phrase, code = paper(client.post(here))
    waits = client.post(f"{here}bewijs/", {"zin": phrase, "code": code}, follow=True)
    assert "De beheerder van de server legt eerst de lijst vast." in text(waits)

    call_command("pin_keys", yes=True)
    done = client.post(f"{here}bewijs/", {"zin": phrase, "code": code}, follow=True)

    assert "Je nieuwe sleutel werkt." in text(done)


def test_an_adviser_names_a_successor_and_leaves(school: School) -> None:
    report = school.submit(story="Verhaal", now=timezone.now()).report
    client = door(school.samira)
    pk = school.samira.key.pk
    assert client.post(f"/balie/sleutel/{pk}/opvolger/", {"collega": "999999"}, follow=True).status_code == 200
    client.post(f"/balie/sleutel/{pk}/opvolger/", {"collega": str(school.joost.user.pk)})
    assert AdviserKey.objects.get(pk=pk).successor == school.joost.user

    left = client.post(f"/balie/sleutel/{pk}/stoppen/", {"collega": str(school.joost.user.pk)}, follow=True)

    assert "Je sleutel is weg." in text(left)
    assert client.get(f"/balie/melding/{report.pk}/").status_code == 302
    assert "Verhaal" in text(door(school.joost).get(f"/balie/melding/{report.pk}/"))


def test_leaving_is_refused_while_a_report_would_open_for_nobody(school: School) -> None:
    school.submit(story="Verhaal", excluded=frozenset({school.joost.user.pk}))
    client = door(school.samira)

    response = client.post(f"/balie/sleutel/{school.samira.key.pk}/stoppen/", {"collega": str(school.joost.user.pk)})

    assert response.status_code == 422
    assert "Dan kan niemand 1 melding nog openen." in text(response)
    assert AdviserKey.objects.live().filter(pk=school.samira.key.pk).exists()


def sheets_of(response: Any) -> dict[str, dict[str, str]]:
    page = text(response)
    found: dict[str, dict[str, str]] = {}
    for place, body in re.findall(r'id="vel-([ABC])"(.*?)</section>', page, re.S):
        pairs = re.findall(r"Regel ([ABC]{2})</h3><p class=\"rp-paper__line\" translate=\"no\">([^<]+)<", body)
        found[place] = dict(pairs)
    return found


@pytest.mark.parametrize("pair", ["AB", "AC", "BC"])
def test_three_keepers_and_two_of_them_together(school: School, pair: str) -> None:
    samira, joost = school.samira, school.joost
    client = door(samira)
    here = f"/balie/noodsleutel/{samira.key.pk}/"
    assert "Er is nog geen noodsleutel" in text(client.get(here))
    sheets = sheets_of(client.post(f"{here}maken/"))
    assert set(sheets) == {"A", "B", "C"}
    early = client.post(f"{here}klaar/", follow=True)
    assert "Eerst moeten alle drie de vellen overgetypt zijn." in text(early)
    for place, lines in sheets.items():
        first, second = lines.values()
        wrong = client.post(f"{here}vel/{place}/", {"eerste": second, "tweede": first})
        assert wrong.status_code == 422
        assert "Hier zit een fout in." in text(wrong)
        client.post(f"{here}vel/{place}/", {"eerste": first, "tweede": second})
    assert "De noodsleutel werkt." in text(client.post(f"{here}klaar/", follow=True))
    report = school.submit(story="Verhaal", excluded=frozenset({samira.user.pk}), now=timezone.now()).report

    lost = door(joost, unlocked=False)
    lost.post(f"/balie/sleutel/{joost.key.pk}/kwijt/")
    phrase, code = paper(lost.post("/balie/sleutel/"))
    lost.post("/balie/sleutel/bewijs/", {"zin": phrase, "code": code})
    new = AdviserKey.objects.live().get(user=joost.user)
    client.post(f"/balie/sleutel/{new.pk}/toelaten/")
    together = f"/balie/noodsleutel/{new.pk}/gebruiken/"
    mixed = {"paar": pair, "eerste": sheets[pair[0]][pair], "tweede": sheets[pair[0]][pair]}
    assert "Deze twee regels horen niet bij elkaar." in text(lost.post(together, mixed))
    done = lost.post(together, {**mixed, "tweede": sheets[pair[1]][pair]}, follow=True)

    assert "1 melding gaat nu open met jouw sleutel." in text(done)
    assert "Verhaal" in text(lost.get(f"/balie/melding/{report.pk}/"))
    assert not EmergencyKey.objects.live().exists()
    assert client.get(f"/balie/melding/{report.pk}/").status_code == 404


def test_the_yearly_look_asks_for_the_mark_only(school: School) -> None:
    client = door(school.samira)
    here = f"/balie/noodsleutel/{school.samira.key.pk}/"
    for place, lines in sheets_of(client.post(f"{here}maken/")).items():
        first, second = lines.values()
        client.post(f"{here}vel/{place}/", {"eerste": first, "tweede": second})
    client.post(f"{here}klaar/")
    sheet = EmergencyKey.objects.live().get().sheets.get(place="A")

    assert "hoort niet bij vel A" in text(client.post(f"{here}kenmerk/A/", {"kenmerk": "0000 0000"}, follow=True))
    assert "Vel A is er nog en klopt." in text(client.post(f"{here}kenmerk/A/", {"kenmerk": sheet.mark}, follow=True))


def test_nobody_reaches_anothers_key_pages(school: School) -> None:
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)
    client = door(naomi)
    pk = school.samira.key.pk
    for path in (
        f"sleutel/{pk}/woorden/", f"sleutel/{pk}/kwijt/", f"sleutel/{pk}/vernieuwen/", f"sleutel/{pk}/opvolger/", f"sleutel/{pk}/stoppen/",
        f"sleutel/{pk}/opruimen/", f"sleutel/{pk}/teruggeven/{naomi.user.pk}/", f"noodsleutel/{pk}/maken/", f"noodsleutel/{pk}/gebruiken/",
    ):  # fmt: skip
        assert client.post(f"/balie/{path}").status_code == 404, path
    assert Report.objects.count() == 0


def test_secrets_of_a_sheet_are_stored_nowhere(school: School) -> None:
    from django.db import connection

    client = door(school.samira)
    sheets = sheets_of(client.post(f"/balie/noodsleutel/{school.samira.key.pk}/maken/"))
    phrase, code = paper(client.post(f"/balie/sleutel/{school.samira.key.pk}/woorden/"))
    secrets = [line.replace(" ", "") for lines in sheets.values() for line in lines.values()]
    secrets += [phrase, code.replace(" ", "")]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            stored = str([bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row])
            assert not [secret for secret in secrets if secret in stored], table
