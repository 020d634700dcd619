"""The school's emergency key: any two of three keepers, on paper, replaced after every use.

The secret is split three times by XOR, once for each pair of keepers; a sheet holds its two halves. One sheet alone says
nothing at all about the secret. The keepers are none of board, IT, host or adviser.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from gehoord.core import audit
from gehoord.core.sealed import codes
from gehoord.core.sealed.encoding import Label, derive, digest
from gehoord.core.sealed.keylists import EMERGENCY
from gehoord.core.sealed.keys import PrivateKeys
from gehoord.organisations.models import Organisation

from .casefile import CaseFile, open_case_files
from .enums import AuthorKind, EventKind, ReaderReason, SheetPlace
from .gate import intake_advisers
from .key_lists import change_list, emergency_keys, is_listed, known_authors
from .models import AdviserKey, EmergencyKey, KeeperSheet, Report, ReportEvent, Wrap
from .readers import Candidate
from .readership import add_readers, wrap_for
from .vault import NotListedError, OpenVault, pin_if_allowed, tell_all

SECRET_BYTES = 20
"""160 bits: 32 characters and a check character on each line."""
PAIRS = ("AB", "AC", "BC")
CHECK_EVERY = timedelta(days=366)


class SheetError(ValueError):
    """A line of a sheet is mistyped, or belongs to another key: ``pair`` says which line."""

    def __init__(self, pair: str) -> None:
        super().__init__(pair)
        self.pair = pair


class NotTogetherError(Exception):
    """These two lines make no key, or not the one of this school."""


class NotProvenError(Exception):
    """Not all three sheets were typed over yet."""


@dataclass(frozen=True, repr=False)
class Sheet:
    """What one keeper gets on paper, shown once and stored nowhere."""

    place: str
    mark: str
    lines: tuple[tuple[str, str], ...]
    """Two lines, each with the pair it is for."""


def lines_of(place: str) -> tuple[str, str]:
    """The two pairs that a sheet has a line for."""
    first, second = (pair for pair in PAIRS if place in pair)
    return first, second


@transaction.atomic
def make_emergency_key(*, vault: OpenVault, now: datetime) -> list[Sheet]:
    """A new emergency key and its three sheets. Nothing is sealed to it before all three are typed over.

    An older one stays in use until then. Raises NotListedError.
    """
    organisation = vault.key.organisation
    if not is_listed(vault.key):
        raise NotListedError
    EmergencyKey.objects.waiting().filter(organisation=organisation).delete()
    secret = secrets.token_bytes(SECRET_BYTES)
    public = _private(secret).public
    key = EmergencyKey.objects.create(
        organisation=organisation,
        fingerprint=public.fingerprint.hex(),
        x25519=public.x25519,
        ed25519=public.ed25519,
        made_at=now,
    )
    halves = _split(secret)
    sheets = []
    for place in SheetPlace.values:
        first, second = (halves[place, pair] for pair in lines_of(place))
        row = KeeperSheet.objects.create(emergency_key=key, place=place, first_hash=_hash(first), second_hash=_hash(second))
        lines = zip(lines_of(place), (codes.grouped(codes.encode(half)) for half in (first, second)), strict=True)
        sheets.append(Sheet(place, row.mark, tuple(lines)))
    audit.record(by=vault.key.user, action="reporting.emergency_made", target=key, organisation_id=organisation.pk)
    return sheets


def prove_sheet(*, key: EmergencyKey, place: str, first: str, second: str, now: datetime) -> KeeperSheet:
    """One keeper typed a sheet over: the paper is right. Nothing is put together for it. Raises SheetError."""
    sheet = key.sheets.get(place=place)
    for pair, typed, stored in zip(lines_of(place), (first, second), (sheet.first_hash, sheet.second_hash), strict=True):
        if _hash(_read(typed, pair)) != bytes(stored):
            raise SheetError(pair)
    sheet.proven_at = sheet.checked_at = now
    sheet.save(update_fields=["proven_at", "checked_at"])
    return sheet


def list_emergency_key(*, vault: OpenVault, now: datetime) -> EmergencyKey:
    """Put the proven key in the signed list, in the place of an older one, and wrap for it what this adviser can open.

    Raises NotProvenError, NotListedError, KeyListAlarmError.
    """
    organisation = vault.key.organisation
    key = EmergencyKey.objects.waiting().filter(organisation=organisation).first()
    if key is None or key.sheets.filter(proven_at__isnull=True).exists():
        raise NotProvenError
    if not is_listed(vault.key):
        raise NotListedError
    with transaction.atomic():
        former = EmergencyKey.objects.live().filter(organisation=organisation)
        marks = [bytes.fromhex(mark) for mark in former.values_list("fingerprint", flat=True)]
        change_list(organisation=organisation, signer=vault.private, add={key.public: EMERGENCY}, remove=marks)
        former.update(retired_at=now)
        key.listed_at = now
        key.save(update_fields=["listed_at"])
        audit.record(by=vault.key.user, action="reporting.emergency_listed", target=key, organisation_id=organisation.pk)
        tell_all(organisation=organisation, kind="reporting.key_list_changed", context={"organisation": organisation.pk})
    pin_if_allowed(organisation=organisation, now=now, by=vault.key.user)
    wrap_for_emergency(vault=vault)
    return key


@transaction.atomic
def wrap_for_emergency(*, vault: OpenVault) -> int:
    """Wrap for the pinned emergency key what this adviser opens and it does not yet, and take away the wraps of former
    ones. Done after each unlock, so that every report gets there. Returns how many reports."""
    organisation = vault.key.organisation
    pinned = emergency_keys(organisation.pk)
    old = EmergencyKey.objects.filter(organisation=organisation, retired_at__isnull=False)
    Wrap.objects.filter(
        recipient__in=old.values("fingerprint"), entry__report__in=Report.objects.visible_to(vault.key.user)
    ).delete()
    if not pinned:
        return 0
    mark = pinned[0].fingerprint.hex()
    has = Wrap.objects.filter(entry__sequence=1, recipient=mark).values("entry__report")
    lacking = list(Report.objects.visible_to(vault.key.user).filter(organisation=organisation).exclude(pk__in=has))
    for case_file in _opened(lacking, vault.private).values():
        wrap_for(case_file, vault.private, pinned[0])
    return len(lacking)


@dataclass(frozen=True)
class Regained:
    """What the emergency key gave back to one adviser."""

    reports: int
    kept_closed: int
    """Reports that this adviser may not read: somebody else still can, or the student excluded this person."""


def use_emergency_key(*, vault: OpenVault, lines: Mapping[str, str], pair: str, now: datetime) -> Regained:
    """Two keepers together: give this adviser the reports that were this adviser's, that came over as named successor, or
    that nobody living opens. Excluded stays excluded. Afterwards the key is spent, and everybody hears of it.

    Raises SheetError, NotTogetherError, NotListedError.
    """
    organisation = vault.key.organisation
    if not is_listed(vault.key):
        raise NotListedError
    private = _join(organisation, lines, pair)
    reports = list(
        Report.objects.filter(
            organisation=organisation,
            pk__in=Wrap.objects.filter(entry__sequence=1, recipient=private.public.fingerprint.hex()).values("entry__report"),
        )
    )
    with transaction.atomic():
        regained = _give(vault, private, reports, now)
        change_list(organisation=organisation, signer=vault.private, remove=[private.public.fingerprint])
        EmergencyKey.objects.live().filter(organisation=organisation).update(used_at=now, retired_at=now)
        Wrap.objects.filter(recipient=private.public.fingerprint.hex()).delete()
        audit.record(by=vault.key.user, action="reporting.emergency_used", target=organisation, organisation_id=organisation.pk)
        tell_all(organisation=organisation, kind="reporting.emergency_used", context={"organisation": organisation.pk})
    pin_if_allowed(organisation=organisation, now=now, by=vault.key.user)
    return Regained(regained, len(reports) - regained)


def _give(vault: OpenVault, private: PrivateKeys, reports: list[Report], now: datetime) -> int:
    me = Candidate(vault.key.user_id, vault.key.public)
    living = {adviser.candidate.keys.fingerprint: adviser.user_id for adviser in intake_advisers(vault.key.organisation)}
    followed = set(
        AdviserKey.objects.filter(organisation=vault.key.organisation, successor=me.user_id).values_list("user_id", flat=True)
    ) - set(living.values())
    given = 0
    for case_file in _opened(reports, private).values():
        readers = case_file.readers
        alive = [mark for mark in readers if mark in living]
        mine = [(user, mark) for mark, user in case_file.recorded.items() if user == me.user_id and mark not in living]
        may = bool(mine) or bool(followed & set(readers.values())) or not alive
        if me.user_id in case_file.excluded or me.keys.fingerprint in alive or not may:
            continue
        add_readers(
            report=case_file.report,
            private=private,
            author=vault.private,
            author_kind=AuthorKind.ADVISER,
            people=[me],
            why=ReaderReason.EMERGENCY,
            now=now,
            by=vault.key.user,
            removed=mine,
        )
        ReportEvent.objects.create(report=case_file.report, kind=EventKind.EMERGENCY, at=now, actor=vault.key.user)
        given += 1
    return given


def check_sheet(*, sheet: KeeperSheet, mark: str, now: datetime) -> bool:
    """The yearly look: a keeper reads the mark from the foot of the sheet. False when it is another mark."""
    if "".join(mark.split()).lower() != sheet.mark.replace(" ", ""):
        return False
    sheet.checked_at = now
    sheet.save(update_fields=["checked_at"])
    return True


def lapsed_sheets(organisation: Organisation, now: datetime) -> list[KeeperSheet]:
    """Sheets that nobody looked at for a year: an alarm, and never a reason to close the form."""
    return list(
        KeeperSheet.objects.filter(
            emergency_key__in=EmergencyKey.objects.live().filter(organisation=organisation), checked_at__lt=now - CHECK_EVERY
        )
    )


def _opened(reports: list[Report], private: PrivateKeys) -> dict[object, CaseFile]:
    if not reports:
        return {}
    return open_case_files(reports, private=private, advisers=known_authors(reports[0].organisation_id))


def _private(secret: bytes) -> PrivateKeys:
    return PrivateKeys.from_seed(derive(secret, Label.EMERGENCY_PAIR))


def _split(secret: bytes) -> dict[tuple[str, str], bytes]:
    """Per sheet and pair one half; the two halves of a pair give the secret by XOR."""
    halves: dict[tuple[str, str], bytes] = {}
    for pair in PAIRS:
        pad = secrets.token_bytes(SECRET_BYTES)
        halves[pair[0], pair] = pad
        halves[pair[1], pair] = _xor(pad, secret)
    return halves


def _join(organisation: Organisation, lines: Mapping[str, str], pair: str) -> PrivateKeys:
    """The key of two halves of one pair. Raises SheetError, NotTogetherError."""
    first, second = (_read(lines[place], place) for place in pair)
    private = _private(_xor(first, second))
    if not EmergencyKey.objects.live().filter(organisation=organisation, fingerprint=private.public.fingerprint.hex()).exists():
        raise NotTogetherError
    return private


def _read(typed: str, name: str) -> bytes:
    try:
        return codes.decode(typed, length=SECRET_BYTES)
    except codes.MistypedCodeError:
        raise SheetError(name) from None


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(left, right, strict=True))


def _hash(half: bytes) -> bytes:
    return digest(Label.KEEPER_SHEET, half)
