"""Every way a key comes, goes and comes back: all stays readable to who should, nothing to anybody else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest

from content.reporting import emergency, gate, key_lists, recovery, vault
from content.reporting.agreements import answer_consent, ask_consent
from content.reporting.casefile import CaseFile, open_case_file
from content.reporting.emergency import NotTogetherError, SheetError
from content.reporting.entries import append_entry
from content.reporting.enums import AuthorKind, ConsentSubject, EntryKind, EventKind, ReaderReason
from content.reporting.key_lists import known_authors
from content.reporting.models import AdviserKey, EmergencyKey, Report, ReportEvent, Wrap
from content.reporting.readership import ExcludedError
from content.reporting.services import Submitted
from content.reporting.vault import OpenVault, WrongCodeError, WrongSecretError
from gehoord.core.models import OutboxMessage
from gehoord.core.sealed.keys import PrivateKeys
from gehoord.organisations.services import end_membership
from tests.factories import MembershipFactory

from .conftest import NOW, Adviser, School, enrol

SHARE = 24
"""The CI-sized part of the key drill; the whole of it is 200 reports."""


def reads(keys: OpenVault, report: Report) -> bool:
    """Whether these keys read the whole story in the live database, proven, and the list shows it."""
    report = Report.objects.get(pk=report.pk)
    listed = Report.objects.visible_to(keys.key.user).filter(pk=report.pk).exists()
    return listed and _opened(keys.private, report).story.startswith("Verhaal")


def opens_raw(private: PrivateKeys, report: Report) -> bool:
    """Whether raw key material finds anything readable at all, whatever the application shows."""
    return bool(_opened(private, Report.objects.get(pk=report.pk)).pieces)


def _opened(private: PrivateKeys, report: Report) -> CaseFile:
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


# ---------------------------------------------------------------- lost words


def test_with_the_printed_code_new_words_and_the_old_ones_work_until_the_new_are_typed_over(school: School) -> None:
    samira = school.samira
    opened = vault.open_with_code(key=samira.key, code=samira.code, now=NOW)
    new = vault.begin_new_words(vault=opened)
    assert vault.unlock_vault(key=samira.key, phrase=samira.phrase, now=NOW)

    samira.key.refresh_from_db()
    with pytest.raises(WrongCodeError):
        vault.finish_new_words(key=samira.key, phrase=new.phrase, code=samira.code, now=NOW)
    with pytest.raises(WrongSecretError):
        vault.finish_new_words(key=samira.key, phrase=samira.phrase, code=new.code, now=NOW)
    vault.finish_new_words(key=samira.key, phrase=new.phrase, code=new.code, now=NOW)

    samira.key.refresh_from_db()
    assert vault.unlock_vault(key=samira.key, phrase=new.phrase, now=NOW).private == samira.vault.private
    for lost in (samira.phrase, samira.code):
        with pytest.raises(WrongSecretError):
            vault.unlock_vault(key=samira.key, phrase=lost, now=NOW)
    with pytest.raises(WrongSecretError):
        vault.open_with_code(key=samira.key, code=samira.code, now=NOW)


# ---------------------------------------------------------------- lost both


def _enrol_again(school: School, adviser: Adviser, by: Adviser) -> Adviser:
    recovery.give_up_key(key=adviser.key, now=NOW)
    made = vault.enrol_adviser(user=adviser.user, organisation=school.organisation)
    private = vault.prove_phrase(key=made.key, phrase=made.phrase, now=NOW)
    vault.prove_recovery_code(key=made.key, code=made.code, now=NOW)
    vault.admit_key(key=made.key, vault=by.vault, now=NOW)
    return Adviser(adviser.user, made.key, made.phrase, made.code, OpenVault(made.key, private))


def test_words_and_code_lost_a_colleague_gives_back_what_was_theirs_and_no_more(school: School) -> None:
    shared = school.submit(story="Verhaal van ons samen")
    never_joosts = school.submit(story="Verhaal zonder Joost", excluded=frozenset({school.joost.user.pk}))
    only_joosts = school.submit(
        story="Verhaal alleen Joost", chosen=school.joost.user.pk, excluded=frozenset({school.samira.user.pk})
    )
    again = _enrol_again(school, school.joost, school.samira)
    assert not reads(again.vault, shared.report)

    [offer] = recovery.returns_for(school.samira.vault)
    assert (offer.adviser.user_id, offer.why) == (school.joost.user.pk, ReaderReason.RECOVERY)
    assert recovery.give_back(vault=school.samira.vault, user_id=school.joost.user.pk, now=NOW) == 1

    assert reads(again.vault, shared.report)
    assert not reads(again.vault, never_joosts.report)
    assert not opens_raw(again.vault.private, never_joosts.report)
    assert not reads(again.vault, only_joosts.report)
    assert not opens_raw(school.joost.vault.private, shared.report)
    assert recovery.returns_for(school.samira.vault) == []
    assert _opened(shared.receipt.keys, shared.report).readers == {
        school.samira.vault.private.public.fingerprint: school.samira.user.pk,
        again.vault.private.public.fingerprint: school.joost.user.pk,
    }


def test_a_new_adviser_is_given_nothing_that_was_there_before(school: School) -> None:
    before = school.submit(story="Verhaal van vroeger")
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)

    assert recovery.returns_for(school.samira.vault) == []
    assert not reads(naomi.vault, before.report)
    assert reads(naomi.vault, school.submit(story="Verhaal van nu").report)


# ---------------------------------------------------------------- rotation


def test_a_new_key_takes_everything_over_with_notes_and_links(school: School) -> None:
    report = school.submit(story="Verhaal").report
    samira = school.samira
    append_entry(
        report=report,
        kind=EntryKind.NOTE,
        payload={"text": "Alleen voor mij"},
        author=samira.vault.private,
        author_kind=AuthorKind.ADVISER,
        now=NOW,
    )
    new = _rotate(samira)

    assert reads(new, report)
    assert [piece.payload["text"] for piece in _opened(new.private, report).of(EntryKind.NOTE)] == ["Alleen voor mij"]
    assert not opens_raw(samira.vault.private, report)
    assert samira.vault.private.public.fingerprint not in key_lists.verified_chain(report.organisation_id)[-1].fingerprints
    assert _opened(new.private, report).is_proven
    later = school.submit(story="Verhaal van later").report
    assert reads(new, later)
    assert not opens_raw(samira.vault.private, later)


def _rotate(adviser: Adviser) -> OpenVault:
    made = recovery.begin_rotation(vault=adviser.vault)
    private = vault.prove_phrase(key=made.key, phrase=made.phrase, now=NOW)
    vault.prove_recovery_code(key=made.key, code=made.code, now=NOW)
    recovery.sign_in_successor_key(vault=adviser.vault, new=made.key, now=NOW)
    new = OpenVault(made.key, private)
    recovery.finish_rotation(vault=adviser.vault, new=new, now=NOW)
    return new


# ---------------------------------------------------------------- leaving


def test_who_leaves_passes_on_to_a_named_successor_but_never_to_an_excluded_one(school: School) -> None:
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)
    mine = school.submit(story="Verhaal", chosen=school.samira.user.pk, excluded=frozenset({school.joost.user.pk}))
    no_naomi = school.submit(story="Verhaal zonder Naomi", excluded=frozenset({naomi.user.pk}))

    left = recovery.leave_desk(vault=school.samira.vault, successor_id=naomi.user.pk, now=NOW)

    assert (left.passed_on, left.with_others) == (0, 2)  # Naomi was the deputy of the first and excluded from the second
    assert reads(naomi.vault, mine.report)
    assert not opens_raw(naomi.vault.private, no_naomi.report)
    assert reads(school.joost.vault, no_naomi.report)
    for submitted in (mine, no_naomi):
        assert not opens_raw(school.samira.vault.private, submitted.report)
    assert [adviser.name for adviser in gate.intake_advisers(school.organisation)] == ["Joost", "Naomi"]


def test_the_student_sees_who_came_and_why(school: School) -> None:
    submitted = school.submit(story="Verhaal", chosen=school.samira.user.pk, excluded=frozenset({school.joost.user.pk}))
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)
    recovery.name_successor(vault=school.samira.vault, user_id=naomi.user.pk)

    left = recovery.leave_desk(vault=school.samira.vault, successor_id=naomi.user.pk, now=NOW)

    assert left.passed_on == 1
    [change] = _opened(submitted.receipt.keys, submitted.report).of(EntryKind.READERS)
    assert change.is_proven
    assert change.payload["why"] == ReaderReason.SUCCESSOR
    assert change.payload["added"] == [[naomi.user.pk, naomi.key.fingerprint]]
    assert ReportEvent.objects.filter(report=submitted.report, kind=EventKind.READERS).count() == 1


def test_nobody_leaves_while_a_report_would_open_for_nobody(school: School) -> None:
    only = school.submit(story="Verhaal", excluded=frozenset({school.joost.user.pk}))

    with pytest.raises(recovery.NobodyElseError) as refused:
        recovery.leave_desk(vault=school.samira.vault, successor_id=school.joost.user.pk, now=NOW)

    assert refused.value.count == 1
    assert reads(school.samira.vault, only.report)


def test_a_membership_that_ends_takes_the_wraps_and_a_colleague_takes_the_key_from_the_list(school: School) -> None:
    make_sheets(school, school.samira)
    reports = [submitted.report for submitted in drill(school, 3)]
    alone = school.submit(story="Verhaal", excluded=frozenset({school.samira.user.pk})).report

    end_membership(membership=school.joost.user.memberships.get(), by=None)

    for report in [*reports, alone]:
        assert not opens_raw(school.joost.vault.private, report)
    assert [key.user for key in recovery.stale_keys(school.samira.vault)] == [school.joost.user]
    assert recovery.remove_stale_keys(vault=school.samira.vault, now=NOW) == 1
    assert recovery.stale_keys(school.samira.vault) == []


def test_the_last_opener_of_a_report_keeps_the_wrap_invisibly_until_somebody_helps(school: School) -> None:
    alone = school.submit(story="Verhaal", excluded=frozenset({school.samira.user.pk})).report

    end_membership(membership=school.joost.user.memberships.get(), by=None)

    assert not Report.objects.visible_to(school.joost.user).exists()
    assert Wrap.objects.filter(entry__report=alone, recipient=school.joost.key.fingerprint).exists()


def test_after_an_abrupt_leave_a_colleague_passes_on_to_the_named_successor(school: School) -> None:
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)
    pim = enrol(school.organisation, "Pim de Wit", admitted_by=school.samira)
    shared = school.submit(story="Verhaal", chosen=school.joost.user.pk)  # Joost and Samira, the deputy
    kept = school.submit(story="Verhaal zonder Naomi", chosen=school.joost.user.pk, excluded=frozenset({naomi.user.pk}))
    recovery.name_successor(vault=school.joost.vault, user_id=naomi.user.pk)
    end_membership(membership=school.joost.user.memberships.get(), by=None)

    [offer] = recovery.returns_for(school.samira.vault)
    assert (offer.adviser.user_id, offer.why) == (naomi.user.pk, ReaderReason.SUCCESSOR)
    assert recovery.give_back(vault=school.samira.vault, user_id=naomi.user.pk, now=NOW) == 1
    assert recovery.give_back(vault=school.samira.vault, user_id=pim.user.pk, now=NOW) == 0

    assert reads(naomi.vault, shared.report)
    assert not opens_raw(naomi.vault.private, kept.report)
    assert not opens_raw(pim.vault.private, shared.report)


# ---------------------------------------------------------------- three keepers


@pytest.mark.parametrize("pair", emergency.PAIRS)
def test_any_two_of_three_keepers_open_and_the_key_is_spent(school: School, pair: str) -> None:
    sheets = make_sheets(school, school.samira)
    lost = drill(school, 3, chosen=school.joost.user.pk, excluded=frozenset({school.samira.user.pk}))
    again = _enrol_again(school, school.joost, school.samira)
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
        [change] = _opened(submitted.receipt.keys, submitted.report).of(EntryKind.READERS)
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
    again = _enrol_again(school, school.joost, school.samira)

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


# ---------------------------------------------------------------- everything after another


@pytest.mark.parametrize("count", [SHARE, pytest.param(200, marks=pytest.mark.drill)])
def test_key_drill(school: School, count: int) -> None:
    """Enrol, lose the phrase, lose both, rotate, leave, two of three keepers: everything stays readable to who should."""
    naomi = enrol(school.organisation, "Naomi Pinas", admitted_by=school.samira)
    sheets = make_sheets(school, school.samira)
    submitted = drill(school, count)

    words = vault.begin_new_words(vault=vault.open_with_code(key=naomi.key, code=naomi.code, now=NOW))
    naomi.key.refresh_from_db()
    naomi.vault = vault.finish_new_words(key=naomi.key, phrase=words.phrase, code=words.code, now=NOW)
    again = _enrol_again(school, school.joost, naomi)
    recovery.give_back(vault=naomi.vault, user_id=school.joost.user.pk, now=NOW)
    samira = _rotate(school.samira)
    recovery.leave_desk(vault=naomi.vault, successor_id=school.samira.user.pk, now=NOW)
    end_membership(membership=naomi.user.memberships.get(), by=None)
    present = [again.vault, samira]
    assert _count(present, submitted) == 2 * count

    for keys in present:
        recovery.give_up_key(key=keys.key, now=NOW)
    made = [vault.enrol_adviser(user=keys.key.user, organisation=school.organisation) for keys in present]
    last = []
    for enrolment in made:
        private = vault.prove_phrase(key=enrolment.key, phrase=enrolment.phrase, now=NOW)
        vault.prove_recovery_code(key=enrolment.key, code=enrolment.code, now=NOW)
        last.append(OpenVault(enrolment.key, private))
    vault.admit_key(key=last[0].key, vault=samira, now=NOW)  # the old key still stands in the list and may sign its heir
    vault.admit_key(key=last[1].key, vault=last[0], now=NOW)
    emergency.use_emergency_key(vault=last[0], lines=lines_for(sheets, "AC"), pair="AC", now=NOW)
    recovery.give_back(vault=last[0], user_id=last[1].key.user_id, now=NOW)

    readable = _count(last, submitted)
    sys.stdout.write(f"\nkey drill: {readable // 2} of {count} readable to both advisers\n")
    assert readable == 2 * count
    former = [school.samira.vault.private, school.joost.vault.private, naomi.vault.private, again.vault.private, samira.private]
    assert not any(opens_raw(private, found.report) for private in former for found in submitted)
    assert all(_opened(found.receipt.keys, found.report).is_proven for found in submitted)


def _count(keys: Iterable[OpenVault], submitted: Iterable[Submitted]) -> int:
    return sum(reads(one, found.report) for one in keys for found in submitted)


# ---------------------------------------------------------------- the excluded adviser, through everything


@pytest.mark.parametrize("way", ["join", "rotate", "recovery", "emergency", "successor", "consent", "left", "link"])
def test_an_excluded_adviser_gets_nothing_by_any_way(school: School, way: str, make_school: Callable[..., School]) -> None:
    sheets = make_sheets(school, school.samira)
    excluded = enrol(school.organisation, "Pim de Wit", admitted_by=school.samira)
    told = school.submit(story="Verhaal", excluded=frozenset({excluded.user.pk}))
    report, now = told.report, NOW

    if way == "join":
        excluded = _enrol_again(school, excluded, school.samira)
        recovery.give_back(vault=school.samira.vault, user_id=excluded.user.pk, now=now)
    elif way == "rotate":
        new = _rotate(excluded)
        excluded = Adviser(excluded.user, new.key, "", "", new)
    elif way == "recovery":
        recovery.give_up_key(key=school.joost.key, now=now)
        recovery.give_back(vault=school.samira.vault, user_id=excluded.user.pk, now=now)
    elif way == "emergency":
        for adviser in (school.samira, school.joost):
            end_membership(membership=adviser.user.memberships.get(), by=None)
        emergency.use_emergency_key(vault=excluded.vault, lines=lines_for(sheets, "AB"), pair="AB", now=now)
    elif way == "successor":
        recovery.leave_desk(vault=school.samira.vault, successor_id=excluded.user.pk, now=now)
    elif way == "consent":
        ask_consent(
            report_id=report.pk,
            vault=school.samira.vault,
            subject=ConsentSubject.ADVISER,
            text="Mag Pim meelezen?",
            user_id=excluded.user.pk,
            now=now,
        )
        asked = _opened(told.receipt.keys, report).consents[0]
        with pytest.raises(ExcludedError):
            answer_consent(report_id=report.pk, receipt=told.receipt, number=asked.number, yes=True, now=now)
    elif way == "left":
        recovery.name_successor(vault=school.joost.vault, user_id=excluded.user.pk)
        end_membership(membership=school.joost.user.memberships.get(), by=None)
        recovery.give_back(vault=school.samira.vault, user_id=excluded.user.pk, now=now)
    else:
        append_entry(
            report=report,
            kind=EntryKind.LINK,
            payload={"report": str(school.submit(story="Verhaal dubbel").report.pk)},
            author=school.samira.vault.private,
            author_kind=AuthorKind.ADVISER,
            now=now,
        )

    assert not opens_raw(excluded.vault.private, report)
    assert not Report.objects.visible_to(excluded.user).filter(pk=report.pk).exists()
    assert not Wrap.objects.filter(entry__report=report, recipient__in=_all_marks(excluded)).exists()


def _all_marks(adviser: Adviser) -> list[str]:
    return list(AdviserKey.objects.filter(user=adviser.user).values_list("fingerprint", flat=True))


# ---------------------------------------------------------------- who writes in the database


def test_a_planted_wrap_row_makes_nobody_a_reader_of_what_comes_later(school: School) -> None:
    """An excluded adviser who can write in the database adds a row for the own key: later words are not sealed to it."""
    told = school.submit(story="Verhaal", excluded=frozenset({school.joost.user.pk}))
    for entry in told.report.entries.all():
        Wrap.objects.create(entry=entry, recipient=school.joost.key.fingerprint, key_list_version=1, sealed_key=b"\0" * 128)

    append_entry(
        report=told.report,
        kind=EntryKind.ADDITION,
        payload={"text": "Meer"},
        author=told.receipt.keys,
        author_kind=AuthorKind.STUDENT,
        now=NOW,
    )

    last = told.report.entries.last()
    assert last is not None
    assert not last.wraps.filter(recipient=school.joost.key.fingerprint).exists()
    assert last.wraps.filter(recipient=school.samira.key.fingerprint).exists()


def test_a_key_passed_off_as_a_colleagues_is_sealed_to_no_more(school: School) -> None:
    """A row that gives Joost's listed key to Pim: the signed list says whose it is, so nothing goes to it under his name."""
    pim = MembershipFactory(adviser=True, organisation=school.organisation, user__name="Pim").user
    AdviserKey.objects.filter(pk=school.joost.key.pk).update(user=pim)

    assert [adviser.name for adviser in gate.intake_advisers(school.organisation)] == ["Samira"]
    told = school.submit(story="Verhaal")
    assert not opens_raw(school.joost.vault.private, told.report)


def test_a_forged_record_of_readers_counts_for_nothing(school: School) -> None:
    told = school.submit(story="Verhaal", excluded=frozenset({school.joost.user.pk}))
    outsider = PrivateKeys.generate()
    append = {
        "added": [[school.joost.user.pk, school.joost.key.fingerprint]],
        "removed": [],
        "why": "consent",
    }
    from content.reporting.entries import save_entries
    from gehoord.core.sealed.entries import Place, seal_entry

    last = told.report.entries.last()
    assert last is not None
    place = Place(told.report.school, told.report.pk.bytes, b"\1" * 16, 4, last.sealed(told.report.school, []).hash, 1)
    forged = seal_entry(place, kind="readers", payload=append, author=outsider, recipients=[school.samira.vault.private.public])
    save_entries([forged], AuthorKind.STUDENT, NOW)

    opened = _opened(school.samira.vault.private, told.report)

    assert set(opened.readers.values()) == {school.samira.user.pk}
