"""A learner's modules and steps, with how far this learner is: what the pages show.

A module's steps follow its newest version; what somebody did is matched by the keys of the steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from gehoord.core.addresses import address

from .mine import Mine

ICONS = {
    "reading": "book", "scenario": "chat", "quiz": "question", "film": "play", "reflection": "edit", "live": "people",
    "download": "download",
}  # fmt: skip
LABELS = {
    "reading": _("Lezen: %(title)s"), "scenario": _("Gesprek: %(title)s"), "quiz": _("Vragen: %(title)s"),
    "film": _("Film: %(title)s"), "reflection": _("Voor jezelf: %(title)s"), "live": _("Training op locatie: %(title)s"),
    "download": _("Downloaden: %(title)s"),
}  # fmt: skip


def step_url(module_key: str, step_key: str) -> str:
    """Where a step is; for what was brought in from elsewhere and belongs to no module, its page of old quizzes."""
    return address("progress:step", module_key, step_key) if module_key else address("progress:questions")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a module, for one learner."""

    key: str
    module_key: str
    number: int
    kind: str
    title: str
    lead: str
    minutes: int
    required: bool
    body: str = ""
    version_id: int | None = None  # the newest frozen version of the scenario or quiz; None where it is not open
    more: Mapping[str, Any] = field(default_factory=dict)  # files and question of the other kinds
    mine: Mine = field(repr=False, compare=False)

    @property
    def is_done(self) -> bool:
        return (self.module_key, self.key) in self.mine.done

    @property
    def is_underway(self) -> bool:
        return (self.module_key, self.key) in self.mine.underway

    @cached_property
    def url(self) -> str:
        return step_url(self.module_key, self.key)

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def label(self) -> str:
        """The title with what it is in front, as on a list."""
        return str(LABELS[self.kind]) % {"title": self.title}


@dataclass(frozen=True, kw_only=True)
class Module:
    """A module, for one learner."""

    key: str
    title: str
    lead: str
    minutes: int
    goals: Sequence[str]
    content_notice: str
    steps: Sequence[Step]
    picture: Any = None  # catalogue.step_files.Picture
    language: str = ""
    first_modules: Sequence[str] = ()  # keys of what is better taken before this one
    is_asked: bool = False  # part of a path that an own organisation asks this learner to take
    is_closed: bool = False  # unpublished: who is underway goes on, nobody starts
    mine: Mine = field(repr=False, compare=False)

    @property
    def is_completed(self) -> bool:
        """A completion stands, whatever was added to the module since."""
        return self.key in self.mine.completed

    @property
    def is_put_off(self) -> bool:
        """The learner said "not now": it waits, and nobody is reminded."""
        return self.key in self.mine.put_off and not self.is_completed

    @cached_property
    def url(self) -> str:
        return address("progress:module", self.key)

    @property
    def required_count(self) -> int:
        return sum(step.required for step in self.steps)

    @cached_property
    def done_count(self) -> int:
        return sum(step.required and step.is_done for step in self.steps)

    @property
    def is_finished(self) -> bool:
        return self.is_completed

    @property
    def is_closed_to_me(self) -> bool:
        """Closed, and this learner had not begun."""
        return self.is_closed and self.is_untouched

    @cached_property
    def is_untouched(self) -> bool:
        return not self.is_completed and not any(step.is_done or step.is_underway for step in self.steps)

    @property
    def arcs(self) -> int:
        """Nought to three; three only when the module is finished."""
        if self.is_finished:
            return 3
        return min(2, 1 + 2 * self.done_count // max(self.required_count, 1)) if self.done_count else 0

    @property
    def next_step(self) -> Step | None:
        """The step to go on with: what is underway, else the first that is asked for and not done, else any not done."""
        open_steps = [step for step in self.steps if not step.is_done or step.is_underway]
        return next(
            (step for test in (_underway, _required, _any) for step in open_steps if test(step)),
            None,
        )

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def after(self, step: Step) -> Step | None:
        """The next step after this one that is not done, or the next to go on with."""
        later = [other for other in self.steps if other.number > step.number and not other.is_done]
        return later[0] if later else self.next_step


def _underway(step: Step) -> bool:
    return step.is_underway


def _required(step: Step) -> bool:
    return step.required


def _any(step: Step) -> bool:
    return True
