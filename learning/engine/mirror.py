"""The dismissal mirror: an own sentence held against a list of patterns that trainers keep. Transparent rules, no model.

How a pattern is written (words in lower case; accents do not matter):

- ``vast niet zo bedoeld``  these words, one after the other
- ``is/was``                one of these words
- ``(wel/toch)``            may be there, need not
- ``beled*``                every word that begins so
- ``...``                   up to four other words
- ``^`` in front            only where a sentence or a part of it begins
- ``?`` at the end          only in a question

Words quoted from others are not looked at. What is written under ``unless``, in the same way, keeps a pattern silent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .said import said

LONGEST_PATTERN = 400
SKIPPED_WORDS = 4

WORD = r"[\w'-]+"
GAP = r"[^\w.!?\n]+"
# Words with which a sentence starts before it really starts: "Maar waarom …", "Oké, heb je …".
RUN_UP = r"(?:(?:maar|en|of|oke|ja|nee|nou|ach|joh|he|dus|dan|want|goh|hm|hmm|tja|sorry|eh)[^\w.!?\n]+){0,3}"
BEGINS = rf"(?:^|[.!?\n:;,]|-)[^\w\n]*{RUN_UP}"

QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|„[^”\n]*”|‘[^’\n]*’(?!\w)|(?<!\w)'[^'\n]*'(?!\w)")
# Words that are someone else's, or taken back: after "Je broer zegt:", "iedereen zegt tegen je dat", "ik zei net dat",
# and after "ik ga niet zeggen dat".
TOLD_BY_OTHERS = re.compile(
    rf"\b(?:(?:zei|zeiden|zegt|vroeg|vroegen|vindt|vinden|vond|vonden|denkt|denken|dacht|dachten|noemt|noemden|hoort|gezegd|geroepen)\b(?:{GAP}{WORD}){{0,4}}?{GAP}(?:dat|of|waarom|hoe)\b"
    rf"|(?:ze|zij|anderen|mensen|collega\w*|jullie){GAP}(?:zeggen|vinden|denken)\b(?:{GAP}{WORD}){{0,4}}?{GAP}dat\b"
    rf"|(?:niet|nooit){GAP}zeggen\b(?:{GAP}dat\b)?"
    rf"|\w+{GAP}(?:zegt|zei|zeggen|zeiden)\b[^\w.!?\n]*:)[^.!?\n]*"
)


UNREADABLE = "“%(piece)s” kan ik niet lezen. Gebruik woorden, / tussen keuzes, * achteraan en (haakjes) om een woord."


class PatternError(ValueError):
    """A pattern cannot be read; the message is a plain sentence for the trainer."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Phrasings of one thing. ``why`` says what they do in a conversation; ``instead`` is an opening sentence."""

    key: str
    words: tuple[str, ...]
    why: str
    instead: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Marked words: from ``start`` up to ``end`` in the text."""

    start: int
    end: int
    pattern: Pattern


def look(text: str, patterns: Iterable[Pattern]) -> tuple[Mark, ...] | None:
    """What the patterns mark in a text, in its order, without overlap. None when there are no patterns: then there is no mirror."""
    known = list(patterns)
    if not known:
        return None
    plain = _without_quotes(_plain(text))
    found = [
        Mark(start=start + sentence_start, end=end + sentence_start, pattern=pattern)
        for sentence_start, sentence in _sentences(plain)
        for pattern in known
        for start, end in _matches(pattern, sentence)
    ]
    return tuple(_apart(sorted(found, key=lambda mark: (mark.start, -mark.end))))


def check_pattern(pattern: Pattern) -> None:
    """Raises PatternError when a pattern or one of its exceptions cannot be read."""
    for words in (*pattern.words, *pattern.unless):
        _compiled(words)


def _plain(text: str) -> str:
    """Lower case without accents, character for character, so that places in it are places in the text."""
    return "".join((unicodedata.normalize("NFD", letter.lower())[:1] or letter) for letter in text.replace("’", "'"))


def _without_quotes(plain: str) -> str:
    """Words quoted from others become blanks of the same length."""
    for quoting in (QUOTED, TOLD_BY_OTHERS):
        plain = quoting.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), plain)
    return plain


def _sentences(plain: str) -> Iterable[tuple[int, str]]:
    """Each sentence with its mark at the end, and where it starts."""
    for match in re.finditer(r"[^.!?\n]+[.!?]*", plain):
        yield match.start(), match.group()


def _matches(pattern: Pattern, sentence: str) -> Iterable[tuple[int, int]]:
    if any(_find(words, sentence) is not None for words in pattern.unless):
        return ()
    return [place for words in pattern.words if (place := _find(words, sentence)) is not None]


def _find(words: str, sentence: str) -> tuple[int, int] | None:
    expression, asks = _compiled(words)
    if asks and not _may_be_question(sentence):
        return None
    match = expression.search(sentence)
    return None if match is None else match.span("words")


def _may_be_question(sentence: str) -> bool:
    """With a question mark, or without any mark at the end: many people leave it out."""
    return not sentence.rstrip().endswith((".", "!"))


def _apart(marks: Iterable[Mark]) -> Iterable[Mark]:
    end = -1
    for mark in marks:
        if mark.start >= end:
            yield mark
            end = mark.end


@lru_cache(maxsize=2000)
def _compiled(words: str) -> tuple[re.Pattern[str], bool]:
    """A pattern as an expression, and whether it asks for a question. Every repetition in it is bounded."""
    if len(words) > LONGEST_PATTERN:
        raise PatternError("Dit patroon is te lang. Maak er twee van.")
    plain = _plain(words).strip()
    anchored, asks = plain.startswith("^"), plain.endswith("?")
    pieces = plain.removeprefix("^").removesuffix("?").split()
    if not any(re.match(r"[\w(]", piece) for piece in pieces):
        raise PatternError("Schrijf minstens één woord.")
    if pieces[0] == "..." or pieces[-1] == "...":
        raise PatternError("Begin en eindig met een woord, niet met puntjes.")
    body, first = "", True
    for piece in pieces:
        body += _piece(piece, first)
        first = first and (piece == "..." or piece.startswith("("))
    return re.compile((BEGINS if anchored else r"(?<!\w)") + rf"(?P<words>{body})(?!\w)"), asks


def _piece(piece: str, first: bool) -> str:
    """One piece with the gap before it; before the first word there is none."""
    before = "" if first else GAP
    if piece == "...":
        return rf"(?:{GAP}{WORD}){{0,{SKIPPED_WORDS}}}?"
    if piece.startswith("(") and piece.endswith(")"):
        inner = _choice(piece[1:-1])
        return rf"(?:{inner}{GAP})?" if first else rf"(?:{before}{inner})?"
    return before + _choice(piece)


def _choice(piece: str) -> str:
    words = piece.split("/")
    if not all(re.fullmatch(r"[\w'-]+\*?", word) for word in words):
        raise PatternError(said(UNREADABLE, piece=piece))
    return (
        "(?:" + "|".join(re.escape(word.removesuffix("*")) + (r"[\w'-]*" if word.endswith("*") else "") for word in words) + ")"
    )
