"""How much two questions are alike: shared words, without those that carry no meaning. Case, accents and signs do not count."""

from __future__ import annotations

import re
import unicodedata

ALIKE = 0.65
SHORTEST = 3  # with fewer words left, only the very same words are alike
WORD = re.compile(r"[^\W_]+")
# Words that a question has whatever it is about; "niet" and "geen" stay in nobody's way: a statement and its opposite are alike.
EMPTY = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "of",
        "van",
        "in",
        "op",
        "aan",
        "bij",
        "met",
        "voor",
        "naar",
        "uit",
        "om",
        "te",
        "dat",
        "die",
        "dit",
        "deze",
        "er",
        "is",
        "zijn",
        "was",
        "wordt",
        "worden",
        "heeft",
        "hebben",
        "je",
        "jij",
        "jou",
        "jouw",
        "ik",
        "hij",
        "zij",
        "ze",
        "wij",
        "we",
        "u",
        "hem",
        "haar",
        "hun",
        "wat",
        "wie",
        "welke",
        "hoe",
        "waar",
        "wanneer",
        "waarom",
        "niet",
        "geen",
        "wel",
        "ook",
        "nog",
        "al",
        "als",
        "dan",
        "door",
        "over",
        "tot",
        "kan",
        "kun",
        "kunnen",
        "mag",
        "moet",
        "wil",
        "zou",
        "klopt",
        "goed",
        "vraag",
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "with",
        "for",
        "to",
        "from",
        "that",
        "this",
        "it",
        "is",
        "are",
        "was",
        "be",
        "has",
        "have",
        "you",
        "your",
        "i",
        "he",
        "she",
        "they",
        "we",
        "what",
        "who",
        "which",
        "how",
        "where",
        "when",
        "why",
        "not",
        "no",
        "do",
        "does",
        "can",
        "may",
        "must",
        "would",
    ]
)


def words_of(text: str) -> frozenset[str]:
    """The words that say what a question is about; all words where nothing else is left."""
    flat = "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))
    found = frozenset(WORD.findall(flat))
    return found - EMPTY or found


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared words as a part of all words, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether somebody should look at both."""
    return bool(one) and one == other if min(len(one), len(other)) < SHORTEST else likeness(one, other) >= ALIKE
