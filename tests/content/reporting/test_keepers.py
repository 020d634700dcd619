"""Three keepers with an emergency key: any two open, one never does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content.reporting import emergency, gate, key_lists
from content.reporting.clock import key_health
from content.reporting.emergency import NotTogetherError, SheetError
from content.reporting.enums import EntryKind, EventKind, ReaderReason
from content.reporting.models import EmergencyKey, ReportEvent
from gehoord.core.models import OutboxMessage
from gehoord.organisations.services import end_membership

from .conftest import NOW, School, enrol
from .key_steps import drill, enrol_again, lines_for, make_sheets, opened_case, opens_raw, reads

# ---------------------------------------------------------------- three keepers


@pytest.mark.parametrize("pair", emergency.PAIRS)
def test_any_two_of_three_keepers_open_and_the_key_is_spent(school: School, pair: str) -> None:
    sheets = make_sheets(school, school.samira)
    lost = drill(school, 3, chosen=school.joost.user.pk, excluded=frozenset({school.samira.user.pk}))
    again = enrol_again(school, school.joost, school.samira)
    assert not reads(again.vault, lost[0].report)
    OutboxMessage.objects.all().delete()

    regained = emergency.use_emergency_key(vault=again.vault, lines=lines_for(sheets, pair), pair=pair, now=NOW)

    assert regained.reports == 3
    assert all(reads(again.vault, submitted.report) for submitted in lost)
    assert set(OutboxMessage.objects.filter(kind="reporting.emergency_used").values_list("account_id", flat=True)) == {
        school.samira.user.pk,
        school.joost.user.pk,
    }
    for submitted in lost:
        [change] = opened_case(submitted.receipt.keys, submitted.report).of(EntryKind.READERS)
        assert change.payload["why"] == ReaderReason.EMERGENCY
        assert change.is_proven
        assert ReportEvent.objects.filter(report=submitted.report, kind=EventKind.EMERGENCY).count() == 1
    with pytest.raises(NotTogetherError):
        emergency.use_emergency_key(vault=again.vault, lines=lines_for(sheets, pair), pair=pair, now=NOW)
    assert key_lists.emergency_keys(school.organisation.pk) == ()


def test_one_sheet_two_wrong_lines_or_a_typing_error_open_nothing(school: School) -> None:
    sheets = make_sheets(school, school.samira)
    first, other = dict(sheets["A"].lines), dict(sheets["B"].lines)

    for lines, pair, error in (
        ({"A": first["AB"], "B": first["AC"]}, "AB", NotTogetherError),
        ({"A": first["AC"], "B": other["AB"]}, "AB", NotTogetherError),
        ({"A": first["AB"], "B": first["AB"]}, "AB", NotTogetherError),
        ({"A": first["AB"], "B": other["AB"][:-1]}, "AB", SheetError),
    ):
        with pytest.raises(error):
            emergency.use_emergency_key(vault=school.samira.vault, lines=lines, pair=pair, now=NOW)
    assert EmergencyKey.objects.live().exists()


def test_the_emergency_key_gives_nobody_a_report_that_somebody_living_reads_or_whose_student_excluded_them(
    school: School,
) -> None:
    sheets = make_sheets(school, school.samira)
    joosts = school.submit(story="Verhaal van Joost", chosen=school.joost.user.pk, excluded=frozenset({school.samira.user.pk}))
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)

    regained = emergency.use_emergency_key(vault=naomi.vault, lines=lines_for(sheets, "AC"), pair="AC", now=NOW)

    assert regained.reports == 0
    assert not opens_raw(naomi.vault.private, joosts.report)


def test_when_nobody_is_left_the_emergency_key_opens_for_a_new_adviser_less_the_excluded(school: School) -> None:
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)
    sheets = make_sheets(school, school.samira)
    two = {"chosen": school.joost.user.pk}
    free = school.submit(story="Verhaal vrij", **two)
    no_naomi = school.submit(story="Verhaal zonder Naomi", excluded=frozenset({naomi.user.pk}), **two)
    for adviser in (school.samira, school.joost):
        end_membership(membership=adviser.user.memberships.get(), by=None)

    regained = emergency.use_emergency_key(vault=naomi.vault, lines=lines_for(sheets, "BC"), pair="BC", now=NOW)

    assert (regained.reports, regained.kept_closed) == (1, 1)
    assert reads(naomi.vault, free.report)
    assert not opens_raw(naomi.vault.private, no_naomi.report)


def test_reports_from_before_the_emergency_key_are_wrapped_for_it_when_their_readers_unlock(school: School) -> None:
    joosts = school.submit(story="Verhaal", chosen=school.joost.user.pk, excluded=frozenset({school.samira.user.pk})).report
    sheets = make_sheets(school, school.samira)
    assert emergency.wrap_for_emergency(vault=school.joost.vault) == 1
    assert emergency.wrap_for_emergency(vault=school.joost.vault) == 0
    again = enrol_again(school, school.joost, school.samira)

    emergency.use_emergency_key(vault=again.vault, lines=lines_for(sheets, "AB"), pair="AB", now=NOW)

    assert reads(again.vault, joosts)


def test_a_sheet_is_proven_by_typing_both_its_lines_and_a_year_later_it_asks_for_a_look(school: School) -> None:
    sheets = {sheet.place: sheet for sheet in emergency.make_emergency_key(vault=school.samira.vault, now=NOW)}
    key = EmergencyKey.objects.waiting().get()
    with pytest.raises(emergency.NotProvenError):
        emergency.list_emergency_key(vault=school.samira.vault, now=NOW)
    with pytest.raises(SheetError) as wrong:
        emergency.prove_sheet(key=key, place="A", first=sheets["A"].lines[0][1], second=sheets["B"].lines[1][1], now=NOW)
    assert wrong.value.pair == "AC"
    for place, sheet in sheets.items():
        emergency.prove_sheet(key=key, place=place, first=sheet.lines[0][1], second=sheet.lines[1][1], now=NOW)
    emergency.list_emergency_key(vault=school.samira.vault, now=NOW)

    later = NOW + timedelta(days=370)
    assert emergency.lapsed_sheets(school.organisation, NOW) == []
    assert len(emergency.lapsed_sheets(school.organisation, later)) == 3
    assert key_health(NOW).detail.endswith("lapsed proofs 0")
    assert key_health(later).detail.endswith("lapsed proofs 1")
    assert key_health(later).alive, "a lapsed proof never closes the form"
    assert gate.form_is_open(school.organisation)
    row = key.sheets.get(place="B")
    assert not emergency.check_sheet(sheet=row, mark=sheets["A"].mark, now=later)
    assert emergency.check_sheet(sheet=row, mark=sheets["B"].mark.upper(), now=later)
    assert len(emergency.lapsed_sheets(school.organisation, later)) == 2


def test_one_sheet_says_nothing_about_the_key(school: School) -> None:
    """Every stored or printed half, tried as the secret, makes another key."""
    sheets = emergency.make_emergency_key(vault=school.samira.vault, now=NOW)
    key = EmergencyKey.objects.get()
    halves = [emergency._read(line, pair) for sheet in sheets for pair, line in sheet.lines]

    assert len(set(halves)) == 6
    assert all(emergency._private(half).public.fingerprint.hex() != key.fingerprint for half in halves)


def test_one_adviser_and_the_emergency_key_are_two_ways(db: None) -> None:
    from tests.factories import OrganisationFactory

    school = School(OrganisationFactory())
    school.advisers = [enrol(school.organisation, "Samira Haddad")]
    assert not gate.form_is_open(school.organisation)

    make_sheets(school, school.samira)

    assert gate.form_is_open(school.organisation)
