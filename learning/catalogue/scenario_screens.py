"""What the editor's screens show beside the forms: the list that equals the map, and the skills explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from learning.engine.skills import SKILLS

from .engine_words import worded
from .scenario_check import Check, Placed, name_of
from .scenario_forms import skill_name
from .scenario_graph import moments_of, replies_of, start_of


@dataclass(frozen=True, kw_only=True)
class Way:
    """One reply in the list: where it leads, in words."""

    text: str
    target: str
    target_name: str
    skills: str
    openness: int


@dataclass(frozen=True, kw_only=True)
class Row:
    key: str
    name: str
    is_start: bool
    is_current: bool
    ending: str
    ways: Sequence[Way]
    findings: Sequence[Placed]


def moment_rows(graph: Mapping[str, Any], check: Check, current: str = "") -> list[Row]:
    """The conversation as a list: everything that the map shows."""
    return [
        Row(
            key=str(moment["key"]),
            name=name_of(graph, str(moment["key"])),
            is_start=str(moment["key"]) == start_of(graph),
            is_current=str(moment["key"]) == current,
            ending=ending_name(moment),
            ways=[_way(graph, reply) for reply in replies_of(moment)],
            findings=check.at(str(moment["key"])),
        )
        for moment in moments_of(graph)
    ]


def ending_name(moment: Mapping[str, Any]) -> str:
    """What kind of ending this moment is, in words; empty where the conversation goes on."""
    ending = moment.get("ending")
    kind = ending.get("kind") if isinstance(ending, dict) else ""
    return {"good": _("goed einde"), "mixed": _("half einde"), "stuck": _("vast einde")}.get(str(kind), "")


def _way(graph: Mapping[str, Any], reply: Mapping[str, Any]) -> Way:
    target = str(reply.get("next") or "")
    change = reply.get("openness")
    return Way(
        text=str(reply.get("text") or ""),
        target=target,
        target_name=name_of(graph, target) if target else _("nog niet gekozen"),
        skills=", ".join(skill_name(SKILLS[key]) for key in reply.get("skills") or [] if key in SKILLS),
        openness=change if isinstance(change, int) else 0,
    )


@dataclass(frozen=True, kw_only=True)
class SkillHelp:
    name: str
    definition: str
    examples: Sequence[str]
    near_miss: str


def skill_help() -> list[SkillHelp]:
    """Each skill with its definition, two examples and one near miss, to read beside the form."""
    return [
        SkillHelp(
            name=skill_name(skill), definition=worded(skill.definition), examples=skill.examples, near_miss=skill.near_miss
        )
        for skill in SKILLS.values()
    ]
