"""What learners may follow: the newest frozen versions of the region and of their own organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from gehoord.core.kept import kept
from gehoord.organisations.models import Organisation

from .enums import FrozenKind
from .models import FrozenVersion
from .step_files import Picture, picture_of

MORE = ("film", "captions", "file", "question")


@dataclass(frozen=True, kw_only=True)
class FrozenStep:
    """One step. ``version_id`` is the newest frozen scenario or quiz; None for reading, and where it is not open."""

    key: str
    kind: str
    title: str
    lead: str
    minutes: int
    required: bool
    body: str = ""
    version_id: int | None = None
    # What a film, a reflection, a live training or a download has besides (step_files).
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FrozenModule:
    """A module as learners see it. ``is_open`` is False once it is unpublished: no new starts, running ones go on."""

    key: str
    title: str
    lead: str
    minutes: int
    goals: Sequence[str]
    functions: Sequence[str]
    content_notice: str
    is_open: bool
    steps: Sequence[FrozenStep]
    language: str = settings.LANGUAGE_CODE
    first_modules: Sequence[str] = ()
    picture: Picture | None = None

    @property
    def required_keys(self) -> frozenset[str]:
        return frozenset(step.key for step in self.steps if step.required)


def modules_for(organisations: Iterable[Organisation]) -> list[FrozenModule]:
    """Modules of the region and of these organisations, by title; two queries however many there are, and none until
    something is published or frozen again."""
    own = frozenset(organisation.pk for organisation in organisations)
    return list(kept(("catalogue.modules", own, get_language()), lambda: _modules_for(own)))


def _modules_for(organisation_ids: Iterable[int]) -> list[FrozenModule]:
    visible = Q(organisation__isnull=True) | Q(organisation__in=organisation_ids)
    versions = FrozenVersion.objects.newest().filter(visible, kind=FrozenKind.MODULE).select_related("page")
    return _modules(versions)


def module_for(organisations: Iterable[Organisation], key: str) -> FrozenModule | None:
    """One module by its key; None when there is none, or it is another organisation's."""
    return next((module for module in modules_for(organisations) if module.key == key), None)


def modules_of(organisation: Organisation) -> list[FrozenModule]:
    """Modules that people of one organisation may take."""
    return modules_for([organisation])


def required_step_keys(module_key: str) -> frozenset[str]:
    """The steps that completing a module asks for, by its newest version; empty when there is no such module."""
    return kept(("catalogue.required", module_key, get_language()), lambda: _required_step_keys(module_key))


def _required_step_keys(module_key: str) -> frozenset[str]:
    versions = FrozenVersion.objects.newest().filter(kind=FrozenKind.MODULE, slug=module_key)
    found = _one_language(versions)
    return frozenset(step["key"] for version in found for step in version.content["steps"] if step["required"])


def live_step_keys(module_key: str) -> frozenset[str]:
    """The steps of a module that are a live training, by its newest version."""
    versions = FrozenVersion.objects.newest().filter(kind=FrozenKind.MODULE, slug=module_key)
    found = _one_language(versions)
    return frozenset(step["key"] for version in found for step in version.content["steps"] if step["kind"] == "live")


def visible_to(organisations: Iterable[Organisation]) -> Q:
    """What is the region's, or of one of these organisations."""
    return Q(organisation__isnull=True) | Q(organisation__in=list(organisations))


def _modules(versions: Iterable[FrozenVersion]) -> list[FrozenModule]:
    chosen = _one_language(versions)
    parts = _parts(step["page_key"] for version in chosen for step in version.content["steps"] if step.get("page_key"))
    return sorted((_module(version, parts) for version in chosen), key=lambda module: (not module.is_open, module.title))


def _one_language(versions: Iterable[FrozenVersion]) -> list[FrozenVersion]:
    """Of each series the person's own language where there is one, else Dutch, else any."""
    wanted = [get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE]
    best: dict[Any, FrozenVersion] = {}
    for version in versions:
        former = best.get(version.page_key)
        if former is None or _rank(version, wanted) < _rank(former, wanted):
            best[version.page_key] = version
    return list(best.values())


def _rank(version: FrozenVersion, wanted: Sequence[str]) -> int:
    return wanted.index(version.language) if version.language in wanted else len(wanted)


def _parts(page_keys: Iterable[str]) -> dict[str, FrozenVersion]:
    """The newest frozen version of each named scenario or quiz that is still published."""
    kinds = [FrozenKind.SCENARIO, FrozenKind.QUIZ]
    versions = FrozenVersion.objects.newest().filter(kind__in=kinds, page_key__in=set(page_keys), page__live=True)
    return {str(version.page_key): version for version in _one_language(versions.defer("content"))}


def _module(version: FrozenVersion, parts: Mapping[str, FrozenVersion]) -> FrozenModule:
    content = version.content
    return FrozenModule(
        key=version.slug,
        title=content["title"],
        lead=content["lead"],
        minutes=sum(step["minutes"] for step in content["steps"] if step["required"]),
        goals=content["goals"],
        functions=content["functions"],
        content_notice=content["content_notice"],
        is_open=version.page is not None and version.page.live,
        steps=[_step(step, parts) for step in content["steps"]],
        language=version.language,
        first_modules=content.get("first_modules", ()),
        picture=picture_of(content.get("image")),
    )


def _step(step: Mapping[str, Any], parts: Mapping[str, FrozenVersion]) -> FrozenStep:
    version = parts.get(step.get("page_key", ""))
    return FrozenStep(
        key=step["key"],
        kind=step["kind"],
        title=step["title"],
        lead=step["lead"],
        minutes=step["minutes"],
        required=step["required"],
        body=step.get("body", ""),
        version_id=version.pk if version is not None else None,
        more={name: step[name] for name in MORE if name in step},
    )
