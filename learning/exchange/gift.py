"""Moodle's GIFT: the whole grammar (https://docs.moodle.org/en/GIFT_format), read from a text.

A file is cut into questions first, with the line on which each begins; then each is read by itself, so that one that cannot be
taken never stops the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .found import Found
from .gift_answers import read_answers
from .gift_signs import hide, show, unescaped
from .plain_text import if_html

COMMENT = re.compile(r"^\s*//")
ATTRIBUTE = re.compile(r"\[(id|tag|difficulty|source|unit|case|order|kind):((?:\\\]|[^\]])*)\]")
CATEGORY = re.compile(r"^\s*\$CATEGORY:\s*(.*)$", re.IGNORECASE)
TITLE = re.compile(r"^\s*::(.*?)::", re.DOTALL)
FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
ROOT = {"$course$", "$system$", "$module$", "$cat$", "top", ""}


@dataclass(kw_only=True)
class Chunk:
    """The lines of one question, without comments, and what its comments say about it."""

    line: int
    lines: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read_gift(text: str) -> list[Found]:
    """All questions of a GIFT text, in order; each with its findings."""
    category: tuple[str, ...] = ()
    found: list[Found] = []
    for chunk in chunks(text):
        while chunk.lines and (match := CATEGORY.match(chunk.lines[0])):
            category = names_of(show(hide(match.group(1))))
            chunk.lines.pop(0)
            chunk.line += 1
        if chunk.text.strip():
            found.append(read_question(chunk, category))
    return found


def names_of(path: str) -> tuple[str, ...]:
    """The names of a category, without Moodle's own roots. A slash inside a name is written twice."""
    parts = [part.strip().replace("\0", "/") for part in path.replace("//", "\0").split("/")]
    return tuple(part for part in parts if part.lower() not in ROOT)


def chunks(text: str) -> Iterator[Chunk]:
    """Questions stand apart by an empty line. An empty line between braces belongs to the question when they close."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    chunk: Chunk | None = None
    waiting: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        if COMMENT.match(line):
            attributes = [(name, value.replace("\\]", "]")) for name, value in ATTRIBUTE.findall(line)]
            waiting += attributes
            continue
        if not line.strip():
            if chunk is not None and not _goes_on(chunk, lines[number:]):
                yield chunk
                chunk = None
            elif chunk is not None:
                chunk.lines.append("")
            continue
        if chunk is not None and TITLE.match(line) and _is_whole(chunk):
            yield chunk
            chunk = None
        if chunk is None:
            chunk, waiting = Chunk(line=number, attributes=waiting), []
        chunk.lines.append(line)
    if chunk is not None:
        yield chunk


def _is_whole(chunk: Chunk) -> bool:
    """Whether it has its answers, or a title of its own: then a title begins another question, also without an empty line."""
    opened, closed = len(unescaped(chunk.text, "{")), len(unescaped(chunk.text, "}"))
    return closed >= opened and (opened > 0 or TITLE.match(chunk.text) is not None)


def _goes_on(chunk: Chunk, following: list[str]) -> bool:
    """Whether a brace is open that closes before anything that begins a question."""
    if len(unescaped(chunk.text, "{")) <= len(unescaped(chunk.text, "}")):
        return False
    for line in following[:200]:
        if COMMENT.match(line):
            continue
        if CATEGORY.match(line) or TITLE.match(line) or unescaped(line, "{"):
            return False
        if unescaped(line, "}"):
            return True
    return False


def read_question(chunk: Chunk, category: tuple[str, ...]) -> Found:
    found = Found(line=chunk.line, category=category)
    text = hide(chunk.text)
    if title := TITLE.match(text):
        found.title, text = show(title.group(1)).strip(), text[title.end() :]
    form = "moodle"
    if match := FORMAT.match(text):
        form, text = match.group(1).lower(), text[match.end() :]
    opening, closing = text.find("{"), text.rfind("}")
    if opening < 0 and closing < 0:
        found.skip("Dit is een tekst zonder vraag. Die nemen we niet over.")
        return found
    if opening < 0 or closing < opening:
        found.skip("Hier klopt een accolade niet: { en } horen bij elkaar. Zet er een \\ voor als je het teken zelf bedoelt.")
        return found
    if "{" in text[opening + 1 : closing]:
        found.skip("In deze vraag staan antwoorden op twee plekken. Maak er twee vragen van.")
        return found
    before, answers, after = text[:opening], text[opening + 1 : closing], text[closing + 1 :]
    words, pictures = _question_text(before, after, form)
    if pictures:
        found.note("Een afbeelding uit deze vraag is niet meegekomen. Voeg haar toe in de vragenbank.")
    data = _from_comments(chunk)
    data["text"] = words or found.title
    read_answers(found, data, answers.strip(), form)
    return found


def _question_text(before: str, after: str, form: str) -> tuple[str, int]:
    """The question; where something follows the answers, a gap stands in their place. A loose sign after a whole sentence is none."""
    if not re.search(r"\w", after) and before.rstrip().endswith((".", "?", "!")):
        after = ""
    return if_html(show(f"{before}_____{after}" if after.strip() else before), form)


def _from_comments(chunk: Chunk) -> dict[str, object]:
    """What our own export keeps in comments, where other readers do not trip over it."""
    data: dict[str, object] = {}
    tags = [value for name, value in chunk.attributes if name == "tag"]
    if tags:
        data["tags"] = tags
    for name, value in chunk.attributes:
        if name in {"difficulty", "source", "unit", "kind"}:
            data[name] = value
        elif name == "id":
            data["key"] = value
        elif name == "case":
            data["exact_case"] = value == "exact"
        elif name == "order":
            data["keep_order"] = value == "kept"
    return data
