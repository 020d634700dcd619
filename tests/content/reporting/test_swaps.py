"""Each id and each stored thing of A put in B's place, same school and another: nothing opens, nothing differs from "does not exist"."""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from django.test import Client
from django.utils import timezone

from content.reporting import gate, key_lists
from content.reporting.casefile import open_case_file
from content.reporting.entries import save_entries
from content.reporting.enums import AuthorKind, EntryKind
from content.reporting.key_lists import known_authors
from content.reporting.models import Entry, KeyListVersion, Report
from gehoord.core.sealed.entries import Place, Proof, SealedEntry, open_entry, seal_entry
from gehoord.core.sealed.keylists import sign_key_list
from gehoord.core.sealed.keys import CannotOpenError, PrivateKeys
from tests.factories import sign_in

from .conftest import NOW, School

STEPS = (
    "contact/", "schrijven/", "vragen/", "afronden/", "nazorg/", "heropenen/", "misbruik/", "echt/", "koppelen/", "nagekeken/",
    "proef/", "overdragen/", "bureau/4/", "bestand/4/",
)  # fmt: skip
SENT = {
    "how": "spoken", "hoe": "telefoon", "soort": "notitie", "tekst": "x", "text": "x", "onderwerp": "company", "vraag": "x", "reden": "x",
    "verslag": "x", "gedaan": "x", "verteld": "x", "nazorg": "2027-06-01", "gronden": "race", "gebied": "other",
    "aard": "other", "afhandeling": "other", "ander": str(uuid.UUID(int=1)), "proef": "ja",
}  # fmt: skip


@pytest.mark.parametrize("reports", [10, pytest.param(75, marks=pytest.mark.drill)])
def test_every_address_of_anothers_report_answers_as_one_that_does_not_exist(
    school: School, make_school: Callable[..., School], reports: int
) -> None:
    other = make_school(slug="cibap")
    samira = school.samira
    foreign = [
        *(other.submit(story=f"Roodkeelpieper {number}").report.pk for number in range(reports)),
        *(
            school.submit(story=f"Roodkeelpieper {number}", excluded=frozenset({samira.user.pk})).report.pk
            for number in range(reports)
        ),
    ]
    client = sign_in(Client(), samira.user)
    client.post("/balie/open/", {"zin": samira.phrase})
    unknown = {path: _answer(client, uuid.uuid4(), path) for path in ("", *STEPS)}

    swaps = 0
    for pk in foreign:
        for path, expected in unknown.items():
            assert _answer(client, pk, path) == expected, path
            swaps += 1

    sys.stdout.write(f"\nobject swap by address: {swaps} tried, 0 leaks\n")
    assert set(unknown.values()) == {unknown[""]}
    assert unknown[""][0] == 404
    assert not Report.objects.exclude(state="received").exists()


def _answer(client: Client, pk: uuid.UUID, path: str) -> tuple[int, str]:
    address = f"/balie/melding/{pk}/{path}"
    response = client.post(address, SENT) if path else client.get(address)
    page = re.sub(rf'{pk}|value="[^"]*"|nonce="[^"]*"', "", response.content.decode())
    return response.status_code, page


def test_over_two_thousand_swaps_of_ciphertext_open_nothing(school: School, make_school: Callable[..., School]) -> None:
    """Body, key, report, entry, school, sequence and predecessor of every report in the place of every other's."""
    other = make_school(slug="cibap")
    sealed = [*_first_of(school, 16), *_first_of(other, 8)]
    private = school.samira.vault.private
    authors = known_authors(school.organisation.pk)
    tried = opened = 0
    for mine, theirs in permutations(sealed, 2):
        for swapped in _swaps(mine, theirs):
            tried += 1
            try:
                opened += open_entry(swapped, private=private, authors=authors).proof is not Proof.UNREADABLE
            except CannotOpenError:
                continue

    sys.stdout.write(f"\nobject swap of ciphertext: {tried} tried, {opened} opened\n")
    assert tried >= 2000
    assert opened == 0


