"""Writing starts from a script: "Noor: … / Jij: …" becomes moments. What is not a line of it is found by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from learning.engine.scenario import FORMAT

from .scenario_graph import MOST_MOMENTS, Graph, Moment
from .script import ScriptError, ScriptFinding

SPOKEN = re.compile(r"^\s*(?P<name>[^:\n]{1,40}?)\s*:\s*(?P<text>.*\S)?\s*$")
OWN_NAMES = {"jij", "ik", "you", "me", "docent", "mentor", "deelnemer", "learner", "teacher"}
SPEAKERS = {
    "collega": "colleague", "colleague": "colleague", "bedrijf": "company", "stagebedrijf": "company", "praktijkopleider": "company",
    "company": "company", "verteller": "narrator", "narrator": "narrator",
}  # fmt: skip
MOST_LINES = 400


@dataclass(kw_only=True)
class _Reading:
    """What is read so far."""

    student: str = ""
    moments: list[Moment] = field(default_factory=list)

    @property
    def last(self) -> Moment:
        return self.moments[-1]

    def new_moment(self) -> Moment:
        self.moments.append({"key": f"m{len(self.moments) + 1}", "lines": []})
        return self.last


def graph_from_script(text: str) -> Graph:
    """The ideal conversation as a graph. Raises ScriptError with the line that cannot be read.

    Whoever speaks first and is not "Jij", a colleague, the company or the narrator is the student. Several replies in a
    row are choices at one moment, and all lead on; the conversation ends in an ending that still needs its heading.
    """
    reading = _Reading()
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise ScriptError(
            _finding(None, _("Dit zijn meer dan %(most)s regels. Knip het gesprek in stukken.") % {"most": MOST_LINES})
        )
    for number, line in enumerate(lines, 1):
        if line.strip():
            _read_line(reading, number, line)
    if not reading.moments:
        raise ScriptError(
            _finding(None, _("Hier staat nog geen gesprek. Begin een regel met een naam, zoals “Noor: Ik stop ermee.”"))
        )
    return _finished(reading)


def _finding(line: int | None, sentence: str) -> ScriptFinding:
    return ScriptFinding(line=line, severity="error", sentence=sentence)


def _read_line(reading: _Reading, number: int, line: str) -> None:
    spoken = SPOKEN.match(line)
    if spoken is None:
        _continue_line(reading, number, line.strip())
        return
    name, said = spoken.group("name"), spoken.group("text") or ""
    if not said:
        raise ScriptError(_finding(number, _("Na “%(name)s:” staat niets. Schrijf wat er gezegd wordt.") % {"name": name}))
    if name.casefold() in OWN_NAMES:
        _add_reply(reading, said)
        return
    _add_line(reading, number, name, said)


def _continue_line(reading: _Reading, number: int, text: str) -> None:
    """A line without a name belongs to what was said before it."""
    if not reading.moments:
        raise ScriptError(_finding(number, _("Begin met wie er praat en een dubbele punt, zoals “Noor: Ik stop ermee.”")))
    rows: Sequence[dict[str, Any]] = reading.last.get("replies") or reading.last["lines"]
    if not rows:
        raise ScriptError(_finding(number, _("Zeg eerst wie er praat.")))
    rows[-1]["text"] += f"\n{text}"


def _add_reply(reading: _Reading, said: str) -> None:
    moment = reading.last if reading.moments else reading.new_moment()
    replies = moment.setdefault("replies", [])
    replies.append(
        {
            "key": "abcdefghijklmnopqrstuvwxyz"[len(replies) % 26],
            "text": said,
            "skills": [],
            "openness": 0,
            "feedback": "",
            "next": "",
        }
    )


def _add_line(reading: _Reading, number: int, name: str, said: str) -> None:
    if not reading.moments or reading.last.get("replies"):
        reading.new_moment()
    if len(reading.moments) > MOST_MOMENTS:
        raise ScriptError(_finding(number, _("Een gesprek heeft hooguit %(most)s momenten.") % {"most": MOST_MOMENTS}))
    speaker = SPEAKERS.get(name.casefold())
    if speaker is None:
        reading.student = reading.student or name
        if name.casefold() != reading.student.casefold():
            sentence = _(
                "“%(name)s” ken ik niet. De student heet %(student)s; verder kan ook Jij, Collega, Bedrijf of Verteller."
            )
            raise ScriptError(_finding(number, sentence % {"name": name, "student": reading.student}))
        speaker = "student"
    reading.last["lines"].append({"speaker": speaker, "text": said})


def _finished(reading: _Reading) -> Graph:
    """Each reply leads to the next moment; the last moment is the ending."""
    if reading.last.get("replies"):
        reading.new_moment()
    for moment, following in zip(reading.moments, reading.moments[1:], strict=False):
        for reply in moment.get("replies", []):
            reply["next"] = following["key"]
    return {
        "format": FORMAT,
        "student": {"name": reading.student or "Student"},
        "openness": 4,
        "start": "m1",
        "moments": reading.moments,
    }
