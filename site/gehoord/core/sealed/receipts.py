"""Everything that follows from a receipt code. The code itself is stored nowhere."""

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from . import codes
from .encoding import Label, derive
from .keys import PrivateKeys

SECRET_BYTES: Final = 10
"""80 random bits: sixteen characters and a check character."""


@dataclass(frozen=True, repr=False)
class Receipt:
    """One receipt code. Its repr is that of any object: a code must not reach a log."""

    secret: bytes

    @classmethod
    def generate(cls) -> "Receipt":
        return cls(secrets.token_bytes(SECRET_BYTES))

    @classmethod
    def from_typed(cls, typed: str) -> "Receipt":
        """Raises ``codes.MistypedCodeError`` when this can be no code; a well-formed wrong code finds no report."""
        return cls(codes.decode(typed, length=SECRET_BYTES))

    @property
    def code(self) -> str:
        return codes.encode(self.secret)

    @property
    def grouped_code(self) -> str:
        return codes.grouped(self.code)

    @cached_property
    def lookup_id(self) -> bytes:
        """How the report is found (16 bytes); opens nothing."""
        return derive(self.secret, Label.RECEIPT_LOOKUP, length=16)

    @cached_property
    def keys(self) -> PrivateKeys:
        """The pair the report is sealed to and that signs what the student says."""
        return PrivateKeys(
            x25519=derive(self.secret, Label.RECEIPT_X25519),
            ed25519=derive(self.secret, Label.RECEIPT_ED25519),
        )
