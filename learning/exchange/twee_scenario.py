"""Between a story of passages and a conversation. Our own fields travel as metadata of a passage and come back unchanged.

A passage written by us has ``{"gehoord": …}`` behind its name: everything of the moment but the words that stand in the
passage itself. Those are read from the text, so that a line rewritten in Twine is the line that comes in.
"""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from learning.catalogue.scenario_graph import (
    Graph,
    Moment,
    free_reply_key,
    lines_of,
    moments_of,
    people_of,
    reactions_of,
    replies_of,
    start_of,
)
from learning.engine.scenario import FORMAT, SPEAKERS

from .twee import Passage, Story
from .twee_links import links_in, without_links

OURS = "gehoord"
NAMESPACE = uuid.UUID("6f1d2c9a-7f0f-5c52-9a1e-2f7f3f0f9c11")
ENTITY = re.compile(r"&(?:#(\d{1,7})|(amp|lt|gt|quot|nbsp));")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": "\u00a0"}
AWKWARD = re.compile(r"[&<>\[\]|\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff]|^\s|\s$")
BREAK = "<br>"


# ---------------------------------------------------------------- writing
def story_text(graph: Graph, *, title: str, slug: str) -> str:
    """A conversation as Twee 3; `graph_of` gives the same graph back."""
    frame = {name: value for name, value in graph.items() if name != "moments"}
    data = {
        "ifid": str(uuid.uuid5(NAMESPACE, slug)).upper(), "format": "SugarCube", "format-version": "2.36.1",
        "start": start_of(graph), OURS: frame,
    }  # fmt: skip
    parts = [f":: StoryTitle\n{_title(title)}", f":: StoryData\n{json.dumps(data, ensure_ascii=False, indent=2)}"]
    parts += [_passage(graph, moment) for moment in moments_of(graph)]
    return "\n\n\n".join(parts) + "\n"


def _title(title: str) -> str:
    """A title stands as it is, on one line."""
    words = " ".join(title.split())
    return f"\\{words}" if words.startswith("::") else words


def _passage(graph: Graph, moment: Moment) -> str:
    people = people_of(graph)
    kept = {name: deepcopy(value) for name, value in moment.items() if name not in {"key", "lines", "replies"}}
    lines, replies = lines_of(moment), replies_of(moment)
    if "lines" in moment:
        kept["lines"] = [{name: value for name, value in line.items() if name != "text"} for line in lines]
    if "replies" in moment:
        kept["replies"] = [{name: value for name, value in reply.items() if name not in {"text", "next"}} for reply in replies]
    tags = [OURS]
    ending = moment.get("ending")
    if isinstance(ending, dict) and ending.get("kind"):
        tags.append(f"ending-{ending['kind']}")
    body = [f"{_label(line, people)}: {_escaped(str(line.get('text') or ''))}" for line in lines]
    links = [f"[[{_escaped(str(reply.get('text') or ''))}->{_escaped(str(reply.get('next') or ''))}]]" for reply in replies]
    links += [f"[[({one.get('key')})->{_escaped(str(one.get('next') or ''))}]]" for one in reactions_of(moment)]
    header = f":: {_header(str(moment['key']))} [{' '.join(tags)}] {json.dumps({OURS: kept}, ensure_ascii=False)}"
    return "\n\n".join([header + ("\n" + body[0] if body else ""), *body[1:], *(["\n".join(links)] if links else [])])


def _label(line: Mapping[str, Any], people: Mapping[str, str]) -> str:
    speaker = str(line.get("speaker") or "student")
    return re.sub(r"[:\n\[\]]", " ", people.get(speaker, speaker)).strip() or speaker


def _header(name: str) -> str:
    return re.sub(r"([\\\[\]{}])", r"\\\1", name)


def _escaped(text: str) -> str:
    """A text on one line that no story format takes for a link or a macro."""
    escaped = AWKWARD.sub(
        lambda match: (
            f"&#{ord(match.group(0))};"
            if match.group(0) not in "&<>"
            else {"&": "&amp;", "<": "&lt;", ">": "&gt;"}[match.group(0)]
        ),
        text,
    )
    return escaped.replace("\n", BREAK)


def _unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        if match.group(2):
            return NAMED[match.group(2)]
        number = int(match.group(1))
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match.group(0)

    return ENTITY.sub(one, text.replace(BREAK, "\n"))


