"""My skills over time: per month what was chosen of what could be. Nothing is called weak, and under five chances nothing is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gehoord.core.prepared import add_up
from learning.engine.chances import chances
from learning.engine.scenario import Scenario
from learning.engine.skills import OPENING, SKILLS

from .own_models import SkillMonth

ENOUGH = 5
"""Chances under which nothing is said of a skill."""
MONTHS = 6


def count_skills(*, user: Any, scenario: Scenario, answers: Sequence[str], on: date) -> None:
    """Add a finished conversation to the month it was finished in: one query."""
    chosen, offered = chances(scenario, answers)
    rows = {skill: {"offered": times, "chosen": chosen[skill]} for skill, times in offered.items()}
    add_up(SkillMonth, key={"user": user.pk, "month": on.replace(day=1)}, rows=rows, by="skill")


@dataclass(frozen=True, kw_only=True)
class Month:
    first_day: date
    chosen: int
    offered: int


@dataclass(frozen=True, kw_only=True)
class SkillOverTime:
    """One skill: its months, newest last, and all of them together."""

    key: str
    name: str
    definition: str
    example: str
    months: Sequence[Month]

    @property
    def chosen(self) -> int:
        return sum(month.chosen for month in self.months)

    @property
    def offered(self) -> int:
        return sum(month.offered for month in self.months)

    @property
    def is_enough(self) -> bool:
        return self.offered >= ENOUGH

    @property
    def percent(self) -> int:
        return round(100 * self.chosen / self.offered) if self.offered else 0


def skills_of(user: Any, *, language: str, since: date | None = None) -> list[SkillOverTime]:
    """Every opening skill that there was a chance for, by name; one query."""
    rows: dict[str, list[Month]] = defaultdict(list)
    kept = SkillMonth.objects.filter(user=user, **({"month__gte": since} if since else {})).order_by("month")
    for row in kept:
        rows[row.skill].append(Month(first_day=row.month, chosen=row.chosen, offered=row.offered))
    found = [_skill(key, months[-MONTHS:], language) for key, months in rows.items() if key in SKILLS]
    return sorted(found, key=lambda skill: skill.name)


def skill_to_practise(user: Any, *, picked: str) -> str:
    """The skill for a refresher: of those with enough chances the one used least; until then the picked one, or acknowledging."""
    enough = [skill for skill in skills_of(user, language="nl") if skill.is_enough]
    if enough:
        return min(enough, key=lambda skill: (skill.chosen / skill.offered, skill.key)).key
    return picked if picked in OPENING else "acknowledging"


def names_of_skills(language: str) -> Mapping[str, str]:
    """The skills that open a conversation, by key, to pick one from."""
    return {key: SKILLS[key].nl if language == "nl" else SKILLS[key].en for key in sorted(OPENING)}


def _skill(key: str, months: Sequence[Month], language: str) -> SkillOverTime:
    skill = SKILLS[key]
    return SkillOverTime(
        key=key, name=skill.nl if language == "nl" else skill.en, definition=skill.definition if language == "nl" else "",
        example=skill.examples[0] if language == "nl" else "", months=months,
    )  # fmt: skip
