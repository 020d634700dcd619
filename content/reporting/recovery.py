"""When an adviser lost everything, takes a new key, or stops: who helps, and what goes to whom.

Four roads, each checked against the student's exclusions report by report: the same person with a new key (helped by a
colleague), the same person with both keys in hand (rotation), a named successor, and a key that leaves the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from gehoord.core import audit
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation

from .casefile import CaseFile, open_case_files
from .entries import append_entry
from .enums import AuthorKind, EntryKind, ReaderReason
from .gate import IntakeAdviser, intake_advisers
from .key_lists import change_list, emergency_keys, is_listed, known_authors, verified_chain
from .models import AdviserKey, Report, Wrap
from .readers import Candidate
from .readership import ExcludedError, NotPinnedError, add_readers, wrap_for
from .vault import Enrolment, NotListedError, OpenVault, enrol_adviser, pin_if_allowed, tell_all

Gone = Sequence[tuple[int, bytes]]
"""Keys that stop reading: whose, and which."""


class NobodyElseError(Exception):
    """A report would open for nobody: ``count`` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class NoSuccessorError(Exception):
    """The successor must be a colleague whose key is in the list."""


# ---------------------------------------------------------------- lost both: a colleague gives back


@transaction.atomic
def give_up_key(*, key: AdviserKey, now: datetime) -> None:
    """Words and code are lost: nothing is sealed to this key from now on. Its wraps stay until a colleague moves them."""
    key.retired_at = now
    key.save(update_fields=["retired_at"])
    audit.record(by=key.user, action="reporting.key_given_up", target=key, organisation_id=key.organisation_id)
    tell_all(organisation=key.organisation, kind="reporting.key_list_changed", context={"organisation": key.organisation_id})


@dataclass(frozen=True)
class Return:
    """Reports that this vault opens and a colleague should be able to open."""

    adviser: IntakeAdviser
    case_files: tuple[CaseFile, ...]
    why: ReaderReason


def returns_for(vault: OpenVault) -> list[Return]:
    """What this adviser can give back or pass on: to a colleague with a new key, or to the named successor of one who left."""
    advisers = intake_advisers(vault.key.organisation)
    others = [adviser for adviser in advisers if adviser.user_id != vault.key.user_id]
    case_files = opened_by(vault)
    living = {adviser.candidate.keys.fingerprint for adviser in advisers}
    followed = _followed(vault.key.organisation, {adviser.user_id for adviser in advisers})
    found = []
    for adviser in others:
        own = tuple(case_file for case_file in case_files if _lost_by(case_file, adviser, living))
        passed = tuple(
            case_file
            for case_file in case_files
            if case_file not in own and _follows(case_file, adviser, followed.get(adviser.user_id, set()))
        )
        found += [Return(adviser, own, ReaderReason.RECOVERY)] if own else []
        found += [Return(adviser, passed, ReaderReason.SUCCESSOR)] if passed else []
    return found


def _lost_by(case_file: CaseFile, adviser: IntakeAdviser, living: set[bytes]) -> bool:
    """The sealed record names this person, with a key that is no more, and not with the new one."""
    marks = {mark for mark, user in case_file.readers.items() if user == adviser.user_id}
    return bool(marks) and not marks & living


def _follows(case_file: CaseFile, adviser: IntakeAdviser, left: set[int]) -> bool:
    named = set(case_file.recorded.values())
    return bool(named & left) and adviser.user_id not in named | case_file.excluded


def _followed(organisation: Organisation, present: set[int]) -> dict[int, set[int]]:
    """Per successor, those who named them and are no adviser here any more."""
    rows = AdviserKey.objects.filter(organisation=organisation, successor__isnull=False).exclude(user__in=present)
    rows = rows.exclude(user__in=_members(organisation).values("user"))
    found: dict[int, set[int]] = {}
    for user_id, successor_id in rows.values_list("user_id", "successor_id"):
        found.setdefault(successor_id or 0, set()).add(user_id)
    return found


