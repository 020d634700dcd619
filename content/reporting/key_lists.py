"""Which keys a school's reports are sealed to: the signed list in the database, pinned in a file outside it.

The file holds the school's root and its newest list whole. Whoever can write in the database can therefore
neither plant a key nor roll the list back; sealing always uses the pinned list, and what differs raises an alarm.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gehoord.core.sealed.keylists import EMERGENCY, BadKeyListError, KeyList, read_key_list, sign_key_list, verify_chain
from gehoord.core.sealed.keys import PrivateKeys, PublicKeys
from gehoord.organisations.models import Organisation

from .models import AdviserKey, KeyListVersion, school_id


class KeyListAlarmError(Exception):
    """The list in the database does not follow from the pinned one: somebody changed it."""


def pin_path(organisation_id: int) -> Path:
    return Path(settings.KEY_PINS_DIR) / f"{organisation_id}.json"


def read_pin(organisation_id: int) -> tuple[bytes, KeyList] | None:
    """The root fingerprint and the newest list that are pinned for a school; None when there are none yet.

    The file is looked at each time, and read again when it is another one: it is replaced as a whole, never changed.
    """
    path = pin_path(organisation_id)
    try:
        seen = path.stat()
    except OSError:
        return None
    pin = _read_pin_file(path, (seen.st_ino, seen.st_mtime_ns, seen.st_size))
    return pin if pin is not None and pin[1].school == school_id(organisation_id) else None


@lru_cache(maxsize=256)
def _read_pin_file(path: Path, _identity: tuple[int, int, int]) -> tuple[bytes, KeyList] | None:
    try:
        pin = json.loads(path.read_text(encoding="ascii"))
        return bytes.fromhex(pin["root"]), read_key_list(bytes.fromhex(pin["list"]))
    except (OSError, ValueError, KeyError, TypeError, BadKeyListError):
        return None


def pinned_keys(organisation_id: int) -> tuple[PublicKeys, ...]:
    """Keys that a school's reports may be sealed to."""
    pin = read_pin(organisation_id)
    return pin[1].keys if pin else ()


def emergency_keys(organisation_id: int) -> tuple[PublicKeys, ...]:
    """The emergency key that three keepers share, when it is pinned: every entry of a report is sealed to it too."""
    pin = read_pin(organisation_id)
    return tuple(keys for keys in pin[1].keys if pin[1].owners.get(keys.fingerprint) == EMERGENCY) if pin else ()


def is_owned_as_pinned(key: AdviserKey) -> bool:
    """Whether the pinned list says that this key is this person's: a row in the database cannot pass it to somebody else."""
    pin = read_pin(key.organisation_id)
    fingerprint = bytes.fromhex(key.fingerprint)
    if pin is None or pin[1].find(fingerprint) is None:
        return False
    return pin[1].owners.get(fingerprint, key.user_id) == key.user_id


def pinned_version(organisation_id: int) -> int:
    pin = read_pin(organisation_id)
    return pin[1].version if pin else 0


def _chain(organisation_id: int) -> list[KeyList]:
    rows = KeyListVersion.objects.filter(organisation_id=organisation_id).order_by("version")
    return [read_key_list(bytes(row.serialised)) for row in rows]


def verified_chain(organisation_id: int) -> list[KeyList]:
    """The list's whole history. Raises KeyListAlarmError when it does not verify or lacks what was pinned."""
    pin = read_pin(organisation_id)
    try:
        chain = _chain(organisation_id)
        if not chain and pin is None:
            return []
        root = pin[0] if pin else chain[0].signer
        verify_chain(chain, school=school_id(organisation_id), root=root)
    except BadKeyListError as error:
        raise KeyListAlarmError from error
    if pin and not any(key_list.hash == pin[1].hash for key_list in chain):
        raise KeyListAlarmError
    return chain


def has_alarm(organisation_id: int) -> bool:
    """Whether somebody tampered with the school's list in the database."""
    try:
        verified_chain(organisation_id)
    except KeyListAlarmError:
        return True
    return False


def waits_for_pin(organisation_id: int) -> bool:
    """Whether a newer, rightly signed list waits for the pin's owner to write it down."""
    try:
        chain = verified_chain(organisation_id)
    except KeyListAlarmError:
        return False
    return bool(chain) and chain[-1].version > pinned_version(organisation_id)


def known_authors(organisation_id: int) -> dict[bytes, PublicKeys]:
    """Everybody who ever stood in the list, by fingerprint: whose word on an older entry can be proven."""
    pin = read_pin(organisation_id)
    if pin is None:
        return {}
    try:
        lists = [key_list for key_list in verified_chain(organisation_id) if key_list.version <= pin[1].version]
    except KeyListAlarmError:
        lists = [pin[1]]
    return {
        keys.fingerprint: keys
        for key_list in lists
        for keys in key_list.keys
        if key_list.owners.get(keys.fingerprint) != EMERGENCY
    }


def extend_list(*, organisation: Organisation, new: PublicKeys, signer: PrivateKeys, owner: int | None = None) -> KeyList:
    """Append a version that holds one more key, signed by one that stands in it (the very first signs for itself)."""
    return change_list(organisation=organisation, signer=signer, add={new: owner})


def change_list(
    *,
    organisation: Organisation,
    signer: PrivateKeys,
    add: Mapping[PublicKeys, int | None] | None = None,
    remove: Iterable[bytes] = (),
) -> KeyList:
    """Append a version with keys added, each with its owner, and others gone. Raises KeyListAlarmError, BadKeyListError."""
    chain = verified_chain(organisation.pk)
    before = chain[-1] if chain else None
    gone, added = set(remove), dict(add or {})
    staying = [keys for keys in (before.keys if before else ()) if keys.fingerprint not in gone]
    owners = dict(before.owners) if before else {}
    owners |= {keys.fingerprint: owner for keys, owner in added.items() if owner is not None}
    key_list = sign_key_list(
        school=school_id(organisation.pk), keys=[*staying, *added], before=before, signer=signer, owners=owners
    )
    KeyListVersion.objects.create(organisation=organisation, version=key_list.version, serialised=key_list.serialise())
    return key_list


def write_pin(organisation: Organisation) -> KeyList:
    """Pin the newest list. Raises KeyListAlarmError when it does not follow from what was pinned before."""
    chain = verified_chain(organisation.pk)
    if not chain:
        raise KeyListAlarmError
    path = pin_path(organisation.pk)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    pin = {"school": chain[-1].school, "root": chain[0].signer.hex(), "list": chain[-1].serialise().hex()}
    part = path.with_suffix(".new")
    with part.open("w", encoding="ascii") as file:
        json.dump(pin, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return chain[-1]


def is_listed(key: AdviserKey) -> bool:
    """Whether reports are sealed to this key."""
    return is_owned_as_pinned(key)
