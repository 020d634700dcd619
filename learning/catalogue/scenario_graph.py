"""A conversation as a trainer edits it: plain data, possibly unfinished. Every change gives a new graph, the old one stays.

The engine reads only what is whole; an editor must bear what is not. Keys that this file does not know are kept.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from learning.engine.scenario import FORMAT

Graph = dict[str, Any]
Moment = dict[str, Any]
WORDS_IN_A_NAME = 8
MOST_MOMENTS = 200


class NoSuchMomentError(LookupError):
    """The graph has no moment of this key: somebody deleted it meanwhile."""


class TooManyMomentsError(ValueError):
    """A conversation has room for MOST_MOMENTS moments."""


def moments_of(graph: Mapping[str, Any]) -> list[Moment]:
    """The moments, in the trainer's order."""
    rows = graph.get("moments")
    return [row for row in rows if isinstance(row, dict) and row.get("key")] if isinstance(rows, list) else []


def replies_of(moment: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = moment.get("replies")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def lines_of(moment: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = moment.get("lines")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def reactions_of(moment: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What may follow after giving back."""
    back = moment.get("give_back")
    rows = back.get("reactions") if isinstance(back, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def steps_of(moment: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Everything that leads on from a moment: replies, or reactions to what was given back."""
    return [*replies_of(moment), *reactions_of(moment)]


def conditions_of(moment: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The conditions on the lines and replies of a moment."""
    rows = [*lines_of(moment), *replies_of(moment), *(line for one in reactions_of(moment) for line in lines_of(one))]
    return [row["when"] for row in rows if isinstance(row.get("when"), dict)]


def facts_of(graph: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = graph.get("facts")
    return [row for row in rows if isinstance(row, dict) and row.get("key")] if isinstance(rows, list) else []


def moment_of(graph: Mapping[str, Any], key: str) -> Moment:
    """Raises NoSuchMomentError."""
    for moment in moments_of(graph):
        if str(moment["key"]) == key:
            return moment
    raise NoSuchMomentError(key)


def people_of(graph: Mapping[str, Any]) -> dict[str, str]:
    """The names of who is in it, by speaker; only those that have one."""
    cast = graph.get("cast")
    people = {"student": graph.get("student"), **(cast if isinstance(cast, dict) else {})}
    return {who: str(person["name"]) for who, person in people.items() if isinstance(person, dict) and person.get("name")}


def start_of(graph: Mapping[str, Any]) -> str:
    """The key of the first moment; empty for an empty graph."""
    moments = moments_of(graph)
    return str(graph.get("start") or (moments[0]["key"] if moments else ""))


def first_words(moment: Mapping[str, Any], most: int = WORDS_IN_A_NAME) -> str:
    """How a moment is recognised: the first words of what is said there; empty where nobody speaks yet."""
    text = next((str(line.get("text") or "") for line in lines_of(moment) if line.get("text")), "")
    words = text.split()
    return " ".join(words[:most]) + ("…" if len(words) > most else "")


def new_graph(student: str = "") -> Graph:
    """An empty conversation with one moment that still has to be written."""
    return {
        "format": FORMAT,
        "student": {"name": student or "Student"},
        "openness": 4,
        "start": "m1",
        "moments": [{"key": "m1", "lines": []}],
    }


def free_key(graph: Mapping[str, Any]) -> str:
    """The next m-number that no moment has."""
    taken = {str(moment["key"]) for moment in moments_of(graph)}
    return next(key for number in range(1, len(taken) + 2) if (key := f"m{number}") not in taken)


def free_reply_key(taken: set[str]) -> str:
    """The next letter that no reply of the moment has (a … z, then aa, ab …)."""
    letters = string.ascii_lowercase
    names = [*letters, *(first + second for first in letters for second in letters)]
    return next(name for name in names if name not in taken)


def with_moment(graph: Graph, key: str, moment: Moment) -> Graph:
    """The graph with this moment in the place of the one with its key."""
    moment_of(graph, key)
    changed = deepcopy(graph)
    changed["moments"] = [moment if str(row["key"]) == key else row for row in moments_of(changed)]
    return changed


def with_new_moment(graph: Graph, *, after: str = "", lines: list[dict[str, Any]] | None = None) -> tuple[Graph, str]:
    """An empty moment more, behind ``after`` (at the end without one); its key. Raises TooManyMomentsError."""
    moments = deepcopy(moments_of(graph))
    if len(moments) >= MOST_MOMENTS:
        raise TooManyMomentsError
    key = free_key(graph)
    place = next((number for number, row in enumerate(moments, 1) if str(row["key"]) == after), len(moments))
    moments.insert(place, {"key": key, "lines": lines or []})
    changed = {**deepcopy(graph), "moments": moments}
    changed.setdefault("start", key)
    return changed, key


def with_copy(graph: Graph, key: str) -> tuple[Graph, str]:
    """The same moment once more, right behind it; nothing leads to the copy yet."""
    changed, copy_key = with_new_moment(graph, after=key)
    copied = {**deepcopy(moment_of(graph, key)), "key": copy_key}
    return with_moment(changed, copy_key, copied), copy_key


def moved(graph: Graph, key: str, by: int) -> Graph:
    """The moment so many places further; at an end it stays. Where the conversation begins does not change."""
    moment = moment_of(graph, key)
    changed = deepcopy(graph)
    moments = [row for row in moments_of(changed) if str(row["key"]) != key]
    place = next(number for number, row in enumerate(moments_of(graph)) if str(row["key"]) == key)
    moments.insert(max(0, min(len(moments), place + by)), deepcopy(moment))
    changed["moments"] = moments
    changed.setdefault("start", start_of(graph))
    return changed


def without_moment(graph: Graph, key: str) -> Graph:
    """The moment gone; replies that led there lead nowhere until the trainer chooses, which the findings then say."""
    moment_of(graph, key)
    changed = deepcopy(graph)
    changed["moments"] = [row for row in moments_of(changed) if str(row["key"]) != key]
    for row in changed["moments"]:
        for step in steps_of(row):
            if step.get("next") == key:
                step["next"] = ""
        for when in conditions_of(row):
            if key in (when.get("visited") or []):
                when["visited"] = [name for name in when["visited"] if name != key]
    if start_of(graph) == key:
        changed["start"] = str(changed["moments"][0]["key"]) if changed["moments"] else ""
    return changed


def starting_at(graph: Graph, key: str) -> Graph:
    """The conversation begins at this moment."""
    moment_of(graph, key)
    return {**deepcopy(graph), "start": key}


def without_fact(graph: Graph, keys: set[str]) -> Graph:
    """These facts gone from the moments that tell them and the conditions that read them."""
    changed = deepcopy(graph)
    for moment in moments_of(changed):
        if moment.get("tells"):
            moment["tells"] = [fact for fact in moment["tells"] if fact not in keys]
        for line in [*lines_of(moment), *(line for one in reactions_of(moment) for line in lines_of(one))]:
            if line.get("tells") in keys:
                del line["tells"]
        for when in conditions_of(moment):
            for name in ("told", "untold"):
                if when.get(name):
                    when[name] = [fact for fact in when[name] if fact not in keys]
    return changed


# ---------------------------------------------------------------- words, for translations and counts
WORDS_OF_FRAME = ("theme", "content_notice", "setting", "take_along")
LINE_WORDS = ("text", "visible", "thought")
STEP_WORDS = ("text", "feedback", "note")
Path = tuple[str, ...]
Place = tuple[Path, dict[str, Any], str]


def words_of(graph: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Everything a reader reads, each with a path that stays the same while the shape does; empty texts are left out."""
    for path, holder, name in _holders(graph):
        text = holder.get(name)
        if isinstance(text, str) and text.strip():
            yield path, text


def with_words(graph: Graph, replace: Callable[[Path, str], str]) -> Graph:
    """The same shape with other words: ``replace(path, text)`` gives each."""
    changed = deepcopy(graph)
    for path, holder, name in _holders(changed):
        text = holder.get(name)
        if isinstance(text, str) and text.strip():
            holder[name] = replace(path, text)
    return changed


def _holders(graph: Mapping[str, Any]) -> Iterator[Place]:
    """(path, dictionary, name) of every place that may hold words. Names of people are not translated."""
    assert isinstance(graph, dict)
    for name in WORDS_OF_FRAME:
        yield ("frame", name), graph, name
    people = {"student": graph.get("student"), **(graph.get("cast") or {})}
    for speaker, person in people.items():
        if isinstance(person, dict):
            yield ("person", speaker, "about"), person, "about"
    for number, state in enumerate(graph.get("states") or []):
        yield ("state", str(number)), state, "text"
    for fact in facts_of(graph):
        for name in ("text", "invites"):
            yield ("fact", str(fact["key"]), name), fact, name
    for moment in moments_of(graph):
        yield from _words_of_moment(("moment", str(moment["key"])), moment)


def _words_of_moment(at: Path, moment: Moment) -> Iterator[Place]:
    yield (*at, "hint"), moment, "hint"
    yield from _words_of_lines(at, lines_of(moment))
    for reply in replies_of(moment):
        for name in STEP_WORDS:
            yield (*at, "reply", str(reply.get("key")), name), reply, name
    back = moment.get("give_back")
    if isinstance(back, dict):
        for point in back.get("points") or []:
            yield (*at, "point", str(point.get("key"))), point, "text"
        for reaction in back.get("reactions") or []:
            here = (*at, "reaction", str(reaction.get("key")))
            for name in ("feedback", "note"):
                yield (*here, name), reaction, name
            yield from _words_of_lines(here, lines_of(reaction))
    ending = moment.get("ending")
    if isinstance(ending, dict):
        for name in ("heading", "who_decides", "summary"):
            yield (*at, "ending", name), ending, name


def _words_of_lines(at: Path, lines: list[dict[str, Any]]) -> Iterator[Place]:
    for number, line in enumerate(lines):
        for name in LINE_WORDS:
            yield (*at, "line", str(number), name), line, name


def name_of_path(graph: Mapping[str, Any], path: Path) -> str:
    """Where a text stands, short: the key of its moment with what it is; "" for what stands around the conversation."""
    return f"{path[1]}" if path[0] == "moment" else ""
