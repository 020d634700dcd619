"""What questions of a quiz tell, over all learners together: never per person, from five learners on, first attempts only.

Tallies move in batches of at least five (learning.progress), so no number here moves by one person's answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from learning.catalogue.enums import FrozenKind
from learning.catalogue.models import FrozenVersion
from learning.completion.models import Tally
from learning.engine.quiz.checking import GAP
from learning.engine.quiz.statistics import FEWEST, Separation, separation, share_right


@dataclass(frozen=True, kw_only=True)
class OptionShare:
    text: str
    percent: int
    is_right: bool

    @property
    def is_never(self) -> bool:
        return self.percent == 0


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question. ``percent`` is the mean credit; None while fewer than five learners answered."""

    text: str
    learners: int
    percent: int | None
    missed: int
    options: Sequence[OptionShare]
    separation: Separation | None

    @property
    def never_chosen(self) -> list[str]:
        return [option.text for option in self.options if option.is_never]

    @property
    def separation_words(self) -> str:
        """The index in words, with between which values it lies."""
        found = self.separation
        if found is None:
            return ""
        words = _("zwak") if found.index < 0.2 else _("redelijk") if found.index < 0.4 else _("sterk")
        values = {"words": words, "index": _number(found.index), "low": _number(found.low), "high": _number(found.high)}
        return _("%(words)s: %(index)s (tussen %(low)s en %(high)s)") % values


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", _(","))


@dataclass(frozen=True, kw_only=True)
class QuizItems:
    title: str
    items: Sequence[Item]

    @property
    def most_missed(self) -> list[Item]:
        """The questions that went wrong most often, at most three."""
        counted = [item for item in self.items if item.percent is not None and item.missed]
        return sorted(counted, key=lambda item: (item.percent or 0, item.text))[:3]


def quizzes_for(user: Any) -> list[FrozenVersion]:
    """The newest version of every quiz of the region and of the organisations in which somebody is a trainer."""
    return list(_visible(user).newest().defer("content").order_by("slug", "language"))


def _visible(user: Any) -> Any:
    own = Organisation.objects.where(user, Role.TRAINER)
    return FrozenVersion.objects.filter(Q(organisation__isnull=True) | Q(organisation__in=own), kind=FrozenKind.QUIZ)


def items_of(user: Any, page_key: UUID, language: str) -> QuizItems | None:
    """The figures of one quiz in two queries; None where it is not there for this trainer.

    A question that was changed begins anew: earlier versions count as far as they asked the very same.
    """
    versions = list(_visible(user).filter(page_key=page_key, language=language).order_by("-number"))
    if not versions:
        return None
    newest = versions[0].content
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    asked = {version.pk: {question["key"]: question for question in version.content["questions"]} for version in versions}
    for version_id, item, choice, times in Tally.objects.filter(version__in=versions).values_list(
        "version_id", "item", "choice", "times"
    ):
        same = asked[version_id].get(item)
        if same is not None and same in newest["questions"]:
            counts[item][choice] += times
    items = [_item(question, counts[question["key"]]) for question in newest["questions"]]
    return QuizItems(title=newest["title"], items=items)


def _item(question: Mapping[str, Any], sums: Mapping[str, int]) -> Item:
    options = question.get("options") or []
    chosen = {option["key"]: sums.get(option["key"], 0) for option in options}
    # A scale is not scored: its learners are those who chose a step.
    learners = sums.get("#n", 0) or (sum(chosen.values()) if question["kind"] == "scale" else 0)
    enough = learners >= FEWEST
    share = share_right(sums)
    return Item(
        text=GAP.sub("…", question["text"]),
        learners=learners if enough else 0,
        percent=round(100 * share) if share is not None else None,
        missed=sums.get("#missed", 0) if enough else 0,
        options=[
            OptionShare(
                text=option["text"], percent=round(100 * chosen[option["key"]] / learners), is_right=bool(option.get("correct"))
            )
            for option in options
        ]
        if enough and question["kind"] != "ordering"
        else [],
        separation=separation(sums),
    )