def _first_of(school: School, count: int) -> list[SealedEntry]:
    found = []
    for number in range(count):
        report = school.submit(story=f"Verhaal {number}").report
        entry = Entry.objects.get(report=report, sequence=1)
        found.append(entry.sealed(report.school, list(entry.wraps.all())))
    return found


def _swaps(mine: SealedEntry, theirs: SealedEntry) -> Iterator[SealedEntry]:
    yield replace(mine, body=theirs.body)
    yield replace(mine, wraps=theirs.wraps)
    yield replace(mine, place=replace(mine.place, report=theirs.place.report))
    yield replace(mine, place=replace(mine.place, entry=theirs.place.entry))
    yield replace(mine, place=replace(mine.place, sequence=mine.place.sequence + 1))
    yield replace(mine, place=replace(mine.place, previous=theirs.place.entry * 2))


def test_a_swapped_root_is_an_alarm_and_the_pinned_list_goes_on(school: School) -> None:
    """A whole new chain, rightly signed from a thief's own root: the file outside the database knows another root."""
    thief = PrivateKeys.generate()
    name = key_lists.school_id(school.organisation.pk)
    KeyListVersion.objects.filter(organisation=school.organisation).delete()
    before = None
    for version in (1, 2, 3):
        before = sign_key_list(school=name, keys=[thief.public], before=before, signer=thief)
        KeyListVersion.objects.create(organisation=school.organisation, version=version, serialised=before.serialise())

    assert key_lists.has_alarm(school.organisation.pk)
    assert gate.form_is_open(school.organisation)
    told = school.submit(story="Verhaal")
    assert not open_case_file(told.report, private=thief, advisers={}).pieces
    assert [adviser.name for adviser in told.readers] == ["Samira", "Joost"]


@pytest.mark.parametrize("kind", [EntryKind.MESSAGE, EntryKind.CONSENT_ASKED, EntryKind.CONSENT_GIVEN, EntryKind.READERS])
def test_a_forged_entry_opens_and_counts_for_nothing(school: School, kind: EntryKind) -> None:
    """Public keys are public: a thief can seal something to everybody, and sign it with no key that is known."""
    told = school.submit(story="Verhaal")
    thief = PrivateKeys.generate()
    last = told.report.entries.last()
    assert last is not None
    place = Place(told.report.school, told.report.pk.bytes, uuid.uuid4().bytes, 4, last.sealed(told.report.school, []).hash, 1)
    payload = {"text": "Bel 0900", "ask": 4, "added": [[1, thief.public.fingerprint.hex()]], "removed": []}
    recipients = [told.receipt.keys.public, school.samira.vault.private.public]
    forged = seal_entry(place, kind=kind, payload=payload, author=thief, recipients=recipients)
    save_entries(
        [forged], AuthorKind.ADVISER if kind in {EntryKind.MESSAGE, EntryKind.CONSENT_ASKED} else AuthorKind.STUDENT, NOW
    )

    for private in (told.receipt.keys, school.samira.vault.private):
        case_file = open_case_file(told.report, private=private, advisers=known_authors(school.organisation.pk))
        assert not case_file.is_proven
        assert not case_file.pieces[-1].is_proven
        assert not any(consent.is_given for consent in case_file.consents)
        assert thief.public.fingerprint not in case_file.readers


def test_the_page_calls_a_forged_entry_not_proven(school: School) -> None:
    told = school.submit(story="Verhaal", now=timezone.now())
    thief = PrivateKeys.generate()
    last = told.report.entries.last()
    assert last is not None
    place = Place(told.report.school, told.report.pk.bytes, uuid.uuid4().bytes, 4, last.sealed(told.report.school, []).hash, 1)
    forged = seal_entry(
        place, kind="message", payload={"text": "Bel 0900"}, author=thief, recipients=[school.samira.vault.private.public]
    )
    save_entries([forged], AuthorKind.ADVISER, NOW)
    client = sign_in(Client(), school.samira.user)
    client.post("/balie/open/", {"zin": school.samira.phrase})

    page = client.get(f"/balie/melding/{told.report.pk}/").content.decode()

    assert "niet bewezen" in page
    assert "Misschien veranderde iemand de database." in page
