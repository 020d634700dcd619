"""A translation shares the graph of its source (keys, targets, conditions, openness) and has words of its own.

The source is the page of the same translation key in the house's first language. A translation keeps the source's words
as they were when it was written: where they differ from the source's published words now, that line is marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .scenario_graph import Graph, Path, name_of_path, with_words, words_of

if TYPE_CHECKING:
    from .models import ScenarioPage

JOIN = "/"


@dataclass(frozen=True, kw_only=True)
class Word:
    """One text to translate. ``was`` is what the source said when it was translated."""

    path: str
    where: str
    source: str
    text: str
    was: str

    @property
    def is_missing(self) -> bool:
        return not self.text.strip() or not self.was

    @property
    def is_changed(self) -> bool:
        """The source says something else now."""
        return bool(self.was) and self.was != self.source

    @property
    def is_done(self) -> bool:
        return not self.is_missing and not self.is_changed


def source_of(page: ScenarioPage) -> ScenarioPage | None:
    """The page whose graph this one shares; None for a page that is the source itself, or stands alone."""
    if page.pk is None or page.locale.language_code == settings.LANGUAGE_CODE:
        return None
    model = type(page)
    return model.objects.filter(translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE).first()


def is_translation(page: ScenarioPage) -> bool:
    return source_of(page) is not None


def words_to_translate(page: ScenarioPage, source: ScenarioPage) -> list[Word]:
    """Every text of the source's published conversation with its translation so far, in the order of the source."""
    own = {JOIN.join(path): text for path, text in words_of(page.graph)}
    return [
        Word(
            path=JOIN.join(path),
            where=name_of_path(source.graph, path),
            source=text,
            text=own.get(JOIN.join(path), "") if JOIN.join(path) in page.translated_from else "",
            was=str(page.translated_from.get(JOIN.join(path), "")),
        )
        for path, text in words_of(source.graph)
    ]


def translated(source: Graph, words: Mapping[str, str], own: Graph) -> Graph:
    """The source's graph with these words; where none is given the source's stand in, so that the graph stays whole."""

    def replace(path: Path, text: str) -> str:
        return words.get(JOIN.join(path), "").strip() or text

    graph = with_words(source, replace)
    student = dict(own.get("student") or {}) or dict(source.get("student") or {})
    return {**graph, "student": {**(source.get("student") or {}), **({"name": student["name"]} if student.get("name") else {})}}


def taken_as_translated(graph: Graph, source: Graph) -> dict[str, str]:
    """What ``translated_from`` is for a translation that came in whole, such as starter content: every text it has."""
    own = {JOIN.join(path) for path, _text in words_of(graph)}
    return {JOIN.join(path): text for path, text in words_of(source) if JOIN.join(path) in own}


def same_shape(graph: Graph, source: Graph) -> bool:
    """Whether two graphs have the same keys, targets, conditions and openness, whatever their words."""

    def bare(one: Graph) -> Any:
        emptied = with_words(one, lambda path, text: "…")
        return {name: value for name, value in emptied.items() if name not in {"title", "slug", "student"}}

    return bool(bare(graph) == bare(source))


def untranslated_sentences(page: ScenarioPage) -> Sequence[str]:
    """Why a translation cannot be published yet; empty when it is complete, or is no translation."""
    source = source_of(page)
    if source is None:
        return []
    words = words_to_translate(page, source)
    missing, changed = sum(word.is_missing for word in words), sum(word.is_changed for word in words)
    sentences = []
    if missing:
        sentences.append(
            ngettext("Er is nog %(count)s zin niet vertaald.", "Er zijn nog %(count)s zinnen niet vertaald.", missing)
            % {"count": missing}
        )
    if changed:
        sentences.append(
            ngettext(
                "Van %(count)s zin is de bron veranderd. Kijk of de vertaling nog klopt.",
                "Van %(count)s zinnen is de bron veranderd. Kijk of de vertalingen nog kloppen.",
                changed,
            )
            % {"count": changed}
        )
    if not sentences and not same_shape(page.graph, source.graph):
        sentences.append(_("Het gesprek zelf is veranderd. Open de vertaling en bewaar haar, dan gaat ze daarin mee."))
    return sentences