def _members(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.open().of_role(Role.ADVISER).filter(organisation=organisation, user__is_active=True)


def give_back(*, vault: OpenVault, user_id: int, now: datetime) -> int:
    """Carry out what ``returns_for`` offers for one colleague. Returns how many reports open for them again."""
    count = 0
    for offer in returns_for(vault):
        if offer.adviser.user_id != user_id:
            continue
        for case_file in offer.case_files:
            mine = offer.why == ReaderReason.RECOVERY
            gone = [(user, mark) for mark, user in case_file.recorded.items() if user == user_id] if mine else []
            count += _move(vault, case_file.report.pk, people=[offer.adviser.candidate], gone=gone, why=offer.why, now=now)
    return count


@transaction.atomic
def _move(vault: OpenVault, pk: Any, *, people: Sequence[Candidate], gone: Gone, why: ReaderReason, now: datetime) -> int:
    report = Report.objects.select_for_update(of=("self",)).filter(pk=pk).select_related("organisation").first()
    if report is None:
        return 0
    try:
        return add_readers(
            report=report,
            private=vault.private,
            author_kind=AuthorKind.ADVISER,
            people=people,
            why=why,
            now=now,
            by=vault.key.user,
            removed=gone,
        )
    except (ExcludedError, NotPinnedError):
        return 0


def opened_by(vault: OpenVault) -> list[CaseFile]:
    """Every report of this vault, opened."""
    reports = list(Report.objects.visible_to(vault.key.user).filter(organisation=vault.key.organisation))
    return list(open_case_files(reports, private=vault.private, advisers=known_authors(vault.key.organisation_id)).values())


# ---------------------------------------------------------------- rotation: both keys in hand


def begin_rotation(*, vault: OpenVault) -> Enrolment:
    """A new key beside the old one, for the same person. Nothing is sealed to it before it takes over."""
    return enrol_adviser(user=vault.key.user, organisation=vault.key.organisation, replaces=vault.key)


def sign_in_successor_key(*, vault: OpenVault, new: AdviserKey, now: datetime) -> None:
    """The old key signs the new one into the list: it stands for the same person."""
    if not is_listed(vault.key) or not new.is_proven or new.replaces_id != vault.key.pk:
        raise NotListedError
    if new.public.fingerprint not in verified_chain(vault.key.organisation_id)[-1].fingerprints:
        with transaction.atomic():
            change_list(organisation=vault.key.organisation, signer=vault.private, add={new.public: new.user_id})
            audit.record(by=new.user, action="reporting.key_rotating", target=new, organisation_id=new.organisation_id)
    pin_if_allowed(organisation=vault.key.organisation, now=now, by=new.user)


def finish_rotation(*, vault: OpenVault, new: OpenVault, now: datetime) -> int:
    """Everything of the old key, notes and links too, goes to the new one; the old one leaves list and database.

    Raises NotPinnedError while the new list still waits for the pin's owner.
    """
    if not is_listed(new.key) or new.key.replaces_id != vault.key.pk:
        raise NotPinnedError
    moved = 0
    with transaction.atomic():
        for case_file in opened_by(vault):
            _rotate(case_file, vault, new, now)
            moved += 1
        Wrap.objects.filter(recipient=vault.key.fingerprint).delete()
        change_list(organisation=vault.key.organisation, signer=new.private, remove=[vault.private.public.fingerprint])
        AdviserKey.objects.filter(pk=vault.key.pk).update(retired_at=now)
        AdviserKey.objects.filter(pk=new.key.pk).update(replaces=None, successor=vault.key.successor_id)
        new.key.refresh_from_db()
        audit.record(by=new.key.user, action="reporting.key_rotated", target=new.key, organisation_id=new.key.organisation_id)
        tell_all(
            organisation=vault.key.organisation,
            kind="reporting.key_list_changed",
            context={"organisation": vault.key.organisation_id},
        )
    pin_if_allowed(organisation=vault.key.organisation, now=now, by=new.key.user)
    return moved


def _rotate(case_file: CaseFile, vault: OpenVault, new: OpenVault, now: datetime) -> None:
    wrap_for(case_file, vault.private, new.private.public, own=True)
    payload = {
        "added": [[new.key.user_id, new.key.fingerprint]],
        "removed": [[vault.key.user_id, vault.key.fingerprint]],
        "why": ReaderReason.NEW_KEY.value,
    }
    append_entry(
        report=case_file.report,
        kind=EntryKind.READERS,
        payload=payload,
        author=vault.private,
        author_kind=AuthorKind.ADVISER,
        now=now,
    )


# ---------------------------------------------------------------- leaving


def name_successor(*, vault: OpenVault, user_id: int | None) -> None:
    """Who takes over when this adviser leaves. Raises NoSuccessorError."""
    colleagues = {adviser.user_id for adviser in intake_advisers(vault.key.organisation)} - {vault.key.user_id}
    if user_id is not None and user_id not in colleagues:
        raise NoSuccessorError
    AdviserKey.objects.filter(pk=vault.key.pk).update(successor=user_id)
    vault.key.successor_id = user_id
    audit.record(
        by=vault.key.user, action="reporting.successor_named", target=vault.key, organisation_id=vault.key.organisation_id
    )


@dataclass(frozen=True)
class Left:
    """What an adviser leaves behind."""

    passed_on: int
    with_others: int


def leave_desk(*, vault: OpenVault, successor_id: int | None, now: datetime) -> Left:
    """Pass every report on to the successor, less those whose student excluded them, and go: out of the list, wraps gone.

    Raises NoSuccessorError, and NobodyElseError before anything is written when a report would open for nobody.
    """
    organisation = vault.key.organisation
    colleagues = {adviser.user_id: adviser.candidate for adviser in intake_advisers(organisation)}
    colleagues.pop(vault.key.user_id, None)
    if successor_id is not None and successor_id not in colleagues:
        raise NoSuccessorError
    successor = colleagues.get(successor_id) if successor_id is not None else None
    case_files = opened_by(vault)
    _refuse_to_orphan(case_files, colleagues, successor, organisation)
    passed = 0
    with transaction.atomic():
        for case_file in case_files:
            people = [successor] if successor and successor.user_id not in case_file.excluded else []
            gone = [(vault.key.user_id, vault.private.public.fingerprint)]
            passed += _move(vault, case_file.report.pk, people=people, gone=gone, why=ReaderReason.SUCCESSOR, now=now)
        _drop_key(vault.key, now)
        change_list(organisation=organisation, signer=vault.private, remove=[vault.private.public.fingerprint])
        audit.record(by=vault.key.user, action="reporting.desk_left", target=vault.key, organisation_id=organisation.pk)
        tell_all(organisation=organisation, kind="reporting.key_list_changed", context={"organisation": organisation.pk})
    pin_if_allowed(organisation=organisation, now=now, by=vault.key.user)
    return Left(passed, len(case_files) - passed)


def _refuse_to_orphan(
    case_files: Sequence[CaseFile],
    colleagues: dict[int, Candidate],
    successor: Candidate | None,
    organisation: Organisation,
) -> None:
    if emergency_keys(organisation.pk):
        return
    living = {person.keys.fingerprint for person in colleagues.values()}
    orphans = [
        case_file
        for case_file in case_files
        if not living & set(case_file.readers) and (successor is None or successor.user_id in case_file.excluded)
    ]
    if orphans:
        raise NobodyElseError(len(orphans))


def _drop_key(key: AdviserKey, now: datetime) -> None:
    Wrap.objects.filter(recipient=key.fingerprint).delete()
    AdviserKey.objects.filter(pk=key.pk).update(retired_at=now)


def stale_keys(vault: OpenVault) -> list[AdviserKey]:
    """Keys in the list of people who are no adviser any more, or who have another key: a colleague takes them out."""
    if not is_listed(vault.key):
        return []
    chain = verified_chain(vault.key.organisation_id)
    listed = [mark.hex() for mark in chain[-1].fingerprints] if chain else []
    rows = AdviserKey.objects.filter(organisation=vault.key.organisation, fingerprint__in=listed).select_related("user")
    rows = rows.filter(Q(retired_at__isnull=False) | ~Q(user__in=_members(vault.key.organisation).values("user")))
    return list(rows.exclude(pk=vault.key.pk))


@transaction.atomic
def _remove(vault: OpenVault, keys: Sequence[AdviserKey]) -> None:
    organisation = vault.key.organisation
    change_list(organisation=organisation, signer=vault.private, remove=[bytes.fromhex(key.fingerprint) for key in keys])
    for key in keys:
        audit.record(by=vault.key.user, action="reporting.key_removed", target=key, organisation_id=organisation.pk)
    tell_all(organisation=organisation, kind="reporting.key_list_changed", context={"organisation": organisation.pk})


def remove_stale_keys(*, vault: OpenVault, now: datetime) -> int:
    """Sign a list without the keys of people who left. Raises KeyListAlarmError."""
    keys = stale_keys(vault)
    if keys:
        _remove(vault, keys)
        pin_if_allowed(organisation=vault.key.organisation, now=now, by=vault.key.user)
    return len(keys)


def drop_wraps_of(key: AdviserKey) -> tuple[int, int]:
    """The membership ended: take the key's wraps away wherever somebody else can open the report.

    Returns how many reports lost the wrap and how many kept it, because otherwise nobody could ever open them: those are
    invisible all the same, and an alarm until a keeper or the person helps.
    """
    mine = Report.objects.filter(entries__sequence=1, entries__wraps__recipient=key.fingerprint).distinct()
    living = [adviser.candidate.keys.fingerprint.hex() for adviser in intake_advisers(key.organisation)]
    openers = {*living, *(keys.fingerprint.hex() for keys in emergency_keys(key.organisation_id))} - {key.fingerprint}
    safe = mine.filter(
        pk__in=Wrap.objects.filter(entry__sequence=1, recipient__in=openers).values("entry__report")
    ).values_list("pk", flat=True)
    safe_ids, total = list(safe), mine.count()
    Wrap.objects.filter(recipient=key.fingerprint, entry__report__in=safe_ids).delete()
    return len(safe_ids), total - len(safe_ids)
