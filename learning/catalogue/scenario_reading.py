"""A path laid out line by line for who reads before learners do, with the remarks that stand at each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Comment

from learning.engine.conversation import replay
from learning.engine.scenario import Line, Scenario
from learning.engine.skills import SKILLS

from .player import message_of
from .scenario_forms import skill_name
from .scenario_graph import lines_of, moments_of, reactions_of, steps_of
from .scenario_paths import Step
from .scenario_services import LINE_PATH

if TYPE_CHECKING:
    from .models import ScenarioPage


@dataclass(frozen=True, kw_only=True)
class ReadLine:
    """One thing that is said on a path. ``place`` is what a remark is kept under."""

    place: str
    moment: str
    name: str
    text: str
    is_own: bool
    details: Sequence[str]
    is_new: bool
    comments: Sequence[Comment] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return self.place.replace("/", "-")


def line_place(moment: str, number: int, reaction: str = "") -> str:
    return f"{moment}/reactie/{reaction}/{number}" if reaction else f"{moment}/zin/{number}"


def reply_place(moment: str, reply: str) -> str:
    return f"{moment}/antwoord/{reply}"


def places_of(graph: Mapping[str, Any]) -> set[str]:
    """Every line and reply of a draft that a remark can stand at."""
    places: set[str] = set()
    for moment in moments_of(graph):
        key = str(moment["key"])
        places |= {line_place(key, number) for number in range(len(lines_of(moment)))}
        places |= {reply_place(key, str(step.get("key"))) for step in steps_of(moment)}
        for reaction in reactions_of(moment):
            places |= {line_place(key, number, str(reaction.get("key"))) for number in range(len(lines_of(reaction)))}
    return places


def comments_of(page: ScenarioPage) -> dict[str, list[Comment]]:
    """Open remarks by place: one query."""
    found: dict[str, list[Comment]] = {}
    rows = Comment.objects.filter(page_id=page.pk, resolved_at__isnull=True, contentpath__startswith=LINE_PATH)
    for comment in rows.select_related("user").order_by("created_at", "pk"):
        found.setdefault(comment.contentpath.removeprefix(LINE_PATH), []).append(comment)
    return found


class _Reader:
    """Lays one path out, knowing what the paths before it showed."""

    def __init__(self, scenario: Scenario, comments: Mapping[str, list[Comment]], before: Sequence[Sequence[Step]]) -> None:
        self.scenario, self.comments = scenario, comments
        self.seen_moments = {step.moment for one in before for step in one}
        self.seen_replies = {(step.moment, step.reply) for one in before for step in one}
        self.places: dict[int, tuple[str, str]] = {}
        for moment in scenario.moments.values():
            for number, line in enumerate(moment.lines):
                self.places[id(line)] = (moment.key, line_place(moment.key, number))
            for reaction in moment.give_back.reactions if moment.give_back else ():
                for number, line in enumerate(reaction.lines):
                    self.places[id(line)] = (moment.key, line_place(moment.key, number, reaction.key))

    def said(self, lines: Sequence[Line]) -> Iterator[ReadLine]:
        for line in lines:
            moment, place = self.places[id(line)]
            message = message_of(self.scenario, line, _("Jij"))
            details = [_("Wat je ziet: %(text)s") % {"text": line.visible}] if line.visible else []
            details += [_("Gedachte: %(text)s") % {"text": line.thought}] if line.thought else []
            yield ReadLine(
                place=place, moment=moment, name=message.name or _("Verteller"), text=line.text, is_own=message.is_own,
                details=details, is_new=moment not in self.seen_moments, comments=self.comments.get(place, []),
            )  # fmt: skip

    def given(self, moment: str, key: str) -> ReadLine:
        here, place = self.scenario.moments[moment], reply_place(moment, key)
        reply = here.reply(key)
        back = here.give_back
        reaction = next((one for one in back.reactions if one.key == key), None) if back is not None else None
        step = reply or reaction
        assert step is not None
        skills = ", ".join(skill_name(SKILLS[one]) for one in step.skills if one in SKILLS)
        return ReadLine(
            place=place, moment=moment, name=_("Jij"), is_own=True, text=reply.text if reply else _("(Vat in eigen woorden samen.)"),
            details=[one for one in (skills, step.feedback) if one], is_new=(moment, key) not in self.seen_replies,
            comments=self.comments.get(place, []),
        )  # fmt: skip


def read_path(
    scenario: Scenario, path: Sequence[Step], comments: Mapping[str, list[Comment]], before: Sequence[Sequence[Step]]
) -> list[ReadLine]:
    """The lines of one path as they are really said; ``is_new`` marks what none of the paths before it showed."""
    reader = _Reader(scenario, comments, before)
    state = replay(scenario, [step.answer for step in path if step.answer])
    lines = list(reader.said(state.opening))
    for turn in state.turns:
        lines.append(reader.given(turn.moment, turn.reply))
        lines += reader.said(turn.said)
    return lines
