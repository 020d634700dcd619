"""The signed list of keys a school's reports may be sealed to.

Each version holds the hash of the one before and is signed by a key of the one before; the first is
signed by the key it starts with, the root. A list of school A proves nothing about school B.
Each key may carry its owner: who can write in the database cannot pass somebody's key off as a colleague's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .encoding import Label, digest, number, pack, unpack
from .keys import PrivateKeys, PublicKeys

VERSION = 1
_PAIR, _OWNER = 64, 8
EMERGENCY = 0
"""The owner of a school's emergency key: nobody."""


class BadKeyListError(Exception):
    """The list is not signed by who should have signed it, or is not what it claims to be."""


@dataclass(frozen=True)
class KeyList:
    """One version of a school's list."""

    school: str
    version: int
    previous: bytes
    keys: tuple[PublicKeys, ...]
    signer: bytes
    signature: bytes
    owners: Mapping[bytes, int] = field(default_factory=dict)
    """Whose key it is, by fingerprint. A key without an owner was listed before owners were."""

    @property
    def fingerprints(self) -> frozenset[bytes]:
        return frozenset(keys.fingerprint for keys in self.keys)

    @property
    def hash(self) -> bytes:
        return digest(Label.KEY_LIST, self.serialise())

    def find(self, fingerprint: bytes) -> PublicKeys | None:
        return next((keys for keys in self.keys if keys.fingerprint == fingerprint), None)

    def serialise(self) -> bytes:
        body = _body(self.school, self.version, self.previous, self.keys, self.owners)
        return bytes([VERSION]) + pack([body, self.signer, self.signature])


def read_key_list(serialised: bytes) -> KeyList:
    """The list in these bytes; says nothing yet about who signed it."""
    try:
        if serialised[0] != VERSION:
            raise BadKeyListError
        body, signer, signature = unpack(serialised[1:])
        school, version, previous, keys = unpack(body)
        fields = unpack(keys)
        if any(len(listed) not in (_PAIR, _PAIR + _OWNER) for listed in fields):
            raise BadKeyListError
        pairs = tuple(PublicKeys(listed[:32], listed[32:_PAIR]) for listed in fields)
        owners = {
            pair.fingerprint: int.from_bytes(listed[_PAIR:], "big")
            for pair, listed in zip(pairs, fields, strict=True)
            if len(listed) > _PAIR
        }
        return KeyList(school.decode(), int.from_bytes(version, "big"), previous, pairs, signer, signature, owners)
    except (ValueError, IndexError) as error:
        raise BadKeyListError from error


def sign_key_list(
    *,
    school: str,
    keys: Iterable[PublicKeys],
    before: KeyList | None,
    signer: PrivateKeys,
    owners: Mapping[bytes, int] | None = None,
) -> KeyList:
    """The next version of a list, or the first. The signer must stand in the one before (the first: in itself)."""
    pairs = tuple(sorted(set(keys), key=lambda pair: pair.fingerprint))
    version = before.version + 1 if before else 1
    previous = before.hash if before else b""
    listed = {pair.fingerprint for pair in pairs}
    whose = {mark: owner for mark, owner in (owners or {}).items() if mark in listed}
    body = _body(school, version, previous, pairs, whose)
    signature = signer.sign(pack([Label.KEY_LIST.value, body]))
    signed = KeyList(school, version, previous, pairs, signer.public.fingerprint, signature, whose)
    verify_key_list(signed, before=before)
    return signed


def verify_key_list(key_list: KeyList, *, before: KeyList | None) -> None:
    """Raises BadKeyListError unless this version follows rightly from the one before (None: it is the first)."""
    authority = before or key_list
    signer = authority.find(key_list.signer)
    follows = (
        (key_list.version == 1 and key_list.previous == b"")
        if before is None
        else (before.school == key_list.school and key_list.version == before.version + 1 and key_list.previous == before.hash)
    )
    if signer is None or not follows:
        raise BadKeyListError
    body = _body(key_list.school, key_list.version, key_list.previous, key_list.keys, key_list.owners)
    try:
        Ed25519PublicKey.from_public_bytes(signer.ed25519).verify(key_list.signature, pack([Label.KEY_LIST.value, body]))
    except InvalidSignature:
        raise BadKeyListError from None


def verify_chain(lists: Iterable[KeyList], *, school: str, root: bytes) -> KeyList:
    """The last of a whole chain that starts at the school's root key. Raises BadKeyListError at the first wrong link."""
    before: KeyList | None = None
    for key_list in lists:
        if key_list.school != school or (before is None and key_list.signer != root):
            raise BadKeyListError
        verify_key_list(key_list, before=before)
        before = key_list
    if before is None:
        raise BadKeyListError
    return before


def _body(school: str, version: int, previous: bytes, keys: Iterable[PublicKeys], owners: Mapping[bytes, int]) -> bytes:
    listed = pack(_listed(pair, owners.get(pair.fingerprint)) for pair in keys)
    return pack([school.encode(), number(version), previous, listed])


def _listed(pair: PublicKeys, owner: int | None) -> bytes:
    return pair.x25519 + pair.ed25519 + (b"" if owner is None else number(owner))
