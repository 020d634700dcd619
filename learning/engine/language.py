"""How hard a text is to read, in Dutch: long sentences and many long words. B1 is what most people read without effort.

No formula with a mark: a trainer can only act on "this sentence is long" and "these words are long".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .said import said

LONGEST_SENTENCE = 20
"""Words in one sentence; plain-language guides for Dutch stop at about fifteen."""
LONG_WORD = 14
"""Letters from which a Dutch word is long."""
MOST_LONG_WORDS = 2
"""Long words in one text, apart from those that everybody at a school uses."""
USED_AT_SCHOOL = frozenset({
    "vertrouwenspersoon", "vertrouwenspersonen", "praktijkopleider", "praktijkopleiders", "stagebegeleider", "stagebegeleiders",
    "leerplichtambtenaar", "leidinggevende", "leidinggevenden", "discriminatie", "stagediscriminatie", "verzuimmelding",
    "gezondheidszorg", "sollicitatiegesprek", "vrachtwagenchauffeur", "antidiscriminatievoorziening",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What makes a text hard. Empty and 0 when nothing does."""

    longest_sentence: int
    long_words: tuple[str, ...]

    @property
    def is_hard(self) -> bool:
        return self.longest_sentence > LONGEST_SENTENCE or len(self.long_words) > MOST_LONG_WORDS


def read_level(text: str) -> Reading:
    """The longest sentence in words, and the long words that not everybody uses."""
    sentences = [re.findall(r"[\w'’-]+", sentence) for sentence in re.split(r"[.!?:;…\n]+", text)]
    words = [word for sentence in sentences for word in sentence]
    hard = [word for word in words if len(word) >= LONG_WORD and word.lower() not in USED_AT_SCHOOL]
    return Reading(
        longest_sentence=max((len(sentence) for sentence in sentences), default=0), long_words=tuple(dict.fromkeys(hard))
    )


def how_to_mend(reading: Reading) -> str:
    """A plain sentence for the writer."""
    if reading.longest_sentence > LONGEST_SENTENCE:
        return said("Hier staat een zin van %(number)s woorden. Maak er twee korte van.", number=reading.longest_sentence)
    return said("Hier staan veel lange woorden: %(words)s. Zeg het gewoner.", words=", ".join(reading.long_words))
