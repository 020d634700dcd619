"""How hard a Dutch or English text is to read, computed from its sentences and syllables. A help for editors, not a judge.

Dutch: Flesch-Douma, 206.84 - 0.77 × syllables per hundred words - 0.93 × words per sentence (W.H. Douma, *De leesbaarheid van
landbouwbladen*, 1960). English: Flesch reading ease (R. Flesch, *A new readability yardstick*, 1948). Higher is easier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SENTENCE = re.compile(r"[.!?…:]+(?:\s|$)|\n+")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Vowels that sound as one: a syllable each. A dieresis begins a new one.
VOWELS = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|ie|oe|oo|uu|ij|ei|ui|eu|ou|au|ea|ai|oi|oy|ay|ey|[aeiouyáàâéèêíìîóòôúùûäëïöü]", re.IGNORECASE
)
ENOUGH_WORDS = 40
LONG_SENTENCE = 20
A2, B1, B2 = "A2", "B1", "B2"


@dataclass(frozen=True)
class Reading:
    """What was measured of a text. ``level`` is None when it is too short to say."""

    words: int
    words_per_sentence: float
    score: float
    long_sentences: tuple[str, ...]

    @property
    def level(self) -> str | None:
        """A2 up to 8 words a sentence and a score from 75; B1 from 60; harder is B2."""
        if self.words < ENOUGH_WORDS:
            return None
        if self.score >= 75 and self.words_per_sentence <= 9:
            return A2
        return B1 if self.score >= 60 and self.words_per_sentence <= 14 else B2


def syllables(word: str) -> int:
    return max(1, len(VOWELS.findall(word)))


def read(text: str, language: str = "nl") -> Reading:
    """Measure a text: sentences end at a mark or at the end of a line."""
    sentences = [part.strip() for part in SENTENCE.split(text) if WORD.search(part)]
    words = WORD.findall(text)
    if not words:
        return Reading(0, 0.0, 0.0, ())
    per_sentence = len(words) / max(len(sentences), 1)
    per_word = sum(syllables(word) for word in words) / len(words)
    score = (
        206.84 - 77 * per_word - 0.93 * per_sentence if language == "nl" else 206.835 - 84.6 * per_word - 1.015 * per_sentence
    )
    long_ones = tuple(sentence for sentence in sentences if len(WORD.findall(sentence)) > LONG_SENTENCE)
    return Reading(len(words), round(per_sentence, 1), round(score, 0), long_ones)
