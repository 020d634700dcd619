"""A conversation as readable text (YAML) and back, with findings that say on which line something is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from learning.engine.reading import ScenarioFormatError, scenario_from_dict
from learning.engine.validation import ERROR, validate

from .engine_words import worded, worded_place

MOST_CHARACTERS = 400_000


@dataclass(frozen=True, kw_only=True)
class ScriptFinding:
    """One thing to mend. ``line`` counts from 1; None where it belongs to the whole."""

    line: int | None
    severity: str
    sentence: str

    def __str__(self) -> str:
        return f"Regel {self.line}: {self.sentence}" if self.line else self.sentence


class ScriptError(ValueError):
    """The text cannot be read as a conversation."""

    def __init__(self, finding: ScriptFinding) -> None:
        super().__init__(str(finding))
        self.finding = finding


class _NoAliasLoader(yaml.SafeLoader):
    """Aliases can blow a small text up to gigabytes; nobody needs them here."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.YAMLError(f"alias at line {mark.line + 1}")
        return super().compose_node(parent, index)


def read_script(text: str) -> dict[str, Any]:
    """The graph in a text; raises ScriptError with a line and a plain sentence."""
    if len(text) > MOST_CHARACTERS:
        raise ScriptError(ScriptFinding(line=None, severity=ERROR, sentence="Deze tekst is te lang voor één gesprek."))
    try:
        data = yaml.load(text, Loader=_NoAliasLoader)  # noqa: S506  # nosec B506 - a SafeLoader without aliases
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        sentence = "Hier klopt het inspringen of een leesteken niet."
        raise ScriptError(ScriptFinding(line=line, severity=ERROR, sentence=sentence)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ScriptError(ScriptFinding(line=None, severity=ERROR, sentence="Deze tekst kan niet gelezen worden.")) from error
    try:
        scenario_from_dict(data)
    except ScenarioFormatError as error:
        place = f"{worded_place(error.place)}: " if error.place else ""
        finding = ScriptFinding(line=line_of(text, error.place), severity=ERROR, sentence=f"{place}{worded(error.sentence)}")
        raise ScriptError(finding) from error
    assert isinstance(data, dict)
    return data


def write_script(graph: dict[str, Any]) -> str:
    """A graph as text; reading it again gives the same graph."""
    text: str = yaml.safe_dump(graph, allow_unicode=True, sort_keys=False, width=110)
    # PyYAML writes the "next line" sign as it is and reads it back as a space: then everything beyond ASCII is escaped.
    return yaml.safe_dump(graph, allow_unicode=False, sort_keys=False, width=110) if "\x85" in text else text


def findings_of(text: str, graph: dict[str, Any]) -> list[ScriptFinding]:
    """What validation says of a graph, each with the line in its text."""
    return [
        ScriptFinding(
            line=line_of(text, finding.place),
            severity=finding.severity,
            sentence=f"{worded_place(finding.place)}: {worded(finding.sentence)}",
        )
        for finding in validate(scenario_from_dict(graph))
    ]


def line_of(text: str, place: str) -> int | None:
    """The line at which a place such as "moment m3, antwoord b" stands; None when it cannot be told."""
    moment = re.search(r"moment ([^,\s]+)", place)
    lines = text.splitlines()
    if moment is None:
        return next((number for number, line in enumerate(lines, 1) if line.startswith(f"{place}:")), None)
    found = _find(lines, 0, moment.group(1))
    reply = re.search(r"antwoord (\S+)", place)
    if found is None or reply is None:
        return found
    return _find(lines, found, reply.group(1)) or found


def _find(lines: list[str], after: int, key: str) -> int | None:
    wanted = re.compile(rf"^\s*-?\s*(?:\{{)?\s*key:\s*['\"]?{re.escape(key)}['\"]?\s*(?:[,}}].*)?$")
    return next((number for number, line in enumerate(lines, 1) if number > after and wanted.match(line)), None)
