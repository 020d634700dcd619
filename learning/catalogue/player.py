"""The player's components: frozen content + answers so far → what a screen shows. No tables and no user in here.

The same screens serve the learner's room, a trainer's try-out and a live training.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from learning.engine.conversation import State, is_ended, open_replies, replay
from learning.engine.debrief import Debrief, make_debrief
from learning.engine.reading import scenario_from_dict
from learning.engine.scenario import Line, Point, Scenario

LETTERS = "ABCDEFGH"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One line in the log. ``is_new`` marks what came since the last reply: it is announced once."""

    speaker: str
    name: str
    text: str
    visible: str = ""
    thought: str = ""
    is_new: bool = False
    is_silent: bool = False

    @property
    def is_own(self) -> bool:
        return self.speaker == "learner"

    @property
    def is_scene(self) -> bool:
        return self.speaker == "narrator"


@dataclass(frozen=True, kw_only=True)
class OfferedReply:
    """``is_silent``: something one does, without words."""

    key: str
    letter: str
    text: str
    is_silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Coach:
    """What coach mode adds: a hint for this moment, and what the last reply did."""

    hint: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ConversationScreen:
    """Where a conversation stands: consequences only, nothing about skills, thoughts or openness."""

    title: str
    student: str
    messages: Sequence[Message]
    replies: Sequence[OfferedReply]
    points: Sequence[Point]
    visible: str
    sequence: int
    say_first: str
    is_ended: bool
    coach: Coach = Coach()

    @property
    def new_messages(self) -> list[Message]:
        return [message for message in self.messages if message.is_new]

    @property
    def gives_back(self) -> bool:
        """Here the learner sums up, and ticks what was in it."""
        return bool(self.points)


_READ: OrderedDict[int, tuple[Mapping[str, Any], Scenario]] = OrderedDict()
KEPT_READ = 64


def scenario_of(content: Mapping[str, Any]) -> Scenario:
    """Frozen content as the engine's scenario. The very same content (FrozenJSONField shares it) is read once."""
    found = _READ.get(id(content))
    if found is not None and found[0] is content:
        return found[1]
    scenario = scenario_from_dict(content)
    _READ[id(content)] = (content, scenario)
    while len(_READ) > KEPT_READ:
        _READ.popitem(last=False)
    return scenario


def conversation_screen(content: Mapping[str, Any], answers: Sequence[str], *, seed: str, own_name: str) -> ConversationScreen:
    """The screen after these answers. ``seed`` decides the order of replies; ``own_name`` is how the learner is called ("Jij")."""
    return screen_of_scenario(scenario_of(content), answers, seed=seed, own_name=own_name)


def screen_of_scenario(scenario: Scenario, answers: Sequence[str], *, seed: str, own_name: str) -> ConversationScreen:
    """The same of a scenario that is read already."""
    return screen_of_state(scenario, replay(scenario, answers), seed=seed, own_name=own_name)


def screen_of_state(scenario: Scenario, state: State, *, seed: str, own_name: str) -> ConversationScreen:
    """The same of a conversation wherever it stands: a try-out begins in the middle."""
    moment = scenario.moments[state.moment]
    ended = is_ended(scenario, state)
    offered = [] if ended else open_replies(scenario, state, seed=seed)
    points = moment.give_back.points if moment.give_back and not ended else ()
    # A summary comes from one's own words: where nothing else is asked, it is written first.
    say_first = "" if ended else moment.say_first or ("write" if points else "")
    return ConversationScreen(
        title=scenario.title,
        student=scenario.student,
        messages=_messages(scenario, state, own_name),
        replies=[
            OfferedReply(key=reply.key, letter=letter, text=reply.text, is_silent=reply.silent)
            for letter, reply in zip(LETTERS, offered, strict=False)
        ],
        points=in_seeded_order(points, seed),
        visible=_visible(scenario, state),
        sequence=len(state.turns),
        say_first=say_first,
        is_ended=ended,
        coach=Coach(hint="" if ended else moment.hint, note=_note(scenario, state)),
    )


def in_seeded_order(points: Sequence[Point], seed: str) -> list[Point]:
    """Key points in an order of this attempt's own, so that fact, feeling and wish do not stand in a row."""
    return sorted(points, key=lambda point: hashlib.sha256(f"{seed}/{point.key}".encode()).digest())


def _note(scenario: Scenario, state: State) -> str:
    """What the last answer did, in coach mode."""
    if not state.turns:
        return ""
    moment = scenario.moments[state.turns[-1].moment]
    step = moment.reply(state.turns[-1].reply) or moment.reaction(state.turns[-1].reply)
    return step.note or step.feedback if step is not None else ""


def _visible(scenario: Scenario, state: State) -> str:
    lines = state.turns[-1].said if state.turns else state.opening
    written = [line.visible for line in lines if line.visible]
    return written[-1] if written else scenario.visible_at(state.openness)


def _messages(scenario: Scenario, state: State, own_name: str) -> list[Message]:
    messages = [Message(speaker="narrator", name="", text=scenario.setting, is_new=not state.turns)] if scenario.setting else []
    messages += [message_of(scenario, line, own_name, is_new=not state.turns) for line in state.opening]
    for number, turn in enumerate(state.turns, 1):
        last = number == len(state.turns)
        reply = scenario.moments[turn.moment].reply(turn.reply)
        words = reply.text if reply is not None else _("Je geeft terug wat je hoorde.")
        silent = reply is not None and reply.silent
        messages.append(Message(speaker="learner", name=own_name, text=words, is_new=last, is_silent=silent))
        messages += [message_of(scenario, line, own_name, is_new=last) for line in turn.said]
    return messages


def message_of(scenario: Scenario, line: Line, own_name: str, *, is_new: bool = False) -> Message:
    """One line with the name of who says it, in the language of the page."""
    names = {
        "student": _("Student"),
        "learner": own_name,
        "colleague": _("Collega"),
        "company": _("Stagebedrijf"),
        "narrator": "",
    } | {speaker: person.name for speaker, person in scenario.cast.items()}
    return Message(
        speaker=line.speaker,
        name=names[line.speaker],
        text=line.text,
        visible=line.visible,
        thought=line.thought,
        is_new=is_new,
    )


def debrief_of(content: Mapping[str, Any], reply_keys: Sequence[str]) -> Debrief:
    """The debrief of a finished conversation; raises ValueError when it has not ended."""
    return make_debrief(scenario_of(content), reply_keys)
