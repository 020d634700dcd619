"""Twee 3 and Twine 2 HTML as a list of passages. Whatever comes in gives passages and findings with lines, never an error.

Sources: the Twee 3 and Twine 2 HTML specifications of the Interactive Fiction Technology Foundation
(https://github.com/iftechfoundation/twine-specs).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _

from learning.catalogue.script import ScriptFinding

MOST_CHARACTERS = 2_000_000
MOST_PASSAGES = 2_000
# Passages that hold no part of the story: named so by Twine and its formats.
SPECIAL_NAMES = frozenset({
    "StoryTitle", "StoryData", "StoryAuthor", "StorySubtitle", "StoryMenu", "StorySettings", "StoryIncludes", "StoryInit",
    "StoryBanner", "StoryCaption", "StoryDisplayTitle", "StoryInterface", "StoryShare", "StoryStylesheet", "StoryScript",
    "PassageHeader", "PassageFooter", "PassageReady", "PassageDone", "UserScript", "UserStylesheet",
})  # fmt: skip
SPECIAL_TAGS = frozenset({
    "script", "stylesheet", "widget", "header", "footer", "startup", "Twine.private", "Twine.image", "Twine.audio",
    "Twine.video", "annotation", "debug-header", "debug-footer", "debug-startup", "init",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Passage:
    """``line`` is that of its header, ``body`` begins on the line after it."""

    name: str
    tags: Sequence[str]
    metadata: Mapping[str, Any]
    body: str
    line: int

    @property
    def is_story(self) -> bool:
        """Whether a reader reads it: not a title, a script, a style, a macro."""
        return self.name not in SPECIAL_NAMES and not SPECIAL_TAGS & set(self.tags)


@dataclass(kw_only=True)
class Story:
    title: str = ""
    start: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    findings: list[ScriptFinding] = field(default_factory=list)

    def find(self, line: int | None, sentence: str, severity: str = "warning") -> None:
        self.findings.append(ScriptFinding(line=line, severity=severity, sentence=sentence))


def read_twee(text: str) -> Story:
    """The passages of a Twee text, version 1 to 3."""
    story = Story()
    if _too_long(story, text):
        return story
    header: tuple[str, int] | None = None
    body: list[str] = []
    lines = re.split(r"\r\n|\n|\r", text.removeprefix("﻿"))
    for number, line in enumerate(lines, 1):
        if line.startswith("::"):
            _add(story, header, body)
            header, body = (line, number), []
        elif header is not None:
            body.append(line[1:] if line.startswith("\\::") else line)
        elif line.strip() and not story.findings:
            story.find(number, _("Deze tekst staat voor de eerste passage en is overgeslagen."))
    _add(story, header, body)
    if not story.passages:
        story.find(1, _("Hier staat geen enkele passage. Een passage begint met twee dubbele punten en een naam."), "error")
    return _settled(story)


def _too_long(story: Story, text: str) -> bool:
    if len(text) > MOST_CHARACTERS:
        story.find(None, _("Dit bestand is te groot voor één gesprek."), "error")
        return True
    return False


def _add(story: Story, header: tuple[str, int] | None, body: Sequence[str]) -> None:
    if header is None:
        return
    text, line = header
    name, rest = _name(text[2:])
    tags, rest = _tags(rest, story, line)
    metadata = _metadata(rest, story, line)
    if not name:
        story.find(line, _("Deze passage heeft geen naam en is overgeslagen."), "error")
    elif any(one.name == name for one in story.passages[-MOST_PASSAGES:]):
        story.find(line, _("De passage “%(name)s” staat er twee keer. De eerste telt.") % {"name": name}, "error")
    elif len(story.passages) >= MOST_PASSAGES:
        if not any(one.line is None for one in story.findings):
            story.find(
                None, _("Er zijn meer dan %(most)s passages. De rest is overgeslagen.") % {"most": MOST_PASSAGES}, "error"
            )
    else:
        story.passages.append(Passage(name=name, tags=tags, metadata=metadata, body="\n".join(body).strip("\n"), line=line))


def _name(text: str) -> tuple[str, str]:
    """The name up to its tags or metadata; a backslash takes away a bracket's meaning."""
    name, at = [], 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            name.append(text[at + 1])
            at += 2
            continue
        if text[at] in "[{" or (text[at] == "<" and re.match(r"<\d+,\d+>\s*$", text[at:])):
            break
        name.append(text[at])
        at += 1
    return "".join(name).strip(), text[at:]


