"""A small conversation that holds one of everything, as trainers' text would give it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "format": "gehoord-scenario/1",
    "slug": "noor",
    "title": "Noor wil stoppen",
    "student": {"name": "Noor", "age": 17},
    "openness": 4,
    "states": [{"from": 0, "text": "Noor pakt haar tas"}, {"from": 4, "text": "Noor kijkt je aan"}],
    "facts": [{"key": "naam", "text": "Ze zeggen haar naam niet.", "invites": "Hoe noemen ze je daar?"}],
    "start": "m1",
    "moments": [
        {
            "key": "m1",
            "lines": [{"speaker": "student", "text": "Ik stop ermee.", "thought": "Ze gaat vast zeggen dat ik moet doorzetten."}],
            "replies": [
                {"key": "a", "text": "Wat maakt dat je wilt stoppen?", "skills": ["open_question"], "openness": 2, "feedback": "Ruimte.", "next": "m2"},
                {"key": "b", "text": "Je bent er bijna, zet nog even door!", "skills": ["dismissing"], "openness": -2, "feedback": "Goed bedoeld.", "next": "m3"},
            ],
        },
        {
            "key": "m2",
            "lines": [{"speaker": "student", "text": "Ze noemen me nooit bij mijn naam."}],
            "tells": ["naam"],
            "replies": [
                {"key": "a", "text": "Ze noemen je naam niet.", "skills": ["simple_reflection"], "openness": 1, "feedback": "Terug.", "next": "goed"},
                {"key": "b", "text": "Is dat nou zo erg?", "skills": ["dismissing"], "openness": -3, "feedback": "Dicht.", "next": "m3"},
            ],
        },
        {
            "key": "m3",
            "lines": [{"speaker": "student", "text": "Laat maar."}],
            "replies": [
                {"key": "a", "text": "Sorry, dat ging te snel.", "skills": ["repair"], "openness": 2, "feedback": "Hersteld.", "next": "m2", "once": True},
                {"key": "b", "text": "Oké.", "skills": ["listening"], "openness": 0, "feedback": "Stil.", "next": "vast"},
            ],
        },
        {"key": "goed", "lines": [{"speaker": "student", "text": "Dank u."}], "ending": {"kind": "good", "heading": "Noor kiest zelf.", "who_decides": "Noor"}},
        {"key": "vast", "lines": [{"speaker": "narrator", "text": "Noor gaat."}], "ending": {"kind": "stuck", "heading": "Noor gaat weg."}},
    ],
}  # fmt: skip


def sample(**changes: Any) -> dict[str, Any]:
    """A copy to plant a fault in."""
    return {**deepcopy(SAMPLE), **changes}
