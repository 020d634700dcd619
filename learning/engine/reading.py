"""A scenario from plain dictionaries (`scenario_from_dict`). Rules about content are checked by `validation`, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .plain import Fields, ScenarioFormatError
from .said import said
from .scenario import (
    CHAIRS,
    DEEDS,
    ENDING_KINDS,
    FORMAT,
    GROUNDS,
    KINDS,
    PARTNERS,
    POINT_KINDS,
    SAY_FIRST,
    SPEAKERS,
    Accepted,
    Ending,
    Fact,
    GiveBack,
    Line,
    Moment,
    Person,
    Point,
    Reaction,
    Reply,
    Scenario,
    SecondReader,
    VisibleState,
    When,
    clamp,
)

__all__ = ["ScenarioFormatError", "scenario_from_dict"]


def scenario_from_dict(data: Any) -> Scenario:
    """Read a scenario. Raises ScenarioFormatError with a place and a plain sentence."""
    if not isinstance(data, dict):
        raise ScenarioFormatError("", "Dit is geen gesprek: begin met format, title en moments.")
    fields = Fields(data, "")
    if fields.text("format", FORMAT) != FORMAT:
        raise ScenarioFormatError("format", said("Dit formaat ken ik niet. Verwacht: %(format)s.", format=FORMAT))
    moments = _moments(fields.rows("moments"))
    partner = fields.one_of("with", PARTNERS, "student")
    scenario = Scenario(
        slug=fields.text("slug"),
        title=fields.text("title"),
        cast=_cast(fields, partner),
        partner=partner,
        kind=fields.one_of("kind", KINDS, "conversation"),
        start=fields.text("start", next(iter(moments))),
        moments=moments,
        openness=clamp(fields.whole("openness", 5)),
        theme=fields.text("theme", ""),
        grounds=fields.words("grounds", GROUNDS),
        content_notice=fields.text("content_notice", ""),
        swap_with=fields.words("swap_with"),
        minutes=fields.whole("minutes", 8),
        role=fields.one_of("role", CHAIRS, "teacher"),
        setting=fields.text("setting", ""),
        states=_states(fields.rows("states")),
        facts=_facts(fields.rows("facts")),
        take_along=fields.text("take_along", ""),
        accepted=_accepted(fields.rows("accepted")),
        second_reader=_second_reader(fields),
    )
    fields.done()
    return scenario


def _cast(fields: Fields, partner: str) -> dict[str, Person]:
    """Who is in it: ``student`` by itself, others under ``cast``. Whom the learner talks with must have a name."""
    cast: dict[str, Person] = {}
    if fields.has("cast"):
        others = Fields(fields.raw("cast"), "cast")
        for speaker in PARTNERS:
            if others.has(speaker):
                cast[speaker] = _person(others.raw(speaker), f"cast, {speaker}")
        others.done()
    if fields.has("student"):
        cast["student"] = _person(fields.raw("student"), "student")
    if partner not in cast:
        raise ScenarioFormatError(partner, "Vul in met wie de deelnemer praat: een name, en als je wilt age en about.")
    return cast


def _person(data: Any, place: str) -> Person:
    fields = Fields(data, place)
    person = Person(name=fields.text("name"), age=fields.number("age"), about=fields.text("about", ""))
    fields.done()
    return person


def _states(rows: Iterable[Any]) -> tuple[VisibleState, ...]:
    found = []
    for number, row in enumerate(rows, 1):
        fields = Fields(row, f"states, regel {number}")
        found.append(VisibleState(at_least=fields.whole("from", 0), text=fields.text("text")))
        fields.done()
    return tuple(sorted(found, key=lambda state: state.at_least))


def _facts(rows: Iterable[Any]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for number, row in enumerate(rows, 1):
        key = Fields(row, f"facts, regel {number}").text("key")
        fields = Fields(row, f"feit {key}")
        if fields.text("key") in facts:
            raise ScenarioFormatError(f"feit {key}", "Dit feit staat er twee keer.")
        facts[key] = Fact(key=key, text=fields.text("text"), invites=fields.text("invites", ""), when=_when(fields))
        fields.done()
    return facts


def _accepted(rows: Iterable[Any]) -> tuple[Accepted, ...]:
    found = []
    for number, row in enumerate(rows, 1):
        fields = Fields(row, f"accepted, regel {number}")
        found.append(Accepted(code=fields.text("code"), reason=fields.text("reason", ""), place=fields.text("place", "")))
        fields.done()
    return tuple(found)


def _second_reader(outer: Fields) -> SecondReader | None:
    if not outer.has("second_reader"):
        return None
    fields = Fields(outer.raw("second_reader"), "second_reader")
    reader = SecondReader(name=fields.text("name"), date=fields.text("date"), checked=fields.words("checked"))
    fields.done()
    return reader


def _moments(rows: Iterable[Any]) -> dict[str, Moment]:
    moments: dict[str, Moment] = {}
    for number, row in enumerate(rows, 1):
        key = Fields(row, f"moments, nummer {number}").text("key")
        if key in moments:
            raise ScenarioFormatError(f"moment {key}", "Dit moment staat er twee keer.")
        moments[key] = _moment(row, key)
    if not moments:
        raise ScenarioFormatError("moments", "Een gesprek heeft minstens één moment nodig.")
    return moments


def _moment(row: Any, key: str) -> Moment:
    place = f"moment {key}"
    fields = Fields(row, place)
    fields.text("key")
    moment = Moment(
        key=key,
        lines=_lines(fields, place),
        replies=_replies(fields.rows("replies"), place),
        tells=fields.words("tells"),
        say_first=_say_first(fields),
        give_back=_give_back(fields.raw("give_back"), place) if fields.has("give_back") else None,
        hint=fields.text("hint", ""),
        refusal=fields.yes("refusal"),
        ending=_ending(fields.raw("ending"), place) if fields.has("ending") else None,
    )
    fields.done()
    return moment


def _say_first(fields: Fields) -> str:
    """ "write", "aloud" or nothing; true is read as "write"."""
    value = fields.raw("say_first")
    if isinstance(value, bool):
        return "write" if value else ""
    return fields.one_of("say_first", SAY_FIRST, "")


def _lines(outer: Fields, place: str) -> tuple[Line, ...]:
    return tuple(_line(row, f"{place}, zin {number}") for number, row in enumerate(outer.rows("lines"), 1))


def _line(row: Any, place: str) -> Line:
    fields = Fields(row, place)
    line = Line(
        speaker=fields.one_of("speaker", SPEAKERS, "student"),
        text=fields.text("text"),
        visible=fields.text("visible", ""),
        thought=fields.text("thought", ""),
        tells=fields.text("tells", ""),
        when=_when(fields),
        aside=fields.yes("aside"),
    )
    fields.done()
    return line


def _when(outer: Fields) -> When:
    if not outer.has("when"):
        return When()
    fields = Fields(outer.raw("when"), outer.place)
    when = When(
        openness_min=fields.number("openness_min"),
        openness_max=fields.number("openness_max"),
        visited=fields.words("visited"),
        told=fields.words("told"),
        untold=fields.words("untold"),
        used=fields.words("used"),
        clear_of=fields.words("clear_of"),
        owing=fields.words("owing"),
    )
    fields.done()
    return when


def _replies(rows: Iterable[Any], place: str) -> tuple[Reply, ...]:
    replies: dict[str, Reply] = {}
    for number, row in enumerate(rows, 1):
        key = Fields(row, f"{place}, antwoord {number}").text("key")
        where = f"{place}, antwoord {key}"
        if key in replies:
            raise ScenarioFormatError(where, "Dit antwoord staat er twee keer.")
        replies[key] = _reply(row, key, where)
    return tuple(replies.values())


def _reply(row: Any, key: str, place: str) -> Reply:
    fields = Fields(row, place)
    fields.text("key")
    reply = Reply(
        key=key,
        text=fields.text("text"),
        skills=fields.words("skills"),
        openness=fields.whole("openness", 0),
        feedback=fields.text("feedback", ""),
        next=fields.text("next", ""),
        when=_when(fields),
        once=fields.yes("once"),
        note=fields.text("note", ""),
        silent=fields.yes("silent"),
        presses_on=fields.yes("presses_on"),
        does=fields.words("does", DEEDS),
    )
    fields.done()
    return reply


def _give_back(data: Any, place: str) -> GiveBack:
    where = f"{place}, teruggeven"
    fields = Fields(data, where)
    points: dict[str, Point] = {}
    for number, row in enumerate(fields.rows("points"), 1):
        one = Fields(row, f"{where}, punt {number}")
        key = one.text("key")
        if key in points or key in POINT_KINDS:
            raise ScenarioFormatError(one.place, "Dit punt staat er twee keer, of het heet als een soort. Kies een andere key.")
        points[key] = Point(key=key, kind=one.one_of("kind", POINT_KINDS), text=one.text("text"))
        one.done()
    reactions: dict[str, Reaction] = {}
    for number, row in enumerate(fields.rows("reactions"), 1):
        key = Fields(row, f"{where}, reactie {number}").text("key")
        if key in reactions:
            raise ScenarioFormatError(f"{where}, reactie {key}", "Deze reactie staat er twee keer.")
        reactions[key] = _reaction(row, key, f"{where}, reactie {key}")
    fields.done()
    return GiveBack(points=tuple(points.values()), reactions=tuple(reactions.values()))


def _reaction(row: Any, key: str, place: str) -> Reaction:
    fields = Fields(row, place)
    fields.text("key")
    reaction = Reaction(
        key=key,
        ticked=fields.words("ticked"),
        openness=fields.whole("openness", 0),
        feedback=fields.text("feedback", ""),
        next=fields.text("next", ""),
        skills=fields.words("skills") or ("giving_back",),
        lines=_lines(fields, place),
        note=fields.text("note", ""),
    )
    fields.done()
    return reaction


def _ending(data: Any, place: str) -> Ending:
    fields = Fields(data, place)
    ending = Ending(
        kind=fields.one_of("kind", ENDING_KINDS),
        heading=fields.text("heading"),
        who_decides=fields.text("who_decides", ""),
        summary=fields.text("summary", ""),
        quiet=fields.yes("quiet"),
    )
    fields.done()
    return ending
