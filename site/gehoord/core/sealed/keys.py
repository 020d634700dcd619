"""Pairs of keys of people, and how a phrase or a printed code locks their private halves."""

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from .encoding import Label, derive, digest, pack

VERSION: Final = 1
_SALT = 16
_NONCE = 12
_HEADER = 1 + 4 + 4 + 1 + _SALT + _NONCE


class CannotOpenError(Exception):
    """The secret is wrong, or these bytes are not what they should be."""


class WeakLockError(CannotOpenError):
    """Locked at a lower price than this installation accepts, or at an absurd one."""


@dataclass(frozen=True)
class Cost:
    """What one try costs: passes and memory of Argon2id."""

    iterations: int
    memory_kib: int
    lanes: int = 1

    def reaches(self, floor: "Cost") -> bool:
        return self.iterations >= floor.iterations and self.memory_kib >= floor.memory_kib


PRODUCTION_COST: Final = Cost(iterations=4, memory_kib=256 * 1024)
"""The price in production and its floor: 4 passes over 256 MiB (about 0.7 s)."""
CEILING: Final = Cost(iterations=16, memory_kib=1024 * 1024, lanes=8)
"""More than this is refused: the price stands in the stored bytes, and a planted one must not fell the server."""


@dataclass(frozen=True)
class PublicKeys:
    """The halves anybody may know: ``x25519`` to seal to, ``ed25519`` to verify with."""

    x25519: bytes
    ed25519: bytes

    @cached_property
    def fingerprint(self) -> bytes:
        """The id of this pair (32 bytes)."""
        return digest(Label.FINGERPRINT, self.x25519, self.ed25519)


@dataclass(frozen=True, repr=False)
class PrivateKeys:
    """The halves that open and sign. Its repr is that of any object: keys must not reach a log."""

    x25519: bytes
    ed25519: bytes

    @classmethod
    def generate(cls) -> "PrivateKeys":
        return cls(secrets.token_bytes(32), secrets.token_bytes(32))

    @classmethod
    def from_seed(cls, seed: bytes) -> "PrivateKeys":
        """The pair that follows from a high-entropy seed."""
        return cls(derive(seed, Label.PAIR_X25519), derive(seed, Label.PAIR_ED25519))

    @cached_property
    def public(self) -> PublicKeys:
        return PublicKeys(
            x25519=X25519PrivateKey.from_private_bytes(self.x25519).public_key().public_bytes_raw(),
            ed25519=Ed25519PrivateKey.from_private_bytes(self.ed25519).public_key().public_bytes_raw(),
        )

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.ed25519).sign(message)


def lock_keys(private: PrivateKeys, secret: str, *, purpose: str, cost: Cost) -> bytes:
    """Private keys under a phrase or printed code.

    The price (passes, memory) stands in the bytes and is authenticated. ``purpose`` says which of
    several locks this is, so that one cannot be put in the other's place.
    """
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    header = _header(cost, salt, nonce)
    key = _stretch(secret, salt, cost)
    bound = pack([Label.LOCK.value, header, purpose.encode(), private.public.fingerprint])
    return header + ChaCha20Poly1305(key).encrypt(nonce, private.x25519 + private.ed25519, bound)


def unlock_keys(locked: bytes, secret: str, *, purpose: str, public: PublicKeys, floor: Cost) -> PrivateKeys:
    """The private keys. Raises CannotOpenError for a wrong secret and WeakLockError below the floor."""
    cost, salt, nonce = _read_header(locked)
    if not cost.reaches(floor):
        raise WeakLockError
    key = _stretch(secret, salt, cost)
    bound = pack([Label.LOCK.value, locked[:_HEADER], purpose.encode(), public.fingerprint])
    try:
        halves = ChaCha20Poly1305(key).decrypt(nonce, locked[_HEADER:], bound)
    except InvalidTag:
        raise CannotOpenError from None
    private = PrivateKeys(halves[:32], halves[32:])
    if private.public != public:
        raise CannotOpenError
    return private


def lock_cost(locked: bytes) -> Cost:
    """At which price these keys were locked."""
    return _read_header(locked)[0]


def lock_for_visit(private: PrivateKeys, secret: bytes, *, context: bytes) -> bytes:
    """Private keys under a random 32-byte secret that only the visitor's cookie holds."""
    nonce = secrets.token_bytes(_NONCE)
    key = derive(secret, Label.VISIT, context)
    return bytes([VERSION]) + nonce + ChaCha20Poly1305(key).encrypt(nonce, private.x25519 + private.ed25519, context)


def unlock_for_visit(locked: bytes, secret: bytes, *, context: bytes) -> PrivateKeys:
    """The inverse of ``lock_for_visit``; CannotOpenError when the secret or the context is another."""
    if len(locked) < 1 + _NONCE or locked[0] != VERSION:
        raise CannotOpenError
    key = derive(secret, Label.VISIT, context)
    try:
        halves = ChaCha20Poly1305(key).decrypt(locked[1 : 1 + _NONCE], locked[1 + _NONCE :], context)
    except InvalidTag:
        raise CannotOpenError from None
    return PrivateKeys(halves[:32], halves[32:])


def _stretch(secret: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return kdf.derive(secret.encode())


def _header(cost: Cost, salt: bytes, nonce: bytes) -> bytes:
    price = cost.iterations.to_bytes(4, "big") + cost.memory_kib.to_bytes(4, "big") + bytes([cost.lanes])
    return bytes([VERSION]) + price + salt + nonce


def _read_header(locked: bytes) -> tuple[Cost, bytes, bytes]:
    if len(locked) < _HEADER or locked[0] != VERSION:
        raise CannotOpenError
    cost = Cost(int.from_bytes(locked[1:5], "big"), int.from_bytes(locked[5:9], "big"), locked[9])
    if (
        not CEILING.reaches(cost)
        or not 1 <= cost.lanes <= CEILING.lanes
        or cost.iterations < 1
        or cost.memory_kib < 8 * cost.lanes
    ):
        raise WeakLockError
    return cost, locked[10 : 10 + _SALT], locked[10 + _SALT : _HEADER]
