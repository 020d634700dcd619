"""The dismissal mirror as the rooms use it: the region's patterns of one language, held against one own sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gehoord.core.registry import StarterRun
from learning.engine.mirror import Mark, Pattern, look

from .models import MirrorPattern


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a sentence. ``number`` counts the marked ones from 1; 0 for what is not marked."""

    text: str
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Note:
    """Why marked words close a conversation, and an opening instead."""

    number: int
    words: str
    why: str
    instead: str


@dataclass(frozen=True, kw_only=True)
class Mirrored:
    """A sentence in the mirror. ``has_patterns`` is False for a language without a list: there is no mirror then."""

    pieces: Sequence[Piece]
    notes: Sequence[Note]
    has_patterns: bool = True


class Mirror:
    """The patterns of one language, read once: one query for any number of sentences."""

    def __init__(self, language: str) -> None:
        rows = MirrorPattern.objects.filter(language=language, is_active=True)
        self.patterns: list[Pattern] = [row.pattern for row in rows]

    def look(self, text: str) -> Mirrored | None:
        """What the mirror shows of a sentence; None where there is nothing to hold against."""
        return mirrored(text, self.patterns) if text and self.patterns else None


def mirrored(text: str, patterns: Sequence[Pattern]) -> Mirrored:
    """A sentence in pieces, the marked ones numbered, with what to say of each."""
    marks = look(text, patterns)
    if marks is None:
        return Mirrored(pieces=[Piece(text=text)], notes=[], has_patterns=False)
    pieces: list[Piece] = []
    at = 0
    for number, mark in enumerate(marks, 1):
        pieces += [Piece(text=text[at : mark.start]), Piece(text=text[mark.start : mark.end], number=number)]
        at = mark.end
    pieces.append(Piece(text=text[at:]))
    notes = [_note(text, mark, number) for number, mark in enumerate(marks, 1)]
    return Mirrored(pieces=[piece for piece in pieces if piece.text], notes=notes)


def _note(text: str, mark: Mark, number: int) -> Note:
    return Note(number=number, words=text[mark.start : mark.end], why=mark.pattern.why, instead=mark.pattern.instead)


def load_mirror(run: StarterRun) -> None:
    """The patterns we ship. One that is there already, changed or switched off, is left as the trainers have it."""
    for path in sorted((run.folder / "mirror").glob("*.yaml")):
        for row in _rows(path):
            _found, made = MirrorPattern.objects.get_or_create(language=path.stem, key=row["key"], defaults=values_of(row))
            run.count("mirror patterns", int(made))


def shipped_patterns(folder: Path, language: str) -> list[Pattern]:
    """The patterns we ship for one language, as the engine holds them; for measuring them."""
    return [
        MirrorPattern(language=language, key=row["key"], **values_of(row)).pattern
        for row in _rows(folder / "mirror" / f"{language}.yaml")
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def values_of(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the starter text as the fields of a pattern."""
    return {
        "phrasings": "\n".join(row["words"]),
        "exceptions": "\n".join(row.get("unless", [])),
        "why": row["why"],
        "instead": row["instead"],
    }
