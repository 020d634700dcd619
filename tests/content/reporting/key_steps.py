"""What the tests of keys share: who can read what, sheets, a drill of reports."""

from __future__ import annotations

from content.reporting import emergency, recovery, vault
from content.reporting.casefile import CaseFile, open_case_file
from content.reporting.key_lists import known_authors
from content.reporting.models import EmergencyKey, Report
from content.reporting.services import Submitted
from content.reporting.vault import OpenVault
from gehoord.core.sealed.keys import PrivateKeys

from .conftest import NOW, Adviser, School

SHARE = 24
"""The CI-sized part of the key drill; the whole of it is 200 reports."""


def reads(keys: OpenVault, report: Report) -> bool:
    """Whether these keys read the whole story in the live database, proven, and the list shows it."""
    report = Report.objects.get(pk=report.pk)
    listed = Report.objects.visible_to(keys.key.user).filter(pk=report.pk).exists()
    return listed and opened_case(keys.private, report).story.startswith("Verhaal")


def opens_raw(private: PrivateKeys, report: Report) -> bool:
    """Whether raw key material finds anything readable at all, whatever the application shows."""
    return bool(opened_case(private, Report.objects.get(pk=report.pk)).pieces)


def opened_case(private: PrivateKeys, report: Report) -> CaseFile:
    return open_case_file(report, private=private, advisers=known_authors(report.organisation_id))


def drill(school: School, count: int, **given: object) -> list[Submitted]:
    return [school.submit(story=f"Verhaal {number}", **given) for number in range(count)]


def make_sheets(school: School, adviser: Adviser) -> dict[str, emergency.Sheet]:
    """An emergency key, made, typed over by all three keepers, and listed."""
    sheets = {sheet.place: sheet for sheet in emergency.make_emergency_key(vault=adviser.vault, now=NOW)}
    key = EmergencyKey.objects.waiting().get(organisation=school.organisation)
    for place, sheet in sheets.items():
        emergency.prove_sheet(key=key, place=place, first=sheet.lines[0][1], second=sheet.lines[1][1], now=NOW)
    emergency.list_emergency_key(vault=adviser.vault, now=NOW)
    return sheets


def lines_for(sheets: dict[str, emergency.Sheet], pair: str) -> dict[str, str]:
    return {place: dict(sheets[place].lines)[pair] for place in pair}


def enrol_again(school: School, adviser: Adviser, by: Adviser) -> Adviser:
    recovery.give_up_key(key=adviser.key, now=NOW)
    made = vault.enrol_adviser(user=adviser.user, organisation=school.organisation)
    private = vault.prove_phrase(key=made.key, phrase=made.phrase, now=NOW)
    vault.prove_recovery_code(key=made.key, code=made.code, now=NOW)
    vault.admit_key(key=made.key, vault=by.vault, now=NOW)
    return Adviser(adviser.user, made.key, made.phrase, made.code, OpenVault(made.key, private))


def rotate(adviser: Adviser) -> OpenVault:
    made = recovery.begin_rotation(vault=adviser.vault)
    private = vault.prove_phrase(key=made.key, phrase=made.phrase, now=NOW)
    vault.prove_recovery_code(key=made.key, code=made.code, now=NOW)
    recovery.sign_in_successor_key(vault=adviser.vault, new=made.key, now=NOW)
    new = OpenVault(made.key, private)
    recovery.finish_rotation(vault=adviser.vault, new=new, now=NOW)
    return new
