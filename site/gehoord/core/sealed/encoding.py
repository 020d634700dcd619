"""Unambiguous bytes: length-prefixed fields, and one list of all labels."""

from collections.abc import Iterable
from enum import Enum

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Label(bytes, Enum):
    """What a derived key, a signature or a hash is for. No two may be equal: a test reads this list."""

    FINGERPRINT = b"gehoord/1/fingerprint"
    LOCK = b"gehoord/1/lock"
    VISIT = b"gehoord/1/visit"
    PAIR_X25519 = b"gehoord/1/pair/x25519"
    PAIR_ED25519 = b"gehoord/1/pair/ed25519"
    KEY_LIST = b"gehoord/1/key-list"
    ENTRY_GENESIS = b"gehoord/1/entry/genesis"
    ENTRY_BODY = b"gehoord/1/entry/body"
    ENTRY_WRAP = b"gehoord/1/entry/wrap"
    ENTRY_SIGNATURE = b"gehoord/1/entry/signature"
    ENTRY_HASH = b"gehoord/1/entry/hash"
    ENTRY_KEY = b"gehoord/1/entry/key"
    ENTRY_COMMITMENT = b"gehoord/1/entry/commitment"
    RECEIPT_LOOKUP = b"gehoord/1/receipt/lookup"
    RECEIPT_X25519 = b"gehoord/1/receipt/x25519"
    RECEIPT_ED25519 = b"gehoord/1/receipt/ed25519"
    RECEIPT_REFERRED = b"gehoord/1/receipt/referred"
    SUBMISSION_FIELDS = b"gehoord/1/submission/fields"
    SUBMISSION_REPORT = b"gehoord/1/submission/report"
    SUBMISSION_CODE = b"gehoord/1/submission/code"
    HANDOVER_LOOKUP = b"gehoord/1/handover/lookup"
    HANDOVER_X25519 = b"gehoord/1/handover/x25519"
    HANDOVER_ED25519 = b"gehoord/1/handover/ed25519"
    HANDOVER_READERS = b"gehoord/1/handover/readers"
    HANDOVER_EXCHANGE = b"gehoord/1/handover/exchange"
    HANDOVER_RECEIPT = b"gehoord/1/handover/receipt"
    FORM_TOKEN = b"gehoord/1/token/form"
    STATUS_TOKEN = b"gehoord/1/token/status"
    EMERGENCY_PAIR = b"gehoord/1/emergency/pair"
    KEEPER_SHEET = b"gehoord/1/emergency/sheet"
    DEMO_PAIR = b"gehoord/1/demo/pair"
    ADDRESS_BUCKET = b"gehoord/1/address-bucket"


def pack(fields: Iterable[bytes]) -> bytes:
    """Join fields so that no other list of fields gives the same bytes (four bytes of length before each)."""
    return b"".join(len(field).to_bytes(4, "big") + field for field in fields)


def unpack(packed: bytes) -> list[bytes]:
    """The inverse of ``pack``; ValueError when the bytes are not exactly a packed list."""
    fields = []
    position = 0
    while position < len(packed):
        end = position + 4 + int.from_bytes(packed[position : position + 4], "big")
        if position + 4 > len(packed) or end > len(packed):
            raise ValueError("cut off")
        fields.append(packed[position + 4 : end])
        position = end
    return fields


def number(value: int) -> bytes:
    """A number as eight bytes."""
    return value.to_bytes(8, "big")


def derive(secret: bytes, label: Label, *context: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256 of a high-entropy secret, for one purpose and one context."""
    info = pack([label.value, *context])
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(secret)


def digest(label: Label, *fields: bytes) -> bytes:
    """SHA-256 over the label and the fields."""
    hasher = hashes.Hash(hashes.SHA256())
    hasher.update(pack([label.value, *fields]))
    return hasher.finalize()
