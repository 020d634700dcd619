"""A conversation as a graph: moments, lines, replies, hidden facts. Frozen; `reading` makes it from plain dictionaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

FORMAT = "gehoord-scenario/1"
SPEAKERS = ("student", "learner", "colleague", "company", "narrator")
PARTNERS = ("student", "colleague", "company")
CHAIRS = ("teacher", "mentor", "bpv_supervisor", "attendance_officer", "transition_coach")
KINDS = ("conversation", "refresher")
ENDING_KINDS = ("good", "mixed", "stuck")
SAY_FIRST = ("", "write", "aloud")
POINT_KINDS = ("fact", "feeling", "wish")
DEEDS = ("names_doors", "offers_signal")
GROUNDS = (
    "religion", "belief", "political_opinion", "race", "sex", "nationality", "sexual_orientation", "civil_status",
    "disability", "age", "working_hours", "contract",
)  # fmt: skip
LOWEST, HIGHEST = 0, 10


@dataclass(frozen=True, kw_only=True)
class When:
    """Conditions; all that are given must hold.

    ``clear_of``: none of these closing skills stands between the two: not used, or repaired since.
    ``owing``: at least one of these closing skills was used and not repaired yet.
    """

    openness_min: int | None = None
    openness_max: int | None = None
    visited: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    clear_of: tuple[str, ...] = ()
    owing: tuple[str, ...] = ()

    @cached_property
    def is_empty(self) -> bool:
        return self == When()

    @cached_property
    def needed(self) -> frozenset[str]:
        """Flags that must all be there."""
        return frozenset(
            (
                *(f"visited:{name}" for name in self.visited),
                *(f"told:{name}" for name in self.told),
                *(f"used:{name}" for name in self.used),
            )
        )

    @cached_property
    def forbidden(self) -> frozenset[str]:
        """Flags of which none may be there."""
        return frozenset((*(f"told:{name}" for name in self.untold), *(f"owing:{name}" for name in self.clear_of)))

    @cached_property
    def one_of(self) -> frozenset[str]:
        """Flags of which one must be there, where there are any."""
        return frozenset(f"owing:{name}" for name in self.owing)

    @property
    def read(self) -> frozenset[str]:
        """The flags that these conditions look at."""
        return self.needed | self.forbidden | self.one_of


@dataclass(frozen=True, kw_only=True)
class Line:
    """What somebody says. With ``tells`` it is said only once that fact is earned; ``aside`` is not about the event."""

    speaker: str
    text: str
    visible: str = ""
    thought: str = ""
    tells: str = ""
    when: When = When()
    aside: bool = False


@dataclass(frozen=True, kw_only=True)
class Reply:
    """``note`` is for coach mode (empty: the feedback); ``silent`` is something one does, without words."""

    key: str
    text: str
    skills: tuple[str, ...]
    openness: int
    feedback: str
    next: str
    when: When = When()
    once: bool = False
    note: str = ""
    silent: bool = False
    presses_on: bool = False
    does: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Point:
    """What a good summary would hold."""

    key: str
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """How the other reacts to a summary. ``ticked`` names kinds or points that must all be among what was ticked."""

    key: str
    ticked: tuple[str, ...]
    openness: int
    feedback: str
    next: str
    skills: tuple[str, ...] = ("giving_back",)
    lines: tuple[Line, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class GiveBack:
    """The learner summarises and ticks what was in it; the first reaction that fits is what happens."""

    points: tuple[Point, ...]
    reactions: tuple[Reaction, ...]


@dataclass(frozen=True, kw_only=True)
class Ending:
    """``quiet``: a good ending in which little was told and nothing needs doing."""

    kind: str
    heading: str
    who_decides: str
    summary: str
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class Moment:
    """``refusal``: here the other says no. A reply that presses on then always lowers openness."""

    key: str
    lines: tuple[Line, ...]
    replies: tuple[Reply, ...] = ()
    tells: tuple[str, ...] = ()
    say_first: str = ""
    give_back: GiveBack | None = None
    hint: str = ""
    refusal: bool = False
    ending: Ending | None = None

    def reply(self, key: str) -> Reply | None:
        return next((reply for reply in self.replies if reply.key == key), None)

    def reaction(self, key: str) -> Reaction | None:
        reactions = self.give_back.reactions if self.give_back is not None else ()
        return next((reaction for reaction in reactions if reaction.key == key), None)

    @property
    def targets(self) -> tuple[str, ...]:
        """The moments that can follow, in the order they are written."""
        steps: tuple[Reply | Reaction, ...] = (*self.replies, *(self.give_back.reactions if self.give_back else ()))
        return tuple(step.next for step in steps)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What lies behind it. ``when`` is what must be earned first; ``invites`` is a sentence that gives room for it."""

    key: str
    text: str
    invites: str
    when: When = When()


@dataclass(frozen=True, kw_only=True)
class VisibleState:
    """What one sees of the other from this openness on, in words."""

    at_least: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """``about`` is one short sentence: who this is besides the event."""

    name: str
    age: int | None = None
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A warning that stays, with the reason. ``place`` as in the finding; empty for everywhere."""

    code: str
    reason: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class SecondReader:
    """Who else read it, when, and what of the checklist is right."""

    name: str
    date: str
    checked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scenario:
    slug: str
    title: str
    start: str
    moments: Mapping[str, Moment]
    cast: Mapping[str, Person]
    partner: str = "student"
    kind: str = "conversation"
    openness: int = 5
    theme: str = ""
    grounds: tuple[str, ...] = ()
    content_notice: str = ""
    swap_with: tuple[str, ...] = ()
    minutes: int = 8
    role: str = "teacher"
    setting: str = ""
    states: tuple[VisibleState, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    take_along: str = ""
    accepted: tuple[Accepted, ...] = ()
    second_reader: SecondReader | None = None

    @property
    def student(self) -> str:
        """The name of the one the learner talks with: mostly a student, sometimes a colleague or the company."""
        return self.cast[self.partner].name

    @property
    def age(self) -> int | None:
        return self.cast[self.partner].age

    def visible_at(self, openness: int) -> str:
        """The words for what one sees of the other at this openness; empty when none are written."""
        fitting = [state for state in self.states if state.at_least <= openness]
        return max(fitting, key=lambda state: state.at_least).text if fitting else ""


def clamp(openness: int) -> int:
    """Openness stays from 0 to 10."""
    return max(LOWEST, min(HIGHEST, openness))
