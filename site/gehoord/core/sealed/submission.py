"""Sent twice is stored once: report id and receipt follow from the form's seed and what was filled in."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from .encoding import Label, derive, digest, pack
from .receipts import SECRET_BYTES, Receipt

SEED_BYTES: Final = 32


@dataclass(frozen=True, repr=False)
class Submission:
    """What one submission becomes, however often it arrives."""

    report_id: UUID
    receipt: Receipt


def derive_submission(*, seed: bytes, school: str, fields: Mapping[str, str | Sequence[str]]) -> Submission:
    """The report id and receipt of these fields from this rendering of the form."""
    if len(seed) != SEED_BYTES:
        raise ValueError("a seed is 32 bytes")
    hashed = digest(Label.SUBMISSION_FIELDS, school.encode(), canonical_fields(fields))
    report = derive(seed, Label.SUBMISSION_REPORT, hashed, length=16)
    return Submission(UUID(bytes=report), Receipt(derive(seed, Label.SUBMISSION_CODE, hashed, length=SECRET_BYTES)))


def canonical_fields(fields: Mapping[str, str | Sequence[str]]) -> bytes:
    """The same bytes whatever the order of fields, and however line ends and accents were sent.

    Empty fields count as not sent, so that a browser leaving one out changes nothing.
    """
    packed = []
    for name in sorted(fields):
        value = fields[name]
        values = [value] if isinstance(value, str) else sorted(value)
        cleaned = [_canonical_text(text) for text in values if text]
        if cleaned:
            packed.append(pack([name.encode(), *cleaned]))
    return pack(packed)


def _canonical_text(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).encode("utf-8", "surrogatepass")
