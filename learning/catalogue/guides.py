"""The facilitator's guides that a trainer may read: published ones of the region and of the covered organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gehoord.organisations.models import Organisation
from learning.engine.skills import SKILLS

from .models import GuidePage
from .queries import visible_to
from .reading import rendered


@dataclass(frozen=True, kw_only=True)
class Moment:
    """``starts`` and ``ends``: minutes since the beginning."""

    title: str
    starts: int
    ends: int
    aim: str
    body: SafeString
    questions: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Observed:
    """One line of the observation sheet."""

    name: str
    example: str


@dataclass(frozen=True, kw_only=True)
class Guide:
    """A guide, ready to show and to print."""

    pk: int
    title: str
    lead: str
    minutes: int
    preparation: SafeString
    moments: Sequence[Moment]
    agreements: SafeString
    when_hurt: SafeString
    aftercare: SafeString
    role_speaks: SafeString
    role_student: SafeString
    role_observes: SafeString
    opens: Sequence[Observed]
    closes: Sequence[Observed]


def guides_for(organisations: Iterable[Organisation]) -> list[GuidePage]:
    """In the person's own language where there is one, else all; by title."""
    found = (
        GuidePage.objects.live().filter(visible_to(organisations)).select_related("module", "locale").order_by("title", "pk")
    )
    own = [page for page in found if page.locale.language_code == (get_language() or settings.LANGUAGE_CODE)]
    return own or list(found)


def guide_of_module(organisations: Iterable[Organisation], module_key: str) -> GuidePage | None:
    """The guide that belongs to a module; None where nobody wrote one."""
    return next(
        (page for page in guides_for(organisations) if page.module is not None and page.module.slug == module_key), None
    )


def guide_to_show(page: GuidePage) -> Guide:
    moments, at = [], 0
    for block in page.moments:
        value = block.value
        moments.append(
            Moment(
                title=value["title"], starts=at, ends=at + value["minutes"], aim=value["aim"], body=rendered(value["body"].source),
                questions=list(value["questions"]),
            )
        )  # fmt: skip
        at += value["minutes"]
    names = ("preparation", "agreements", "when_hurt", "aftercare", "role_speaks", "role_student", "role_observes")
    texts = {name: rendered(getattr(page, name)) for name in names}
    return Guide(
        pk=page.pk, title=page.title, lead=page.lead, minutes=at, moments=moments, **texts,
        opens=_observed(page.skills, opens=True), closes=_observed(page.skills, opens=False),
    )  # fmt: skip


def _observed(keys: Iterable[str], *, opens: bool) -> list[Observed]:
    chosen = [SKILLS[key] for key in keys if key in SKILLS and (SKILLS[key].opens is not False) == opens]
    return [Observed(name=one.nl, example=one.examples[0]) for one in chosen]
