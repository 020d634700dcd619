"""How well the mirror does on labelled sentences; used by its test, by the benchmark and by the try-out box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .mirror import Pattern, look


@dataclass(frozen=True, kw_only=True)
class Measured:
    """``wrong``: marked although it opens. ``missed``: not marked although it closes."""

    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of what was marked, the part that closes."""
        marked = self.right + len(self.wrong)
        return self.right / marked if marked else 1.0

    @property
    def recall(self) -> float:
        """Of what closes, the part that was marked."""
        closing = self.right + len(self.missed)
        return self.right / closing if closing else 1.0


def labelled(text: str) -> list[tuple[bool, str]]:
    """Lines of "closes | sentence" or "opens | sentence"."""
    rows = [line.split(" | ", 1) for line in text.splitlines() if " | " in line]
    return [(label == "closes", sentence) for label, sentence in rows]


def measure(sentences: Iterable[tuple[bool, str]], patterns: Iterable[Pattern]) -> Measured:
    """Hold every sentence against the patterns."""
    known = list(patterns)
    right, wrong, missed = 0, [], []
    for closes, sentence in sentences:
        marks = look(sentence, known)
        if closes and marks:
            right += 1
        elif closes:
            missed.append(sentence)
        elif marks:
            wrong.append(sentence)
    return Measured(right=right, wrong=tuple(wrong), missed=tuple(missed))
