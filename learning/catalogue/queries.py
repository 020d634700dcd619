"""What learners may follow: the newest frozen versions of the region and of their own organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gehoord.core.kept import kept
from gehoord.core.prepared import Prepared
from gehoord.organisations.models import Organisation

from .enums import FrozenKind
from .models import FrozenVersion, HiddenModule, LearningPath, ScenarioPage
from .step_files import Picture, picture_of
from .step_starter import SLUG_PREFIX

MORE = ("film", "captions", "file", "question")

REFRESHERS = "opfrissers"
"""The address of the shelf on which all refreshers stand. It is no module of the CMS, and nobody completes it."""


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
    organisation_id: int | None = None  # None: of the region
    first_modules: Sequence[str] = ()
    picture: Picture | None = None

    @property
    def required_keys(self) -> frozenset[str]:
        return frozenset(step.key for step in self.steps if step.required)


def modules_for(organisations: Iterable[Organisation], *, even_hidden: bool = False) -> list[FrozenModule]:
    """Modules of the region and of these organisations, by title; two queries however many there are, and none until
    something is published or frozen again. One of the region that each of them hides is closed: who had begun goes on."""
    own = frozenset(organisation.pk for organisation in organisations)
    return list(kept(("catalogue.modules", own, even_hidden, get_language()), lambda: _modules_for(own, even_hidden)))


def _modules_for(organisation_ids: Collection[int], even_hidden: bool) -> list[FrozenModule]:
    visible = Q(organisation__isnull=True) | Q(organisation__in=organisation_ids)
    versions = FrozenVersion.objects.newest().filter(visible, kind=FrozenKind.MODULE).select_related("page")
    if even_hidden or not organisation_ids:
        return _modules(versions, hidden_by=0)
    hidden = HiddenModule.objects.filter(module_key=OuterRef("slug"), organisation__in=organisation_ids).order_by()
    times = Subquery(hidden.values("module_key").annotate(times=Count("pk")).values("times"))
    return _modules(versions.annotate(hidden_times=Coalesce(times, 0)), hidden_by=len(organisation_ids))


def paths_of(organisation: Organisation) -> list[LearningPath]:
    """The paths that an organisation may assign, the region's first."""
    return list(LearningPath.objects.of(organisation).order_by(F("organisation").asc(nulls_first=True), "pk"))


def hidden_keys(organisation: Organisation) -> set[str]:
    """Modules of the region that this organisation does not show."""
    return set(HiddenModule.objects.filter(organisation=organisation).values_list("module_key", flat=True))


def module_for(organisations: Iterable[Organisation], key: str) -> FrozenModule | None:
    """One module by its key, or the shelf of refreshers; None when there is none, or it is another organisation's."""
    if key == REFRESHERS:
        return refreshers_for(organisations)
    return next((module for module in modules_for(organisations) if module.key == key), None)


def modules_of(organisation: Organisation) -> list[FrozenModule]:
    """Modules that people of one organisation may take."""
    return modules_for([organisation])


def required_step_keys(module_key: str) -> frozenset[str]:
    """The steps that completing a module asks for, by its newest version; empty when there is no such module."""
    return kept(("catalogue.required", module_key, get_language()), lambda: _required_step_keys(module_key))


_MODULE_VERSIONS = Prepared(
    lambda slug: FrozenVersion.objects.newest().filter(kind=FrozenKind.MODULE, slug=slug).defer("content"), str
)
_REQUIRED: dict[str, frozenset[str]] = {}  # by a version's checksum: versions never change
MOST_REQUIRED = 256


def _required_step_keys(module_key: str) -> frozenset[str]:
    found = _one_language(_MODULE_VERSIONS(module_key))
    return frozenset(key for version in found for key in _required_of(version))


def _required_of(version: FrozenVersion) -> frozenset[str]:
    required = _REQUIRED.get(version.checksum)
    if required is None:
        required = frozenset(step["key"] for step in version.content["steps"] if step["required"])
        if len(_REQUIRED) >= MOST_REQUIRED:
            _REQUIRED.clear()
        _REQUIRED[version.checksum] = required
    return required


def live_step_keys(module_key: str) -> frozenset[str]:
    """The steps of a module that are a live training, by its newest version."""
    versions = FrozenVersion.objects.newest().filter(kind=FrozenKind.MODULE, slug=module_key)
    found = _one_language(versions)
    return frozenset(step["key"] for version in found for step in version.content["steps"] if step["kind"] == "live")


def visible_to(organisations: Iterable[Organisation]) -> Q:
    """What is the region's, or of one of these organisations."""
    return Q(organisation__isnull=True) | Q(organisation__in=list(organisations))


def _modules(versions: Iterable[FrozenVersion], *, hidden_by: int) -> list[FrozenModule]:
    """``hidden_by``: so many organisations must hide one of the region's, for who belongs to two sees what one of them shows."""
    chosen = _one_language(versions)
    parts = _parts(step["page_key"] for version in chosen for step in version.content["steps"] if step.get("page_key"))
    found = [_module(version, parts, is_hidden=_is_hidden(version, hidden_by)) for version in chosen]
    return sorted(found, key=lambda module: (not module.is_open, module.title))


def _is_hidden(version: FrozenVersion, hidden_by: int) -> bool:
    return bool(hidden_by) and version.organisation_id is None and getattr(version, "hidden_times", 0) == hidden_by


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


def _module(version: FrozenVersion, parts: Mapping[str, FrozenVersion], *, is_hidden: bool) -> FrozenModule:
    content = version.content
    return FrozenModule(
        key=version.slug,
        title=content["title"],
        lead=content["lead"],
        minutes=sum(step["minutes"] for step in content["steps"] if step["required"]),
        goals=content["goals"],
        functions=content["functions"],
        content_notice=content["content_notice"],
        is_open=version.page is not None and version.page.live and not is_hidden,
        organisation_id=version.organisation_id,
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


def refreshers_for(organisations: Iterable[Organisation]) -> FrozenModule:
    """The refreshers of the region and of these organisations, as steps that nobody is asked for."""
    own = frozenset(organisation.pk for organisation in organisations)
    return kept(("catalogue.refreshers", own, get_language()), lambda: _refreshers_for(own))


def _refreshers_for(organisation_ids: Collection[int]) -> FrozenModule:
    visible = Q(organisation__isnull=True) | Q(organisation__in=organisation_ids)
    newest = FrozenVersion.objects.newest().filter(visible, kind=FrozenKind.SCENARIO, page__live=True)
    found = [version for version in _one_language(newest) if version.content.get("kind") == "refresher"]
    steps = [
        FrozenStep(
            key=version.slug.removeprefix(SLUG_PREFIX[ScenarioPage]), kind="scenario", title=version.content["title"], lead=version.content.get("theme", ""),
            minutes=version.content.get("minutes", 3), required=False, version_id=version.pk,
            more={"practises": version.content.get("x-practises", [])},
        )
        for version in sorted(found, key=lambda version: version.content["title"])
    ]  # fmt: skip
    return FrozenModule(
        key=REFRESHERS, title=_("Opfrissers"), lead=_("Gesprekken van drie minuten, om het levend te houden. Niets hoeft."),
        minutes=3, goals=(), functions=(), content_notice="", is_open=True, steps=steps,
    )  # fmt: skip
