"""Who may not read never does, by whatever way a key or a row could come to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from content.reporting import emergency, gate, recovery
from content.reporting.agreements import answer_consent, ask_consent
from content.reporting.entries import append_entry
from content.reporting.enums import AuthorKind, ConsentSubject, EntryKind
from content.reporting.models import AdviserKey, Report, Wrap
from content.reporting.readership import ExcludedError
from gehoord.core.sealed.keys import PrivateKeys
from gehoord.organisations.services import end_membership
from tests.factories import MembershipFactory

from .conftest import NOW, Adviser, School, enrol
from .key_steps import enrol_again, lines_for, make_sheets, opened_case, opens_raw, rotate

# ---------------------------------------------------------------- the excluded adviser, through everything


@pytest.mark.parametrize("way", ["join", "rotate", "recovery", "emergency", "successor", "consent", "left", "link"])
def test_an_excluded_adviser_gets_nothing_by_any_way(school: School, way: str, make_school: Callable[..., School]) -> None:
    sheets = make_sheets(school, school.samira)
    excluded = enrol(school.organisation, "Pim de Wit", admitted_by=school.samira)
    told = school.submit(story="Verhaal", excluded=frozenset({excluded.user.pk}))
    report, now = told.report, NOW

    if way == "join":
        excluded = enrol_again(school, excluded, school.samira)
        recovery.give_back(vault=school.samira.vault, user_id=excluded.user.pk, now=now)
    elif way == "rotate":
        new = rotate(excluded)
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
        asked = opened_case(told.receipt.keys, report).consents[0]
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

    opened = opened_case(school.samira.vault.private, told.report)

    assert set(opened.readers.values()) == {school.samira.user.pk}
