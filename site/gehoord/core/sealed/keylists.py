"""The signed list of keys a school's reports may be sealed to.

Each version holds the hash of the one before and is signed by a key of the one before; the first is
signed by the key it starts with, the root. A list of school A proves nothing about school B.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .encoding import Label, digest, number, pack, unpack
from .keys import PrivateKeys, PublicKeys

VERSION = 1


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

    @property
    def fingerprints(self) -> frozenset[bytes]:
        return frozenset(keys.fingerprint for keys in self.keys)

    @property
    def hash(self) -> bytes:
        return digest(Label.KEY_LIST, self.serialise())

    def find(self, fingerprint: bytes) -> PublicKeys | None:
        return next((keys for keys in self.keys if keys.fingerprint == fingerprint), None)

    def serialise(self) -> bytes:
        body = _body(self.school, self.version, self.previous, self.keys)
        return bytes([VERSION]) + pack([body, self.signer, self.signature])


def read_key_list(serialised: bytes) -> KeyList:
    """The list in these bytes; says nothing yet about who signed it."""
    try:
        if serialised[0] != VERSION:
            raise BadKeyListError
        body, signer, signature = unpack(serialised[1:])
        school, version, previous, keys = unpack(body)
        pairs = tuple(PublicKeys(pair[:32], pair[32:]) for pair in unpack(keys))
        if any(len(pair.x25519) != 32 or len(pair.ed25519) != 32 for pair in pairs):
            raise BadKeyListError
        return KeyList(school.decode(), int.from_bytes(version, "big"), previous, pairs, signer, signature)
    except (ValueError, IndexError) as error:
        raise BadKeyListError from error


def sign_key_list(*, school: str, keys: Iterable[PublicKeys], before: KeyList | None, signer: PrivateKeys) -> KeyList:
    """The next version of a list, or the first. The signer must stand in the one before (the first: in itself)."""
    pairs = tuple(sorted(set(keys), key=lambda pair: pair.fingerprint))
    version = before.version + 1 if before else 1
    previous = before.hash if before else b""
    body = _body(school, version, previous, pairs)
    signature = signer.sign(pack([Label.KEY_LIST.value, body]))
    signed = KeyList(school, version, previous, pairs, signer.public.fingerprint, signature)
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
    body = _body(key_list.school, key_list.version, key_list.previous, key_list.keys)
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


def _body(school: str, version: int, previous: bytes, keys: Iterable[PublicKeys]) -> bytes:
    return pack([school.encode(), number(version), previous, pack(pair.x25519 + pair.ed25519 for pair in keys)])
