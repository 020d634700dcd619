"""From the catalogue's frozen modules and this learner's rows to what the pages show: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoord.core.prepared import Prepared
from gehoord.organisations.enums import Role
from gehoord.organisations.held import holding
from gehoord.organisations.models import Organisation
from learning.catalogue import queries as catalogue
from learning.completion.assigning import Wish, wishes_for

from .enums import PlayedKind
from .mine import Mine
from .models import Attempt
from .steps import Module, Step

CONVERSATIONS_SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Next:
    """The one thing to go on with."""

    module: Module
    step: Step
    underway: bool
    first: bool

    @property
    def where(self) -> str:
        return _("Je zit midden in het gesprek.") if self.step.kind == "scenario" else _("Je bent al begonnen met de vragen.")


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """A finished conversation to look back on."""

    title: str
    url: str
    on: date
    take_along: str


@dataclass(frozen=True, kw_only=True)
class Journey:
    """The learner's first page."""

    modules: Sequence[Module]
    conversations: Sequence[Conversation]
    wishes: Sequence[Wish] = ()  # what an own organisation asks, soonest wish first

    @cached_property
    def next(self) -> Next | None:
        """What is underway, else the next step of a module that began, else the first module that did not."""
        ready = [module for module in self.modules if module.next_step is not None and not module.is_put_off]
        underway = [module for module in ready if any(step.is_underway for step in module.steps)]
        begun = [module for module in ready if not module.is_untouched and not module.is_finished]
        untouched = [module for module in ready if module.is_untouched]
        for module in [*underway, *begun, *untouched]:
            step = module.next_step
            assert step is not None
            return Next(module=module, step=step, underway=step.is_underway, first=module.is_untouched)
        return None

    @cached_property
    def sentence(self) -> str:
        """How far, in words."""
        open_modules = [module for module in self.modules if not module.is_finished]
        if not self.modules:
            return _("Fijn dat je er bent.")
        if not open_modules:
            return _("Je hebt alles gedaan. Terugkijken en opnieuw doen mag altijd.")
        if all(module.is_untouched for module in self.modules):
            return _("Fijn dat je er bent. Je doet alles in je eigen tempo.")
        left = sum(step.required and not step.is_done for module in open_modules for step in module.steps)
        return ngettext("Nog %(left)s stap, in je eigen tempo.", "Nog %(left)s stappen, in je eigen tempo.", left) % {
            "left": left
        }


_talked = Prepared(
    lambda pk: (
        Attempt.objects.filter(user_id=pk, kind=PlayedKind.SCENARIO)
        .finished()
        .select_related("version")
        .order_by("-ended_at", "-pk")[:CONVERSATIONS_SHOWN]
    ),
    int,
)


def journey_of(user: Any, organisations: Sequence[Organisation]) -> Journey:
    """All modules that somebody may take, with how far; and the latest conversations. A closed one only for who began."""
    mine = Mine(user)
    modules = [_module(module, mine) for module in catalogue.modules_for(organisations)]
    wishes = wishes_for(user, holding(user, (Role.LEARNER,)))
    asked = list(dict.fromkeys(key for wish in wishes for key in wish.module_keys))
    found = [replace(module, is_asked=module.key in asked) for module in modules if not module.is_closed_to_me]
    # What is asked first, in the order of the path; all else stays open to everybody.
    found.sort(key=lambda module: asked.index(module.key) if module.is_asked else len(asked))
    talked = [_conversation(attempt) for attempt in _talked(user.pk)]
    return Journey(modules=found, conversations=talked, wishes=wishes)


def module_of(user: Any, organisations: Sequence[Organisation], key: str) -> Module | None:
    """One module with how far; None when there is none of that key for these organisations."""
    found = catalogue.module_for(organisations, key)
    return _module(found, Mine(user)) if found is not None else None


@dataclass(frozen=True, kw_only=True)
class Around:
    """What stands around a module on its own page: what is better taken first, and what comes after it."""

    before: Sequence[Module]
    after: Module | None


def around(module: Module, organisations: Sequence[Organisation]) -> Around:
    """Modules that are better taken before this one and are not finished; and the next one that is not."""
    others = [_module(one, module.mine) for one in catalogue.modules_for(organisations) if one.key != module.key]
    waiting = [one for one in others if not one.is_finished and not one.is_closed_to_me]
    after = Journey(modules=waiting, conversations=()).next if module.is_finished else None
    return Around(
        before=[one for one in waiting if one.key in module.first_modules], after=after.module if after is not None else None
    )


def _conversation(attempt: Attempt) -> Conversation:
    assert attempt.ended_at is not None
    return Conversation(
        title=attempt.version.content["title"],
        url=reverse("progress:debrief", args=[attempt.pk]),
        on=timezone.localdate(attempt.ended_at),
        take_along=attempt.take_along,
    )


def _module(frozen: Any, mine: Mine) -> Module:
    return Module(
        key=frozen.key,
        title=frozen.title,
        lead=frozen.lead,
        minutes=frozen.minutes,
        goals=frozen.goals,
        content_notice=frozen.content_notice,
        is_closed=not frozen.is_open,
        picture=frozen.picture,
        language=frozen.language,
        first_modules=frozen.first_modules,
        mine=mine,
        steps=_steps(frozen.key, frozen.steps, mine),
    )


def _steps(module_key: str, frozen: Iterable[Any], mine: Mine) -> list[Step]:
    return [
        Step(
            key=step.key,
            module_key=module_key,
            number=number,
            kind=step.kind,
            title=step.title,
            lead=step.lead,
            minutes=step.minutes,
            required=step.required,
            body=step.body,
            version_id=step.version_id,
            more=step.more,
            mine=mine,
        )
        for number, step in enumerate(frozen, start=1)
    ]
