"""Sealing one entry of a report, and opening it again.

Layout of version 1::

    body  = version (1) | commitment (32) | nonce (12) | ChaCha20-Poly1305(key, nonce, inside, bound)
    inside = signature (64) | length (4) | payload (JSON) | zeros, to 2/4/8/16/32/64/128 KiB
    bound = version, school, report, entry, sequence, kind, author key, recipient (empty), key-list version, hash of the entry before
    wrap  = HPKE X25519 / HKDF-SHA256 / ChaCha20-Poly1305 of: random key (32) | kind (24) | author key (32)
    info  = version, school, report, entry, sequence, recipient key, key-list version of the wrap, SHA-256 of the body

Kind, author and signature stay inside, because a kind ("exclusion", "withdrawal") tells something by
itself and a signature can be tried against a handful of public keys. The commitment makes sure that
two readers who open one entry read the same text.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import constant_time, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from .encoding import Label, derive, digest, number, pack
from .keys import CannotOpenError, PrivateKeys, PublicKeys

VERSION: Final = 1
BUCKETS: Final = tuple(kib * 1024 for kib in (2, 4, 8, 16, 32, 64, 128))
_SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_KEY, _KIND, _AUTHOR = 32, 24, 32
_COMMITMENT, _NONCE, _TAG = 32, 12, 16
_SIGNATURE, _LENGTH = 64, 4
OVERHEAD: Final = 1 + _COMMITMENT + _NONCE + _TAG


class TooLongError(ValueError):
    """More than the largest bucket holds."""


class Proof(Enum):
    """How far an entry can be trusted. Only PROVEN ever counts as somebody's yes."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    """It opens, but who wrote it is not certain, or the entry before it was changed."""
    UNREADABLE = "unreadable"
    """Its bytes are not what was sealed here."""


@dataclass(frozen=True)
class Place:
    """Where an entry stands. All of it is bound into the ciphertext."""

    school: str
    report: bytes
    entry: bytes
    sequence: int
    previous: bytes
    key_list_version: int


@dataclass(frozen=True)
class Wrap:
    """An entry's key for one recipient; ``key_list_version`` is the list it was made under."""

    recipient: bytes
    key_list_version: int
    sealed_key: bytes


@dataclass(frozen=True)
class SealedEntry:
    """What is stored of an entry."""

    place: Place
    body: bytes
    wraps: tuple[Wrap, ...]

    @property
    def hash(self) -> bytes:
        """What the next entry holds as "the one before"; anybody can compute it, without opening."""
        return entry_hash(self.place, self.body)

    @property
    def padded_size(self) -> int:
        return len(self.body) - OVERHEAD


@dataclass(frozen=True)
class OpenedEntry:
    """What a reader gets. ``payload`` is empty when it is unreadable."""

    proof: Proof
    kind: str
    author: bytes
    payload: Mapping[str, Any]

    def says(self, kind: str) -> bool:
        """Whether this entry proves that its author wrote something of this kind."""
        return self.proof is Proof.PROVEN and self.kind == kind


def genesis(school: str, report: bytes) -> bytes:
    """What stands as "the entry before" in a report's first entry."""
    return digest(Label.ENTRY_GENESIS, school.encode(), report)


def entry_hash(place: Place, body: bytes) -> bytes:
    return digest(Label.ENTRY_HASH, *_position(place), place.previous, body)