def _tags(text: str, story: Story, line: int) -> tuple[list[str], str]:
    if not text.startswith("["):
        return [], text
    found: list[str] = [""]
    at = 1
    while at < len(text) and text[at] != "]":
        if text[at] == "\\" and at + 1 < len(text):
            found[-1] += text[at + 1]
            at += 1
        elif text[at].isspace():
            found.append("")
        else:
            found[-1] += text[at]
        at += 1
    if at >= len(text):
        story.find(line, _("De tags van deze passage hebben geen sluithaak."))
    return [tag for tag in found if tag], text[at + 1 :].strip()


def _metadata(text: str, story: Story, line: int) -> dict[str, Any]:
    text = text.strip()
    if not text.startswith("{"):
        return {}
    found = _json(text)
    if found is None:
        story.find(line, _("De gegevens achter de naam van deze passage zijn niet te lezen (JSON) en tellen niet mee."))
    return found or {}


def _json(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON, and no database takes them."""
    raise ValueError(constant)


def _settled(story: Story) -> Story:
    """Title, data and the first passage, from the passages that hold them."""
    for passage in story.passages:
        if passage.name == "StoryTitle":
            story.title = passage.body.strip()
        if passage.name == "StoryData":
            found = _json(passage.body)
            if found is None:
                story.find(passage.line, _("StoryData is niet te lezen (JSON) en telt niet mee."))
            story.data = found or {}
    told = [passage for passage in story.passages if passage.is_story]
    wanted = story.start or story.data.get("start")
    if not isinstance(wanted, str) or wanted not in {passage.name for passage in told}:
        if wanted:
            story.find(
                None,
                _("Het begin “%(name)s” is er niet. Het gesprek begint bij de eerste passage.") % {"name": str(wanted)[:80]},
            )
        wanted = next((name for name in ("Start",) if name in {one.name for one in told}), told[0].name if told else "")
    story.start = wanted
    return story


# ---------------------------------------------------------------- Twine 2 HTML
class _TwineParser(HTMLParser):
    def __init__(self, story: Story) -> None:
        super().__init__(convert_charrefs=True)
        self.story = story
        self.start_pid = ""
        self.pids: dict[str, str] = {}
        self.open: dict[str, str] | None = None
        self.line = 0
        self.text: list[str] = []
        self.stories = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "tw-storydata":
            self.stories += 1
            if self.stories == 1:
                self.story.title, self.start_pid = values.get("name", ""), values.get("startnode", "")
        elif tag == "tw-passagedata":
            self._close()
            self.open, self.line, self.text = values, self.getpos()[0], []

    def handle_data(self, data: str) -> None:
        if self.open is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "tw-passagedata":
            self._close()

    def _close(self) -> None:
        if self.open is None:
            return
        values, self.open = self.open, None
        name = values.get("name", "").strip()
        self.pids[values.get("pid", "")] = name
        metadata: dict[str, Any] = {key: values[key] for key in ("position", "size") if key in values}
        if not name or any(one.name == name for one in self.story.passages):
            self.story.find(self.line, _("Een passage zonder naam, of met een naam die er al is, is overgeslagen."), "error")
        elif len(self.story.passages) < MOST_PASSAGES:
            self.story.passages.append(
                Passage(
                    name=name,
                    tags=values.get("tags", "").split(),
                    metadata=metadata,
                    body="".join(self.text).strip("\n"),
                    line=self.line,
                )
            )


def read_twine_html(text: str) -> Story:
    """The passages of a story that Twine 2 published or archived."""
    story = Story()
    if _too_long(story, text):
        return story
    parser = _TwineParser(story)
    try:
        parser.feed(text)
        parser.close()
    except (ValueError, AssertionError, RecursionError):
        story.find(None, _("Een deel van deze HTML is niet te lezen."), "error")
    parser._close()
    if not story.passages:
        story.find(1, _("In deze HTML staat geen verhaal van Twine 2."), "error")
    if parser.stories > 1:
        story.find(None, _("In dit bestand staan meer verhalen. De passages staan nu bij elkaar."))
    story.start = parser.pids.get(parser.start_pid, "")
    return _settled(story)
