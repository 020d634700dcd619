"""A hand-over code: what a colleague gives a student, exchanged once for a code of the student's own.

It signs what the colleague wrote down, and its own exchange; nothing is ever sealed to it. Its labels are not those of a
receipt: the same characters open two different things.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import codes
from .encoding import Label, derive, pack
from .keys import PrivateKeys, PublicKeys
from .receipts import SECRET_BYTES, Receipt

SIGNATURE: Final = 64


@dataclass(frozen=True, repr=False)
class HandOverCode:
    """One hand-over code. Its repr is that of any object: a code must not reach a log."""

    secret: bytes

    @classmethod
    def generate(cls) -> "HandOverCode":
        return cls(secrets.token_bytes(SECRET_BYTES))

    @classmethod
    def of_typed_receipt(cls, receipt: Receipt) -> "HandOverCode":
        """Both kinds of code are typed in one field."""
        return cls(receipt.secret)

    @property
    def grouped_code(self) -> str:
        return codes.grouped(codes.encode(self.secret))

    @property
    def lookup_id(self) -> bytes:
        return derive(self.secret, Label.HANDOVER_LOOKUP, length=16)

    @property
    def keys(self) -> PrivateKeys:
        """The pair that signs what the colleague wrote down, and the exchange."""
        return PrivateKeys(
            x25519=derive(self.secret, Label.HANDOVER_X25519), ed25519=derive(self.secret, Label.HANDOVER_ED25519)
        )

    def receipt_for(self, seed: bytes) -> Receipt:
        """The student's own code from one rendering of the exchange page: the same page sent twice gives it again."""
        return Receipt(derive(seed, Label.HANDOVER_RECEIPT, self.secret, length=SECRET_BYTES))

    def sign_exchange(self, *, report: bytes, receipt: PublicKeys) -> bytes:
        """That this report passes to this receipt."""
        return self.keys.sign(_exchange(report, receipt))

    def sign_readers(self, *, report: bytes, fingerprints: Collection[bytes]) -> bytes:
        """Who read the report when it was written down."""
        return self.keys.sign(_readers(report, fingerprints))


def is_exchanged(public: PublicKeys, signature: bytes, *, report: bytes, receipt: PublicKeys) -> bool:
    """Whether the hand-over code of these public keys passed the report to this receipt."""
    return _verifies(public, signature, _exchange(report, receipt))


def readers_are_proven(public: PublicKeys, signature: bytes, *, report: bytes, fingerprints: Collection[bytes]) -> bool:
    """Whether these are the readers whom the colleague's form named."""
    return _verifies(public, signature, _readers(report, fingerprints))


def _exchange(report: bytes, receipt: PublicKeys) -> bytes:
    return pack([Label.HANDOVER_EXCHANGE.value, report, receipt.x25519, receipt.ed25519])


def _readers(report: bytes, fingerprints: Collection[bytes]) -> bytes:
    return pack([Label.HANDOVER_READERS.value, report, *sorted(fingerprints)])


def _verifies(public: PublicKeys, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public.ed25519).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
