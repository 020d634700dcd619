"""A conversation from a file, whatever its form, and back: YAML, JSON, Twee 3, and Twine 2 HTML (in only)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from learning.catalogue.engine_words import worded_place
from learning.catalogue.scenario_check import Placed, check
from learning.catalogue.scenario_graph import Graph, moments_of
from learning.catalogue.script import MOST_CHARACTERS, ScriptError, ScriptFinding, findings_of, read_script, write_script

from .twee import MOST_CHARACTERS as MOST_BYTES
from .twee import Story, read_twee, read_twine_html
from .twee_scenario import graph_of, links_of, story_text

FORMATS = ("yaml", "twee")


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a file holds. ``graph`` is None when nothing of it can be used."""

    title: str
    slug: str
    graph: Graph | None
    findings: Sequence[ScriptFinding]
    passages: int
    links: int

    @property
    def is_usable(self) -> bool:
        return self.graph is not None


def decode(data: bytes) -> str:
    """The text of a file; what is no text becomes a sign that shows it, and the findings say the rest."""
    return data[: MOST_BYTES * 4].decode("utf-8-sig", errors="replace").replace("\x00", "\ufffd")


def read_file(data: bytes, name: str) -> Read:
    """A file that somebody chose; its name only helps to tell what it is."""
    return read_text(decode(data), name)


def read_text(text: str, name: str = "") -> Read:
    """A text in any of the forms. Never raises: what is wrong is a finding."""
    if re.search(r"<tw-(?:storydata|passagedata)\b", text, re.IGNORECASE):
        return _story(read_twine_html(text), name)
    if re.search(r"^::", text, re.MULTILINE) or name.lower().endswith((".twee", ".tw", ".tw2")):
        return _story(read_twee(text), name)
    return _script(text, name)


def _story(story: Story, name: str) -> Read:
    told = [passage for passage in story.passages if passage.is_story]
    if not told:
        return Read(title="", slug="", graph=None, findings=story.findings or [_nothing()], passages=0, links=0)
    graph = clean(graph_of(story))
    title = story.title or str(graph.get("title") or "") or name.rsplit(".", 1)[0] or _("Zonder titel")
    if "title" in graph:
        graph["title"] = title
    lines = {str(moment["key"]): passage.line for moment, passage in zip(graph["moments"], told, strict=True)}
    found = check(graph, title=title, slug=_slug(graph, title)).findings
    findings = [*story.findings, *(_with_line(one, lines.get(one.moment)) for one in found)]
    # Our own fields, broken by hand: then nothing comes in rather than half of it.
    usable = graph if not any(one.code == "unreadable" for one in found) else None
    return Read(
        title=title, slug=_slug(graph, title), graph=usable, findings=findings, passages=len(told), links=links_of(graph)
    )


def _nothing() -> ScriptFinding:
    return ScriptFinding(line=None, severity="error", sentence=_("In dit bestand staat niets dat een gesprek kan worden."))


def _script(text: str, name: str) -> Read:
    empty: dict[str, Any] = {"title": "", "slug": "", "graph": None, "passages": 0, "links": 0}
    if len(text) > MOST_CHARACTERS:
        return Read(
            findings=[ScriptFinding(line=None, severity="error", sentence=_("Dit bestand is te groot voor één gesprek."))],
            **empty,
        )
    try:
        graph = clean(read_script(text))
    except ScriptError as error:
        return Read(findings=[error.finding], **empty)
    title = str(graph.get("title") or "") or name.rsplit(".", 1)[0]
    return Read(
        title=title, slug=_slug(graph, title), graph=graph, findings=findings_of(text, graph), passages=len(moments_of(graph)),
        links=links_of(graph),
    )  # fmt: skip


def _slug(graph: Graph, title: str) -> str:
    return slugify(str(graph.get("slug") or "")) or slugify(title) or "gesprek"


def _with_line(one: Placed, line: int | None) -> ScriptFinding:
    sentence = f"{worded_place(one.place)}: {one.sentence}" if one.place else one.sentence
    return ScriptFinding(line=line, severity=one.severity, sentence=sentence)


def clean(value: Any) -> Any:
    """The same without what a database cannot hold: the sign of nothing, and halves of signs."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign != "\x00" and not "\ud800" <= sign <= "\udfff")
    if isinstance(value, dict):
        return {clean(str(name)): clean(one) for name, one in value.items()}
    if isinstance(value, list):
        return [clean(one) for one in value]
    return value


def write_file(graph: Graph, *, title: str, slug: str, form: str) -> str:
    """The text of a conversation as a file; reading it again gives the same."""
    if form == "twee":
        return story_text(graph, title=title, slug=slug)
    return write_script({**graph, "title": title, "slug": slug})
