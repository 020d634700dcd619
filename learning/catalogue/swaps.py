"""Conversations of equal worth: what somebody may take instead, without a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gehoord.organisations.models import Organisation

from .enums import FrozenKind
from .models import FrozenVersion, ScenarioPage
from .queries import visible_to
from .step_starter import SLUG_PREFIX


@dataclass(frozen=True, kw_only=True)
class Swap:
    """A conversation to take instead, with what somebody must know before choosing it."""

    version_id: int
    title: str
    theme: str
    content_notice: str
    minutes: int


def swaps_for(version: FrozenVersion, organisations: Iterable[Organisation]) -> list[Swap]:
    """The published conversations that a version names under ``swap_with``, in its language; one query."""
    named = [str(slug) for slug in version.content.get("swap_with") or []]
    if not named:
        return []
    slugs = [*named, *(SLUG_PREFIX[ScenarioPage] + slug for slug in named)]
    found = (
        FrozenVersion.objects.newest()
        .filter(visible_to(organisations), kind=FrozenKind.SCENARIO, slug__in=slugs, language=version.language, page__live=True)
        .exclude(page_key=version.page_key)
    )
    return [swap_of(other) for other in sorted(found, key=lambda other: slugs.index(other.slug))]


def swap_of(version: FrozenVersion) -> Swap:
    content = version.content
    return Swap(
        version_id=version.pk,
        title=content["title"],
        theme=content.get("theme", ""),
        content_notice=content.get("content_notice", ""),
        minutes=content.get("minutes", 8),
    )
