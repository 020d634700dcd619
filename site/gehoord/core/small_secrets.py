"""Small secrets at rest (TOTP seeds, the 15-minute token), under the environment's SMALL_SECRETS_KEYS.

Never for reports: those are sealed to people, not to the server (core.sealed).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class InvalidKeyError(ValueError):
    """A key is missing or is not 32 bytes in URL-safe base64."""


class SecretUnreadableError(Exception):
    """The secret was sealed under a key that this installation no longer has."""


def check_keys(keys: Sequence[str]) -> None:
    """Raises InvalidKeyError with a sentence when the keys cannot be used."""
    if not keys:
        raise InvalidKeyError("no key is set.")
    for key in keys:
        try:
            raw = base64.urlsafe_b64decode(key)
        except (binascii.Error, ValueError) as error:
            raise InvalidKeyError("a key is not URL-safe base64.") from error
        if len(raw) != 32:
            raise InvalidKeyError(f"a key has {len(raw)} bytes instead of 32.")


def _box(keys: Sequence[str]) -> MultiFernet:
    check_keys(keys)
    return MultiFernet([Fernet(key) for key in keys])


def seal_small(plain: str, *, keys: Sequence[str] | None = None) -> str:
    """``plain`` sealed under the first key."""
    return _box(keys or settings.SMALL_SECRETS_KEYS).encrypt(plain.encode()).decode()


def open_small(sealed: str, *, keys: Sequence[str] | None = None, max_age: int | None = None) -> str:
    """What was sealed, at most ``max_age`` seconds ago; raises SecretUnreadableError."""
    try:
        return _box(keys or settings.SMALL_SECRETS_KEYS).decrypt(sealed.encode(), ttl=max_age).decode()
    except (InvalidToken, UnicodeDecodeError) as error:
        raise SecretUnreadableError from error