def seal_entry(
    place: Place, *, kind: str, payload: Mapping[str, Any], author: PrivateKeys, recipients: Iterable[PublicKeys]
) -> SealedEntry:
    """Seal a payload to its recipients; needs no secret but the author's own. Raises TooLongError."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    key = secrets.token_bytes(_KEY)
    nonce = secrets.token_bytes(_NONCE)
    commitment = derive(key, Label.ENTRY_COMMITMENT)
    bound = _bound(place, kind, author.public.fingerprint)
    inside = _pad(author.sign(_signed(bound, commitment, text)) + len(text).to_bytes(_LENGTH, "big") + text)
    body = bytes([VERSION]) + commitment + nonce + ChaCha20Poly1305(derive(key, Label.ENTRY_KEY)).encrypt(nonce, inside, bound)
    opener = key + _kind_bytes(kind) + author.public.fingerprint
    unique = {keys.fingerprint: keys for keys in recipients}
    wraps = tuple(_wrap(place, body, opener, keys, place.key_list_version) for keys in unique.values())
    return SealedEntry(place, body, wraps)


def open_entry(sealed: SealedEntry, *, private: PrivateKeys, authors: Mapping[bytes, PublicKeys]) -> OpenedEntry:
    """Open with a reader's keys. ``authors`` are the people whose word can be proven, by fingerprint.

    Raises CannotOpenError only when there is no wrap for this reader; whatever was tampered with comes
    back as not proven or unreadable.
    """
    own = private.public.fingerprint
    wrap = next((candidate for candidate in sealed.wraps if candidate.recipient == own), None)
    if wrap is None:
        raise CannotOpenError
    try:
        kind, author, text, signature, commitment = _open(sealed, wrap, private)
        payload = json.loads(text)
    except (CannotOpenError, ValueError):
        return OpenedEntry(Proof.UNREADABLE, "", b"", {})
    if not isinstance(payload, dict):
        return OpenedEntry(Proof.UNREADABLE, "", b"", {})
    bound = _bound(sealed.place, kind, author)
    keys = authors.get(author)
    proven = keys is not None and keys.fingerprint == author and _verifies(keys, signature, _signed(bound, commitment, text))
    return OpenedEntry(Proof.PROVEN if proven else Proof.UNPROVEN, kind, author, payload)


def rewrap_entry(sealed: SealedEntry, *, private: PrivateKeys, recipient: PublicKeys, key_list_version: int) -> Wrap:
    """The same entry for one more reader; needs the keys of somebody who can open it."""
    own = private.public.fingerprint
    wrap = next((candidate for candidate in sealed.wraps if candidate.recipient == own), None)
    if wrap is None:
        raise CannotOpenError
    _open(sealed, wrap, private)
    return _wrap(sealed.place, sealed.body, _opener(sealed, wrap, private), recipient, key_list_version)


def chain_is_whole(entries: Iterable[SealedEntry], *, school: str, report: bytes) -> bool:
    """Whether these are all entries of the report from its first on, each holding the hash of the one before."""
    previous, sequence = genesis(school, report), 1
    for sealed in entries:
        place = sealed.place
        if (place.school, place.report, place.sequence, place.previous) != (school, report, sequence, previous):
            return False
        previous, sequence = sealed.hash, sequence + 1
    return True


def _position(place: Place) -> list[bytes]:
    return [bytes([VERSION]), place.school.encode(), place.report, place.entry, number(place.sequence)]


def _bound(place: Place, kind: str, author: bytes) -> bytes:
    recipient = b""
    return pack(
        [
            Label.ENTRY_BODY.value,
            *_position(place),
            kind.encode(),
            author,
            recipient,
            number(place.key_list_version),
            place.previous,
        ]
    )


def _signed(bound: bytes, commitment: bytes, text: bytes) -> bytes:
    return pack([Label.ENTRY_SIGNATURE.value, bound, commitment, text])


def _info(place: Place, body: bytes, recipient: bytes, key_list_version: int) -> bytes:
    return digest(Label.ENTRY_WRAP, *_position(place), recipient, number(key_list_version), body)


def _wrap(place: Place, body: bytes, opener: bytes, recipient: PublicKeys, key_list_version: int) -> Wrap:
    info = _info(place, body, recipient.fingerprint, key_list_version)
    sealed_key = _SUITE.encrypt(opener, X25519PublicKey.from_public_bytes(recipient.x25519), info=info)
    return Wrap(recipient.fingerprint, key_list_version, sealed_key)


def _opener(sealed: SealedEntry, wrap: Wrap, private: PrivateKeys) -> bytes:
    info = _info(sealed.place, sealed.body, wrap.recipient, wrap.key_list_version)
    try:
        opener = _SUITE.decrypt(wrap.sealed_key, X25519PrivateKey.from_private_bytes(private.x25519), info=info)
    except (InvalidTag, ValueError):
        raise CannotOpenError from None
    if len(opener) != _KEY + _KIND + _AUTHOR:
        raise CannotOpenError
    return opener


def _open(sealed: SealedEntry, wrap: Wrap, private: PrivateKeys) -> tuple[str, bytes, bytes, bytes, bytes]:
    opener = _opener(sealed, wrap, private)
    key, kind, author = opener[:_KEY], opener[_KEY:-_AUTHOR].rstrip(b"\0").decode(), opener[-_AUTHOR:]
    body = sealed.body
    if len(body) < OVERHEAD or body[0] != VERSION:
        raise CannotOpenError
    commitment, nonce = body[1 : 1 + _COMMITMENT], body[1 + _COMMITMENT : 1 + _COMMITMENT + _NONCE]
    if not constant_time.bytes_eq(commitment, derive(key, Label.ENTRY_COMMITMENT)):
        raise CannotOpenError
    try:
        cipher = ChaCha20Poly1305(derive(key, Label.ENTRY_KEY))
        inside = cipher.decrypt(nonce, body[1 + _COMMITMENT + _NONCE :], _bound(sealed.place, kind, author))
    except InvalidTag:
        raise CannotOpenError from None
    length = int.from_bytes(inside[_SIGNATURE : _SIGNATURE + _LENGTH], "big")
    return kind, author, inside[_SIGNATURE + _LENGTH :][:length], inside[:_SIGNATURE], commitment


def _verifies(keys: PublicKeys, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(keys.ed25519).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _pad(inside: bytes) -> bytes:
    for size in BUCKETS:
        if len(inside) <= size:
            return inside.ljust(size, b"\0")
    raise TooLongError


def _kind_bytes(kind: str) -> bytes:
    encoded = kind.encode()
    if not 0 < len(encoded) <= _KIND or b"\0" in encoded:
        raise ValueError("a kind is 1 to 24 bytes")
    return encoded.ljust(_KIND, b"\0")
