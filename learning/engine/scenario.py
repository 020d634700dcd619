"""A conversation as a graph: moments, lines, replies, hidden facts. Read from plain dictionaries, frozen afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "gehoord-scenario/1"
SPEAKERS = ("student", "learner", "colleague", "company", "narrator")
ENDING_KINDS = ("good", "mixed", "stuck")
LOWEST, HIGHEST = 0, 10


class ScenarioFormatError(ValueError):
    """A scenario's text cannot be read. ``place`` says where ("moment m3, reply b"), ``sentence`` what to do."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place}: {sentence}" if place else sentence)
        self.place, self.sentence = place, sentence


@dataclass(frozen=True, kw_only=True)
class When:
    """Conditions of a reply; all that are given must hold."""

    openness_min: int | None = None
    openness_max: int | None = None
    visited: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    used: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == When()


@dataclass(frozen=True, kw_only=True)
class Line:
    speaker: str
    text: str
    visible: str = ""
    thought: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    key: str
    text: str
    skills: tuple[str, ...]
    openness: int
    feedback: str
    next: str
    when: When = When()
    once: bool = False


@dataclass(frozen=True, kw_only=True)
class Ending:
    kind: str
    heading: str
    who_decides: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class Moment:
    key: str
    lines: tuple[Line, ...]
    replies: tuple[Reply, ...] = ()
    tells: tuple[str, ...] = ()
    say_first: bool = False
    ending: Ending | None = None

    def reply(self, key: str) -> Reply | None:
        return next((reply for reply in self.replies if reply.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Fact:
    key: str
    text: str
    invites: str


@dataclass(frozen=True, kw_only=True)
class VisibleState:
    """What one sees of the student from this openness on, in words."""

    at_least: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Scenario:
    slug: str
    title: str
    student: str
    age: int | None
    start: str
    moments: Mapping[str, Moment]
    openness: int = 5
    theme: str = ""
    content_notice: str = ""
    minutes: int = 8
    role: str = "teacher"
    setting: str = ""
    states: tuple[VisibleState, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    take_along: str = ""

    def visible_at(self, openness: int) -> str:
        """The words for what one sees of the student at this openness; empty when none are written."""
        fitting = [state for state in self.states if state.at_least <= openness]
        return max(fitting, key=lambda state: state.at_least).text if fitting else ""


def clamp(openness: int) -> int:
    """Openness stays from 0 to 10."""
    return max(LOWEST, min(HIGHEST, openness))


def scenario_from_dict(data: Mapping[str, Any]) -> Scenario:
    """Read a scenario. Raises ScenarioFormatError with a place and a plain sentence; rules are checked by `validate`."""
    if not isinstance(data, Mapping):
        raise ScenarioFormatError("", "Dit is geen gesprek: begin met format, title en moments.")
    if data.get("format", FORMAT) != FORMAT:
        raise ScenarioFormatError("format", f"Dit formaat ken ik niet. Verwacht: {FORMAT}.")
    moments = _moments(_list(data, "moments", ""))
    start = _text(data, "start", "", default=next(iter(moments), ""))
    student = data.get("student") or {}
    if not isinstance(student, Mapping):
        raise ScenarioFormatError("student", "Schrijf de student als name en age.")
    return Scenario(
        slug=_text(data, "slug", ""),
        title=_text(data, "title", ""),
        student=_text(student, "name", "student"),
        age=_number(student, "age", "student", default=None),
        start=start,
        moments=moments,
        openness=clamp(_number(data, "openness", "", default=5) or 0),
        theme=_text(data, "theme", "", default=""),
        content_notice=_text(data, "content_notice", "", default=""),
        minutes=_number(data, "minutes", "", default=8) or 0,
        role=_text(data, "role", "", default="teacher"),
        setting=_text(data, "setting", "", default=""),
        states=_states(_list(data, "states", "", default=())),
        facts=_facts(_list(data, "facts", "", default=())),
        take_along=_text(data, "take_along", "", default=""),
    )


def _states(rows: Iterable[Any]) -> tuple[VisibleState, ...]:
    found = []
    for number, row in enumerate(rows, 1):
        place = f"states, regel {number}"
        found.append(VisibleState(at_least=_number(_map(row, place), "from", place) or 0, text=_text(row, "text", place)))
    return tuple(sorted(found, key=lambda state: state.at_least))


def _facts(rows: Iterable[Any]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for number, row in enumerate(rows, 1):
        key = _text(_map(row, f"facts, regel {number}"), "key", f"facts, regel {number}")
        place = f"feit {key}"
        if key in facts:
            raise ScenarioFormatError(place, "Dit feit staat er twee keer.")
        facts[key] = Fact(key=key, text=_text(row, "text", place), invites=_text(row, "invites", place, default=""))
    return facts


def _moments(rows: Iterable[Any]) -> dict[str, Moment]:
    moments: dict[str, Moment] = {}
    for number, row in enumerate(rows, 1):
        key = _text(_map(row, f"moments, nummer {number}"), "key", f"moments, nummer {number}")
        if key in moments:
            raise ScenarioFormatError(f"moment {key}", "Dit moment staat er twee keer.")
        moments[key] = _moment(row, key)
    if not moments:
        raise ScenarioFormatError("moments", "Een gesprek heeft minstens één moment nodig.")
    return moments


def _moment(row: Mapping[str, Any], key: str) -> Moment:
    place = f"moment {key}"
    ending = row.get("ending")
    return Moment(
        key=key,
        lines=tuple(
            _line(line, f"{place}, zin {number}") for number, line in enumerate(_list(row, "lines", place, default=()), 1)
        ),
        replies=_replies(_list(row, "replies", place, default=()), place),
        tells=_words(row, "tells", place),
        say_first=bool(row.get("say_first", False)),
        ending=_ending(_map(ending, place), place) if ending is not None else None,
    )


def _line(row: Any, place: str) -> Line:
    row = _map(row, place)
    speaker = _text(row, "speaker", place, default="student")
    if speaker not in SPEAKERS:
        raise ScenarioFormatError(place, f"Spreker “{speaker}” ken ik niet. Kies uit: {', '.join(SPEAKERS)}.")
    return Line(
        speaker=speaker,
        text=_text(row, "text", place),
        visible=_text(row, "visible", place, default=""),
        thought=_text(row, "thought", place, default=""),
    )


def _replies(rows: Iterable[Any], place: str) -> tuple[Reply, ...]:
    replies: dict[str, Reply] = {}
    for number, item in enumerate(rows, 1):
        row = _map(item, f"{place}, antwoord {number}")
        key = _text(row, "key", f"{place}, antwoord {number}")
        where = f"{place}, antwoord {key}"
        if key in replies:
            raise ScenarioFormatError(where, "Dit antwoord staat er twee keer.")
        when = _map(row.get("when") or {}, where)
        replies[key] = Reply(
            key=key,
            text=_text(row, "text", where),
            skills=_words(row, "skills", where),
            openness=_number(row, "openness", where, default=0) or 0,
            feedback=_text(row, "feedback", where, default=""),
            next=_text(row, "next", where, default=""),
            when=When(
                openness_min=_number(when, "openness_min", where, default=None),
                openness_max=_number(when, "openness_max", where, default=None),
                visited=_words(when, "visited", where),
                told=_words(when, "told", where),
                used=_words(when, "used", where),
            ),
            once=bool(row.get("once", False)),
        )
    return tuple(replies.values())


def _ending(row: Mapping[str, Any], place: str) -> Ending:
    kind = _text(row, "kind", place)
    if kind not in ENDING_KINDS:
        raise ScenarioFormatError(place, f"Einde “{kind}” ken ik niet. Kies uit: {', '.join(ENDING_KINDS)}.")
    return Ending(
        kind=kind,
        heading=_text(row, "heading", place),
        who_decides=_text(row, "who_decides", place, default=""),
        summary=_text(row, "summary", place, default=""),
    )


_REQUIRED = object()


def _map(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ScenarioFormatError(place, "Hier hoort een blok met namen en waarden.")
    return value


def _text(data: Mapping[str, Any], name: str, place: str, default: Any = _REQUIRED) -> str:
    value = data.get(name, default)
    if value is _REQUIRED or (default is _REQUIRED and not str(value or "").strip()):
        raise ScenarioFormatError(place or name, f"Vul “{name}” in.")
    if value is not None and not isinstance(value, str | int | float):
        raise ScenarioFormatError(place or name, f"“{name}” moet tekst zijn.")
    return str(value if value is not None else "").strip()


def _number(data: Mapping[str, Any], name: str, place: str, default: Any = _REQUIRED) -> int | None:
    value = data.get(name, default)
    if value is _REQUIRED:
        raise ScenarioFormatError(place or name, f"Vul “{name}” in.")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ScenarioFormatError(place or name, f"“{name}” moet een heel getal zijn.")
    return value


def _list(data: Mapping[str, Any], name: str, place: str, default: Any = _REQUIRED) -> Iterable[Any]:
    value = data.get(name, default)
    if value is _REQUIRED:
        raise ScenarioFormatError(place or name, f"Vul “{name}” in.")
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise ScenarioFormatError(place or name, f"“{name}” moet een lijst zijn.")
    return value


def _words(data: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
    return tuple(str(word) for word in _list(data, name, place, default=()))
