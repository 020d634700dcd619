"""Random conversations that hold one of everything and have no errors, and faults to plant in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from learning.engine.skills import CLOSING, SKILLS

SKILL = sorted(SKILLS)
SHUT = sorted(CLOSING)


def _when(keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "openness_min": st.integers(0, 10),
            "openness_max": st.integers(0, 10),
            "visited": st.lists(st.sampled_from(keys), max_size=1),
            "told": st.lists(st.just("feit"), max_size=1),
            "untold": st.lists(st.just("feit"), max_size=1),
            "used": st.lists(st.sampled_from(SKILL), max_size=1),
            "clear_of": st.lists(st.sampled_from(SHUT), max_size=2),
            "owing": st.lists(st.sampled_from(SHUT), max_size=2),
        },
    )


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    """A chain of moments that always leads on to an ending, with side ways, conditions, memory and giving back on top."""
    count = draw(st.integers(2, 6))
    keys = [f"m{number}" for number in range(count)]
    moments = [draw(_moment(number, keys)) for number in range(count)]
    facts = [{"key": "feit", "text": "Wat erachter zit.", "invites": "Vertel eens."}]
    moments[0]["lines"].append({"text": "Dit is wat erachter zit.", "tells": "feit"})
    return {
        "slug": "willekeurig",
        "title": "Willekeurig",
        "student": {"name": "Noor"},
        "openness": draw(st.integers(0, 10)),
        "facts": facts,
        "start": "m0",
        "moments": [*moments, _ending("einde", "good")],
    }


def _ending(key: str, kind: str) -> dict[str, Any]:
    return {"key": key, "lines": [{"text": "Dag."}], "ending": {"kind": kind, "heading": "Zo ging het.", "who_decides": "Noor"}}


@st.composite
def _moment(draw: st.DrawFn, number: int, keys: list[str]) -> dict[str, Any]:
    following = keys[number + 1] if number + 1 < len(keys) else "einde"
    moment: dict[str, Any] = {
        "key": keys[number],
        "lines": [{"text": "Zin."}],
        "refusal": draw(st.booleans()),
        "say_first": draw(st.sampled_from(["", "write", "aloud"])),
    }
    if draw(st.integers(0, 3)) == 0:
        points = [{"key": f"p{n}", "kind": kind, "text": "x"} for n, kind in enumerate(("fact", "feeling", "wish"))]
        reactions = [
            {"key": "alles", "ticked": ["fact", "wish"], "openness": draw(st.integers(0, 3)), "feedback": "x", "next": draw(st.sampled_from([*keys, "einde"]))},
            {"key": "rest", "ticked": [], "openness": draw(st.integers(-3, 0)), "feedback": "x", "next": following},
        ]  # fmt: skip
        return {**moment, "give_back": {"points": points, "reactions": reactions}}
    replies = [
        {
            "key": "verder",
            "text": "Verder.",
            "skills": ["listening"],
            "openness": draw(st.integers(-3, 3)),
            "feedback": "x",
            "next": following,
        }
    ]
    for index in range(draw(st.integers(0, 3))):
        replies.append(
            {
                "key": f"a{index}", "text": "Anders.", "skills": draw(st.lists(st.sampled_from(SKILL), min_size=1, max_size=2)),
                "openness": draw(st.integers(-4, -1)), "feedback": "x", "next": draw(st.sampled_from([*keys, "einde"])),
                "once": draw(st.booleans()), "presses_on": draw(st.booleans()),
            }
        )  # fmt: skip
    return {**moment, "replies": replies}


@st.composite
def wild_graphs(draw: st.DrawFn) -> dict[str, Any]:
    """The same with conditions anywhere: these may have errors, and must still be safe to play."""
    data = draw(graphs())
    keys = [moment["key"] for moment in data["moments"]]
    data["facts"][0]["when"] = draw(_when(keys))
    for moment in data["moments"]:
        for reply in moment.get("replies", []):
            if draw(st.booleans()):
                reply["when"] = draw(_when(keys))
        if draw(st.booleans()):
            moment["lines"].append({"text": "Soms.", "when": draw(_when(keys))})
    return data


# ---------------------------------------------------------------- faults: each takes a graph without errors and a moment
Plant = Callable[[dict[str, Any], dict[str, Any]], None]


def _steps(moment: dict[str, Any]) -> list[dict[str, Any]]:
    return moment.get("replies") or moment["give_back"]["reactions"]


def _loop(data: dict[str, Any], moment: dict[str, Any]) -> None:
    moment.pop("give_back", None)
    moment["replies"] = [
        {"key": key, "text": "x", "skills": ["listening"], "feedback": "x", "next": moment["key"]} for key in ("een", "twee")
    ]


def _shut(data: dict[str, Any], moment: dict[str, Any]) -> None:
    moment.pop("give_back", None)
    moment["replies"] = [
        {"key": "nooit", "text": "x", "skills": ["listening"], "feedback": "x", "next": "einde", "when": {"openness_min": 10, "openness_max": 0}}
    ]  # fmt: skip


def _reward(data: dict[str, Any], moment: dict[str, Any]) -> None:
    moment.pop("give_back", None)
    moment["refusal"] = True
    moment["replies"] = [
        {"key": "door", "text": "x", "skills": ["doubting"], "openness": 1, "feedback": "x", "next": "einde"},
        {"key": "stil", "text": "x", "skills": ["listening"], "feedback": "x", "next": "einde"},
    ]


FAULTS: dict[str, Plant] = {
    "unreachable": lambda d, m: d["moments"].append({**d["moments"][-1], "key": "los", "ending": None, "replies": [
        {"key": "a", "text": "x", "skills": ["listening"], "feedback": "x", "next": "einde"}]}),
    "ending-unreachable": lambda d, m: d["moments"].append(_ending("ander", "mixed")),
    "dead-end": lambda d, m: (m.pop("give_back", None), m.update(replies=[])),
    "no-target": lambda d, m: _steps(m)[0].update(next=""),
    "unknown-target": lambda d, m: _steps(m)[0].update(next="nergens"),
    "no-feedback": lambda d, m: _steps(m)[-1].update(feedback=""),
    "no-skill": lambda d, m: (_loop(d, m), m["replies"][0].update(skills=[])),
    "no-way-out": _loop,
    "no-open-reply": _shut,
    "never-open": _shut,
    "never-told": lambda d, m: d["facts"].append({"key": "nooit", "text": "x", "invites": "x"}),
    "never-said": lambda d, m: m["lines"].append({"text": "Nooit.", "when": {"openness_min": 10, "openness_max": 0}}),
    "rewards-pressing": _reward,
    "ending-with-replies": lambda d, m: m.update(ending=_ending("x", "good")["ending"]),
    "no-line": lambda d, m: m.update(lines=[]),
}  # fmt: skip
