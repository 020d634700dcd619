"""Links in the text of a passage, as Twine's story formats write them, and the text that remains."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Every repetition has an end: a hostile text must not make the reading of it slow.
LINK = re.compile(r"\[\[(?!\[)(?P<inside>(?:(?!\]\]|\]\[|\[\[)[^\n]){0,1000})(?:\]\[(?:(?!\]\])[^\n]){0,1000})?\]\]")
QUOTED = r"(?:\"(?P<{0}1>[^\"\n]{{0,300}})\"|'(?P<{0}2>[^'\n]{{0,300}})')"
SUGARCUBE = re.compile(r"<<(?:link|button|click)\s+" + QUOTED.format("text") + r"\s+" + QUOTED.format("to") + r"\s*>>")
HARLOWE = re.compile(
    r"\((?:link-?goto|linkgoto|link-reveal-goto)\s*:\s*"
    + QUOTED.format("text")
    + r"(?:\s*,\s*"
    + QUOTED.format("to")
    + r")?\s*\)",
    re.IGNORECASE,
)
GOTO = re.compile(
    r"(?:<<(?:goto|display|include)\s+|\((?:go-?to|display)\s*:\s*)" + QUOTED.format("to") + r"\s*(?:>>|\))", re.IGNORECASE
)
DATA_PASSAGE = re.compile(
    r"<(?:a|button|area)\b[^<>\n]{0,300}?\bdata-passage\s*=\s*"
    + QUOTED.format("to")
    + r"[^<>\n]{0,300}>(?P<text>[^<\n]{0,300})",
    re.IGNORECASE,
)
# Chapbook: {reveal link: 'text', passage: 'name'}, {link to: 'name', label: 'text'}, {embed passage: 'name'}.
CHAPBOOK_REVEAL = re.compile(
    r"\{reveal link\s*:\s*" + QUOTED.format("text") + r"\s*,\s*passage\s*:\s*" + QUOTED.format("to") + r"[^{}\n]{0,200}\}",
    re.IGNORECASE,
)
CHAPBOOK_LINK = re.compile(
    r"\{(?:link to|embed passage(?: named)?)\s*:\s*"
    + QUOTED.format("to")
    + r"(?:\s*,\s*label\s*:\s*"
    + QUOTED.format("text")
    + r")?[^{}\n]{0,200}\}",
    re.IGNORECASE,
)
EXTERNAL = re.compile(r"^(?:https?:|mailto:|ftp:|//|#)", re.IGNORECASE)
# What a story format shows as it stands: brackets in there are no links.
VERBATIM = re.compile(
    r"(`{2,})[^`].{0,1000}?\1|\{\{\{.{0,1000}?\}\}\}|<nowiki>.{0,1000}?</nowiki>|\"\"\".{0,1000}?\"\"\"",
    re.DOTALL | re.IGNORECASE,
)
MACRO = re.compile(r"<<[^<>]{0,2000}>>")  # a list in a macro runs over several lines
TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)
COMMENT = re.compile(r"/\*.{0,1500}?\*/|<!--.{0,1500}?-->", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Link:
    """``at`` is where it begins in the text; ``target`` is a passage's name."""

    text: str
    target: str
    at: int


def links_in(text: str) -> list[Link]:
    """Every link to a passage, in the order of the text; addresses on the web and what is shown as it stands are none."""
    text = VERBATIM.sub(_blank, COMMENT.sub(_blank, text))
    found = [_bracketed(match) for match in LINK.finditer(text)]
    for pattern in (SUGARCUBE, HARLOWE):
        for match in pattern.finditer(text):
            said = _either(match, "text")
            found.append(Link(text=said, target=_either(match, "to") or said, at=match.start()))
    for pattern in (CHAPBOOK_REVEAL, CHAPBOOK_LINK):
        for match in pattern.finditer(text):
            found.append(Link(text=_either(match, "text"), target=_either(match, "to"), at=match.start()))
    for match in GOTO.finditer(text):
        target = _either(match, "to")
        found.append(Link(text="", target=target, at=match.start()))
    for match in DATA_PASSAGE.finditer(text):
        found.append(Link(text=match.group("text").strip(), target=_either(match, "to"), at=match.start()))
    return sorted((link for link in found if not EXTERNAL.match(link.target)), key=lambda link: link.at)


def _blank(match: re.Match[str]) -> str:
    """As long, and with the same lines, so that places stay what they are."""
    return "".join(sign if sign == "\n" else " " for sign in match.group(0))


def without_links(text: str) -> str:
    """What remains for the reader; macros and comments of a story format are left out."""
    for pattern in (COMMENT, LINK, SUGARCUBE, HARLOWE, CHAPBOOK_REVEAL, CHAPBOOK_LINK, GOTO, MACRO):
        text = pattern.sub("", text)
    return re.sub(r"[ \t]+\n", "\n", re.sub(r"\n{3,}", "\n\n", text)).strip()


def _either(match: re.Match[str], name: str) -> str:
    return (match.group(f"{name}1") or match.group(f"{name}2") or "").strip()


def _bracketed(match: re.Match[str]) -> Link:
    """``[[text->target]]`` (the last arrow counts), ``[[target<-text]]`` (the first), ``[[text|target]]`` or ``[[target]]``."""
    inside = match.group("inside")
    if "->" in inside:
        text, _, target = inside.rpartition("->")
    elif "<-" in inside:
        target, _, text = inside.partition("<-")
    elif "|" in inside:
        text, _, target = inside.rpartition("|")
    else:
        text = target = inside
    return Link(text=TAG.sub("", text).strip(), target=target.strip(), at=match.start())
