"""What is wrong with a draft and where, how many ways lead through it and how long it takes. Kept while the draft stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gehoord.core.starter import checksum_of
from learning.engine.reading import ScenarioFormatError, scenario_from_dict
from learning.engine.scenario import Scenario
from learning.engine.validation import ERROR, validate

from .engine_words import worded, worded_place
from .scenario_graph import Graph, first_words, moment_of, moments_of
from .scenario_paths import Paths, walk

KEPT_SECONDS = 3600
PLACE = re.compile(r"moment (?P<moment>[^,]+)(?:, antwoord (?P<reply>[^,]+))?")


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A finding with the moment and reply it belongs to; both empty where it is about the whole."""

    severity: str
    code: str
    place: str
    sentence: str
    reason: str = ""
    moment: str = ""
    reply: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR


@dataclass(frozen=True, kw_only=True)
class Check:
    """``scenario`` is None while the draft cannot be read as a whole: then the one finding says why."""

    findings: Sequence[Placed]
    paths: int
    is_all: bool
    minutes: int

    @property
    def errors(self) -> list[Placed]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def warnings(self) -> list[Placed]:
        return [finding for finding in self.findings if not finding.is_error]

    def at(self, moment: str, reply: str | None = None) -> list[Placed]:
        """The findings of a moment, or of one reply of it."""
        return [one for one in self.findings if one.moment == moment and (reply is None or one.reply == reply)]


def whole(graph: Mapping[str, Any], *, title: str, slug: str) -> Graph:
    """The draft as the engine wants it: with the page's title and slug."""
    return {**graph, "title": title or "–", "slug": slug or "concept"}


def check(graph: Mapping[str, Any], *, title: str, slug: str) -> Check:
    """The check of a draft, in the language of the page; the same draft is not walked twice."""
    full = whole(graph, title=title, slug=slug)
    key = f"catalogue.check.{get_language()}.{checksum_of(full)}"
    found = cache.get(key)
    if found is None:
        found = _check(full)
        cache.set(key, found, KEPT_SECONDS)
    assert isinstance(found, Check)
    return found


def _check(full: Graph) -> Check:
    try:
        scenario = scenario_from_dict(full)
    except ScenarioFormatError as error:
        finding = placed(ERROR, "unreadable", error.place, worded(error.sentence))
        return Check(findings=[finding], paths=0, is_all=True, minutes=0)
    findings = [placed(one.severity, one.code, one.place, worded(one.sentence), one.reason) for one in validate(scenario)]
    paths = walk(scenario)
    return Check(findings=findings, paths=paths.count, is_all=paths.is_all, minutes=paths.minutes)


def placed(severity: str, code: str, place: str, sentence: str, reason: str = "") -> Placed:
    """A finding of the engine with its moment and reply read from the place."""
    match = PLACE.search(place)
    moment, reply = (match.group("moment") or "", match.group("reply") or "") if match else ("", "")
    return Placed(
        severity=severity, code=code, place=place, sentence=sentence, reason=reason, moment=moment.strip(), reply=reply.strip()
    )


def readable(graph: Mapping[str, Any], *, title: str, slug: str) -> Scenario:
    """The draft as a scenario; raises ScenarioFormatError while something essential is missing."""
    return scenario_from_dict(whole(graph, title=title, slug=slug))


def paths_of(scenario: Scenario, checksum: str) -> Paths:
    """The ways through, kept in this process for who turns the pages of the read-through."""
    return _kept_paths(_Keyed(scenario=scenario, checksum=checksum))


@dataclass(frozen=True)
class _Keyed:
    scenario: Scenario
    checksum: str

    def __hash__(self) -> int:
        return hash(self.checksum)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.checksum == self.checksum


@lru_cache(maxsize=16)
def _kept_paths(keyed: _Keyed) -> Paths:
    return walk(keyed.scenario)


def name_of(graph: Mapping[str, Any], key: str) -> str:
    """How a moment is called on the page: its number and first words."""
    for number, moment in enumerate(moments_of(graph), 1):
        if str(moment["key"]) == key:
            return f"{number} · {first_words(moment) or _('nog leeg')}"
    return key


def unreasoned(findings: Sequence[Placed]) -> list[Placed]:
    """Warnings that are left without a written reason: these stop submitting, as errors do."""
    return [one for one in findings if not one.is_error and not one.reason]


def stopping_sentences(graph: Mapping[str, Any], findings: Sequence[Placed]) -> list[str]:
    """Why this draft cannot be submitted or published yet, in plain sentences; empty when it can."""
    sentences = [f"{_where(graph, one)}{one.sentence}" for one in findings if one.is_error]
    if sentences:
        return sentences
    return [
        _("%(where)s%(sentence)s Verbeter het, of schrijf waarom het zo mag blijven.")
        % {"where": _where(graph, one), "sentence": one.sentence}
        for one in unreasoned(findings)
    ]


def _where(graph: Mapping[str, Any], finding: Placed) -> str:
    if not finding.moment:
        return ""
    try:
        moment_of(graph, finding.moment)
    except LookupError:
        return f"{worded_place(finding.place)}: "
    where = _("Moment %(name)s") % {"name": name_of(graph, finding.moment)}
    return f"{where}, {_('antwoord %(key)s') % {'key': finding.reply}}: " if finding.reply else f"{where}: "
