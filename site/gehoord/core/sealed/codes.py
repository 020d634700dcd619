"""Codes that people read, write down and type: 32 unmistakable characters and one check character.

The alphabet is Crockford's (https://www.crockford.com/base32.html): no I, L, O or U. The check
character is a weighted sum in GF(32) with a different weight for each place, so that every single
wrong character and every swap of two characters shows.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SEPARATORS = frozenset(" -_.·•–—‑\u00a0\u200b\u200e\u200f\ufeff\t\r\n")
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


class MistypedCodeError(ValueError):
    """What was typed can be no code at all: a character too many, too few, or wrong."""


def encode(secret: bytes) -> str:
    """A secret of whole five-byte groups as characters plus the check character."""
    if not secret or len(secret) % 5:
        raise ValueError("five bytes make eight characters; give whole groups")
    bits = int.from_bytes(secret, "big")
    count = len(secret) * 8 // 5
    characters = "".join(ALPHABET[(bits >> 5 * (count - 1 - place)) & 31] for place in range(count))
    return characters + _check_character(characters)


def decode(typed: str, *, length: int) -> bytes:
    """The secret of ``length`` bytes behind a typed code. Raises MistypedCodeError for a typing error."""
    characters = normalise(typed)
    if len(characters) != length * 8 // 5 + 1 or any(mark not in _VALUES for mark in characters):
        raise MistypedCodeError
    if _check_character(characters[:-1]) != characters[-1]:
        raise MistypedCodeError
    bits = 0
    for mark in characters[:-1]:
        bits = bits << 5 | _VALUES[mark]
    return bits.to_bytes(length, "big")


def normalise(typed: str) -> str:
    """Capitals, no separators, digits of any script as 0-9, and lookalikes (O, I, L, U) put right."""
    marks = []
    for mark in unicodedata.normalize("NFKC", typed[:500]).upper():
        if mark in _SEPARATORS:
            continue
        value = unicodedata.digit(mark, None)
        marks.append(mark if value is None else str(value))
    return "".join(marks).translate(_LOOKALIKES)


def grouped(code: str) -> str:
    """The code in groups of four, as it is shown: ``7K4P M2X9 R3TD 8WHN 5``."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _check_character(characters: str) -> str:
    total, weight = 0, 1
    for mark in characters:
        weight = _times_x(weight)
        total ^= _multiply(weight, _VALUES[mark])
    return ALPHABET[total]


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value


def _multiply(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left, right = _times_x(left), right >> 1
    return product
