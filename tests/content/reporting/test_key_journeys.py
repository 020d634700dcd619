"""Every way a key comes, goes and comes back: all stays readable to who should, nothing to anybody else."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest

from content.reporting import emergency, gate, key_lists, recovery, vault
from content.reporting.entries import append_entry
from content.reporting.enums import AuthorKind, EntryKind, EventKind, ReaderReason
from content.reporting.models import Report, ReportEvent, Wrap
from content.reporting.services import Submitted
from content.reporting.vault import OpenVault, WrongCodeError, WrongSecretError
from gehoord.organisations.services import end_membership

from .conftest import NOW, School, enrol
from .key_steps import SHARE, drill, enrol_again, lines_for, make_sheets, opened_case, opens_raw, reads, rotate

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


def test_words_and_code_lost_a_colleague_gives_back_what_was_theirs_and_no_more(school: School) -> None:
    shared = school.submit(story="Verhaal van ons samen")
    never_joosts = school.submit(story="Verhaal zonder Joost", excluded=frozenset({school.joost.user.pk}))
    only_joosts = school.submit(
        story="Verhaal alleen Joost", chosen=school.joost.user.pk, excluded=frozenset({school.samira.user.pk})
    )
    again = enrol_again(school, school.joost, school.samira)
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
    assert opened_case(shared.receipt.keys, shared.report).readers == {
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
    new = rotate(samira)

    assert reads(new, report)
    assert [piece.payload["text"] for piece in opened_case(new.private, report).of(EntryKind.NOTE)] == ["Alleen voor mij"]
    assert not opens_raw(samira.vault.private, report)
    assert samira.vault.private.public.fingerprint not in key_lists.verified_chain(report.organisation_id)[-1].fingerprints
    assert opened_case(new.private, report).is_proven
    later = school.submit(story="Verhaal van later").report
    assert reads(new, later)
    assert not opens_raw(samira.vault.private, later)


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
    [change] = opened_case(submitted.receipt.keys, submitted.report).of(EntryKind.READERS)
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
    again = enrol_again(school, school.joost, naomi)
    recovery.give_back(vault=naomi.vault, user_id=school.joost.user.pk, now=NOW)
    samira = rotate(school.samira)
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
    assert all(opened_case(found.receipt.keys, found.report).is_proven for found in submitted)


def _count(keys: Iterable[OpenVault], submitted: Iterable[Submitted]) -> int:
    return sum(reads(one, found.report) for one in keys for found in submitted)
