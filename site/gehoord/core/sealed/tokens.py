"""Two stateless tokens under an environment key: the form's, and that of the page behind the code.

``env_keys`` is a list so that a key can be replaced: the first signs, all are accepted.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from .encoding import Label, derive, number
from .receipts import SECRET_BYTES, Receipt
from .submission import SEED_BYTES

VERSION: Final = 1
FORM_LIFETIME: Final = timedelta(hours=12)
STATUS_LIFETIME: Final = timedelta(minutes=15)
_CLOCK_SLACK: Final = timedelta(minutes=5)
_NONCE = 12


class BadTokenError(ValueError):
    """Not a token of ours, or of another school."""


class ExpiredTokenError(BadTokenError):
    """Ours, but too old. ``seed`` goes on in the new token, so that a second try stays the same report."""

    def __init__(self, seed: bytes = b"") -> None:
        super().__init__()
        self.seed = seed


@dataclass(frozen=True, repr=False)
class FormToken:
    """One rendering of a school's form."""

    seed: bytes
    issued_at: datetime


def new_seed() -> bytes:
    return secrets.token_bytes(SEED_BYTES)


def make_form_token(env_keys: Sequence[bytes], *, school: str, now: datetime, seed: bytes) -> str:
    body = bytes([VERSION]) + number(int(now.timestamp())) + seed
    return _text(body + _mac(env_keys[0], school, body))


def read_form_token(
    env_keys: Sequence[bytes], token: str, *, school: str, now: datetime, lifetime: timedelta = FORM_LIFETIME
) -> FormToken:
    """Raises BadTokenError, or ExpiredTokenError with the seed."""
    raw = _bytes(token)
    body, mac = raw[:-32], raw[-32:]
    if len(body) != 1 + 8 + SEED_BYTES or body[0] != VERSION:
        raise BadTokenError
    if not any(hmac.compare_digest(mac, _mac(key, school, body)) for key in env_keys):
        raise BadTokenError
    seed = body[9:]
    try:
        issued_at = datetime.fromtimestamp(int.from_bytes(body[1:9], "big"), tz=UTC)
    except (OverflowError, ValueError, OSError):
        raise BadTokenError from None
    if issued_at > now + _CLOCK_SLACK:
        raise BadTokenError
    if issued_at + lifetime < now:
        raise ExpiredTokenError(seed)
    return FormToken(seed, issued_at)


def make_status_token(env_keys: Sequence[bytes], *, receipt: Receipt, now: datetime) -> str:
    """The receipt code for a quarter of an hour, readable only with the environment's key."""
    nonce = secrets.token_bytes(_NONCE)
    expires = number(int((now + STATUS_LIFETIME).timestamp()))
    sealed = ChaCha20Poly1305(derive(env_keys[0], Label.STATUS_TOKEN)).encrypt(
        nonce, expires + receipt.secret, bytes([VERSION])
    )
    return _text(bytes([VERSION]) + nonce + sealed)


def read_status_token(env_keys: Sequence[bytes], token: str, *, now: datetime) -> Receipt:
    """Raises BadTokenError or ExpiredTokenError."""
    raw = _bytes(token)
    if len(raw) < 1 + _NONCE or raw[0] != VERSION:
        raise BadTokenError
    for key in env_keys:
        try:
            inside = ChaCha20Poly1305(derive(key, Label.STATUS_TOKEN)).decrypt(raw[1 : 1 + _NONCE], raw[1 + _NONCE :], raw[:1])
        except InvalidTag:
            continue
        if len(inside) != 8 + SECRET_BYTES:
            raise BadTokenError
        if int.from_bytes(inside[:8], "big") < now.timestamp():
            raise ExpiredTokenError
        return Receipt(inside[8:])
    raise BadTokenError


def address_bucket(env_key: bytes, *, address: str, day: str) -> str:
    """A name for an address that lasts one day and cannot be turned back without the environment's key."""
    return derive(env_key, Label.ADDRESS_BUCKET, day.encode(), address.encode(), length=12).hex()


def _mac(env_key: bytes, school: str, body: bytes) -> bytes:
    return hmac.digest(derive(env_key, Label.FORM_TOKEN, school.encode()), body, "sha256")


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(token: str) -> bytes:
    if len(token) > 500 or not token.isascii():
        raise BadTokenError
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadTokenError from None
    if _text(raw) != token:
        raise BadTokenError
    return raw
