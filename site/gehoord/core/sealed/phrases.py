"""The six-word phrase that opens a vault: always generated, never thought up."""

import secrets
import unicodedata
from functools import cache
from importlib import resources

WORDS_IN_PHRASE = 6


@cache
def word_list() -> tuple[str, ...]:
    """The 7,776 Dutch words a phrase is drawn from (six words: 77 bits)."""
    text = resources.files(__package__).joinpath("words_nl.txt").read_text(encoding="utf-8")
    return tuple(text.split())


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


def generate_phrase() -> str:
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS_IN_PHRASE))


def normalise_phrase(typed: str) -> str:
    """The phrase as it is used for a key: capitals, accents, hyphens and extra spaces do not matter."""
    plain = unicodedata.normalize("NFKD", typed).casefold()
    letters = "".join(mark if mark.isascii() and mark.isalpha() else " " for mark in plain if not unicodedata.combining(mark))
    return " ".join(letters.split())


def mistyped_positions(typed: str) -> tuple[int, ...]:
    """Which words (counted from one) are not in the list; so the page can point without repeating a word."""
    words = normalise_phrase(typed).split()
    return tuple(place for place, word in enumerate(words, start=1) if word not in _known())


def has_six_words(typed: str) -> bool:
    return len(normalise_phrase(typed).split()) == WORDS_IN_PHRASE
