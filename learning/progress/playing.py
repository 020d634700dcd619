"""One attempt as something that is played: from the frozen version and the answers so far, by the engine.

Everything is rebuilt from the answers; nothing about where somebody stands is stored beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from learning.catalogue.models import FrozenVersion
from learning.engine.conversation import (
    ConversationEndedError,
    ReplyNotOpenError,
    State,
    advance,
    is_ended,
    replay,
)
from learning.engine.quiz import Quiz, quiz_from_dict
from learning.engine.reading import scenario_from_dict
from learning.engine.scenario import Scenario

from .enums import PlayedKind
from .errors import WrongReplyError
from .models import Attempt
from .quiz_play import Payload, QuizPlay

KEPT_READ = 64  # versions that a process keeps ready; they never change


class Play(Protocol):
    """What the services ask of a scenario and of a quiz alike."""

    def taken(self, payloads: Sequence[Payload], payload: Payload) -> tuple[dict[str, Any], bool]:
        """The reply as it is kept, and whether it is the last. Raises WrongReplyError."""

    def completes_step(self, payloads: Sequence[Payload]) -> bool:
        """Whether a finished attempt completes its step."""

    def choices(self, payloads: Sequence[Payload]) -> Counter[tuple[str, str]]:
        """What was chosen, as (item, choice), for the tallies."""


_READ: dict[str, Scenario | Quiz] = {}


def _read(version: FrozenVersion) -> Scenario | Quiz:
    """A version read by the engine, kept by its checksum."""
    read = _READ.get(version.checksum)
    if read is None:
        content = version.content
        read = scenario_from_dict(content) if version.kind == PlayedKind.SCENARIO else quiz_from_dict(content)
        _READ[version.checksum] = read
        while len(_READ) > KEPT_READ:
            _READ.pop(next(iter(_READ)), None)
    return read


def scenario_of(version: FrozenVersion) -> Scenario:
    read = _read(version)
    assert isinstance(read, Scenario)
    return read


def quiz_of(version: FrozenVersion) -> Quiz:
    read = _read(version)
    assert isinstance(read, Quiz)
    return read


def play_of(attempt: Attempt) -> Play:
    """How an attempt is played; worked out once for each object, since neither its version nor its seed ever changes."""
    play: Play | None = attempt.__dict__.get("_play")
    if play is None:
        if attempt.kind == PlayedKind.SCENARIO:
            play = ScenarioPlay(scenario_of(attempt.version))
        else:
            play = QuizPlay(quiz_of(attempt.version), attempt.seed)
        attempt.__dict__["_play"] = play
    return play


class ScenarioPlay:
    """A conversation. Payload: ``{"reply": key}``."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def state(self, payloads: Sequence[Payload]) -> State:
        return replay(self.scenario, [payload["reply"] for payload in payloads])

    def taken(self, payloads: Sequence[Payload], payload: Payload) -> tuple[dict[str, Any], bool]:
        key = str(payload.get("reply", ""))
        try:
            state = advance(self.scenario, self.state(payloads), key)
        except (ReplyNotOpenError, ConversationEndedError) as error:
            raise WrongReplyError(key) from error
        return {"reply": key}, is_ended(self.scenario, state)

    def completes_step(self, payloads: Sequence[Payload]) -> bool:
        """Any ending completes the step: the debrief is where it is learned."""
        return True

    def choices(self, payloads: Sequence[Payload]) -> Counter[tuple[str, str]]:
        state = self.state(payloads)
        found = Counter((turn.moment, turn.reply) for turn in state.turns)
        found["ending", state.moment] += 1
        return found


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What somebody knows before a conversation begins."""

    title: str
    role_sentence: str
    about: str
    theme: str
    content_notice: str


def opening_of(version: FrozenVersion) -> Opening:
    """A conversation's theme, who it is with, and the chair in which the learner sits."""
    scenario = scenario_of(version)
    chairs = {
        "teacher": _("Jij bent docent. Je praat met %(student)s."),
        "mentor": _("Jij bent mentor. Je praat met %(student)s."),
        "bpv_supervisor": _("Jij bent BPV-begeleider. Je praat met %(student)s."),
        "attendance_officer": _("Jij bent leerplichtambtenaar. Je praat met %(student)s."),
        "transition_coach": _("Jij bent overstapcoach. Je praat met %(student)s."),
    }
    name = f"{scenario.student} ({scenario.age})" if scenario.age else scenario.student
    if scenario.partner == "colleague":
        name = _("%(name)s, een collega") % {"name": name}
    elif scenario.partner == "company":
        name = _("%(name)s van het stagebedrijf") % {"name": name}
    return Opening(
        title=scenario.title,
        role_sentence=chairs[scenario.role] % {"student": name},
        about=scenario.cast[scenario.partner].about,
        theme=scenario.theme,
        content_notice=scenario.content_notice,
    )