# ---------------------------------------------------------------- reading
def graph_of(story: Story) -> Graph:
    """The conversation in a story; what cannot be used is a finding with its line."""
    told = [passage for passage in story.passages if passage.is_story]
    keys = _keys(told)
    frame = story.data.get(OURS)
    graph: Graph = dict(frame) if isinstance(frame, dict) else {}
    graph.pop("moments", None)
    graph.setdefault("format", FORMAT)
    if not isinstance(frame, dict):
        graph |= {"student": {"name": "Student"}, "openness": 5, "start": keys.get(story.start, "")}
    graph["moments"] = [_moment(story, passage, keys) for passage in told]
    return graph


def _keys(told: list[Passage]) -> dict[str, str]:
    """A key for each passage's name: its own where it came from us, else a plain one made from the name."""
    keys: dict[str, str] = {}
    taken: set[str] = {passage.name for passage in told if OURS in passage.metadata}
    for passage in told:
        if OURS in passage.metadata:
            keys[passage.name] = passage.name
            continue
        plain = unicodedata.normalize("NFKD", passage.name).encode("ascii", "ignore").decode()
        wanted = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40] or "m"
        key, number = wanted, 2
        while key in taken:
            key, number = f"{wanted}-{number}", number + 1
        taken.add(key)
        keys[passage.name] = key
    return keys


def _moment(story: Story, passage: Passage, keys: Mapping[str, str]) -> Moment:
    ours = passage.metadata.get(OURS)
    return _our_moment(story, passage, ours, keys) if isinstance(ours, dict) else _foreign_moment(story, passage, keys)


def _our_moment(story: Story, passage: Passage, ours: Mapping[str, Any], keys: Mapping[str, str]) -> Moment:
    moment: Moment = {"key": keys[passage.name], **deepcopy(dict(ours))}
    words, links = _words_and_links(passage.body)
    if "lines" in moment or words:
        rows = _rows(moment.get("lines"))
        moment["lines"] = [_line(text, rows[n] if n < len(rows) else None, label) for n, (label, text) in enumerate(words)]
    replies, reactions = _rows(moment.get("replies")), reactions_of(moment)
    if len(words) != len(_rows(ours.get("lines"))) or len(links) != len(replies) + len(reactions):
        story.find(passage.line, _("In deze passage zijn zinnen of links bijgekomen of weggehaald. Kijk of alles nog klopt."))
    own = len(links) - len(reactions) if len(links) >= len(reactions) else len(links)
    if "replies" in moment or own:
        taken = {str(reply.get("key")) for reply in replies}
        moment["replies"] = []
        for number, (text, target) in enumerate(links[:own]):
            former = (
                replies[number]
                if number < len(replies)
                else {"key": free_reply_key(taken), "skills": [], "openness": 0, "feedback": ""}
            )
            taken.add(str(former.get("key")))
            moment["replies"].append({**former, "text": text, "next": keys.get(target, target)})
    for reaction, (_text, target) in zip(reactions, links[own:], strict=False):
        reaction["next"] = keys.get(target, target)
    return moment


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _line(text: str, former: Mapping[str, Any] | None, label: str) -> dict[str, Any]:
    if former is not None:
        return {**former, "text": text}
    speaker = label.casefold()
    return {"speaker": speaker if speaker in SPEAKERS else "student", "text": text}


def _words_and_links(body: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The lines ("Noor: …", one a paragraph) and the links (one a line) of a passage of ours."""
    words: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
    for line in body.split("\n"):
        if line.startswith("[[") and line.endswith("]]"):
            text, _arrow, target = line[2:-2].rpartition("->")
            links.append((_unescaped(text), _unescaped(target)))
        elif line.strip():
            label, colon, text = line.partition(":")
            words.append((label.strip(), _unescaped(text.removeprefix(" "))) if colon else ("student", _unescaped(line)))
    return words, links


def _foreign_moment(story: Story, passage: Passage, keys: Mapping[str, str]) -> Moment:
    replies: list[dict[str, Any]] = []
    taken: set[str] = set()
    for link in links_in(passage.body):
        key = free_reply_key(taken)
        taken.add(key)
        target = keys.get(link.target, "")
        if not target:
            line = passage.line + 1 + passage.body[: link.at].count("\n")
            story.find(line, _("Deze link gaat naar “%(name)s”, maar die passage is er niet.") % {"name": link.target[:80]})
        text = _unescaped(link.text) or _("(ga verder)")
        replies.append({"key": key, "text": text, "skills": [], "openness": 0, "feedback": "", "next": target})
    text = _unescaped(without_links(passage.body))
    moment: Moment = {"key": keys[passage.name], "lines": [{"speaker": "narrator", "text": text}] if text else []}
    if replies:
        moment["replies"] = replies
    return moment


def links_of(graph: Graph) -> int:
    """How many links a story of this conversation has."""
    return sum(len(replies_of(moment)) + len(reactions_of(moment)) for moment in moments_of(graph))
