"""Loads the modules, conversations and quizzes that we ship, and publishes (and so freezes) them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from gehoord.core.models import StarterText
from gehoord.core.registry import StarterRun
from gehoord.core.starter import bring_page, to_rich_text

from .bank_starter import load_questions
from .models import CataloguePage, CatalogueRoot, GuidePage, ModulePage, QuizPage, ScenarioPage
from .quiz_starter import fill_quiz
from .scenario_translation import taken_as_translated
from .step_starter import SLUG_PREFIX, step_value

Fill = Callable[[Any, dict[str, Any], Locale], None]


def load_catalogue(run: StarterRun) -> None:
    """Conversations and quizzes before the modules that name them; Dutch before English."""
    for language, _ in settings.WAGTAIL_CONTENT_LANGUAGES:
        locale, _made = Locale.objects.get_or_create(language_code=language)
        root = _root(locale)
        load_questions(run, locale)
        for folder, model, fill in (
            ("scenarios", ScenarioPage, fill_scenario),
            ("quizzes", QuizPage, fill_quiz),
            ("modules", ModulePage, fill_module),
            ("guides", GuidePage, fill_guide),
        ):
            for path in sorted((run.folder / folder / language).glob("*.yaml")):
                _load(run, root, path, model, fill, locale)


def _root(locale: Locale) -> CatalogueRoot:
    found = CatalogueRoot.objects.filter(locale=locale).first()
    if found is not None:
        return found
    root = CatalogueRoot(title=f"Catalogus ({locale.language_code})", slug=f"catalogus-{locale.language_code}", locale=locale)
    original = CatalogueRoot.objects.first()
    if original is not None:
        root.translation_key = original.translation_key
    Page.get_first_root_node().add_child(instance=root)
    return root


def _load(  # noqa: PLR0917 - a row of the table above
    run: StarterRun, root: CatalogueRoot, path: Path, model: type[CataloguePage], fill: Fill, locale: Locale
) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    name = f"{path.parent.parent.name}/{{}}/{path.stem}"

    def make() -> Page:
        page = model(slug=SLUG_PREFIX[model] + content["slug"], locale=locale)
        original = StarterText.objects.filter(key=name.format(settings.LANGUAGE_CODE)).values_list("page_id", flat=True).first()
        found = Page.objects.filter(pk=original).first()
        if found is not None:
            page.translation_key = found.translation_key
        fill(page, content, locale)
        root.refresh_from_db()
        root.add_child(instance=page)
        page.save_revision().publish()
        return page

    bring_page(
        run=run,
        key=name.format(locale.language_code),
        content=content,
        make=make,
        revise=lambda page: fill(page, content, locale),
    )


def fill_scenario(page: ScenarioPage, content: dict[str, Any], locale: Locale) -> None:
    page.title, page.graph = content["title"], content
    source = ScenarioPage.objects.filter(translation_key=page.translation_key).exclude(locale=locale).first()
    page.translated_from = taken_as_translated(content, source.graph) if source is not None else {}


def fill_module(page: ModulePage, content: dict[str, Any], locale: Locale) -> None:
    page.title, page.lead = content["title"], content["lead"]
    page.functions = content.get("functions", [])
    page.first_modules = [
        ("module", found.page_ptr)
        for slug in content.get("first_modules", [])
        if (found := ModulePage.objects.filter(slug=slug, locale=locale).first()) is not None
    ]
    page.goals, page.content_notice = "\n".join(content.get("goals", [])), content.get("content_notice", "")
    page.steps = [(step["kind"], step_value(step, locale)) for step in content["steps"]]


GUIDE_TEXTS = ("preparation", "agreements", "when_hurt", "aftercare", "role_speaks", "role_student", "role_observes")


def fill_guide(page: GuidePage, content: dict[str, Any], locale: Locale) -> None:
    page.title, page.lead, page.skills = content["title"], content["lead"], content["skills"]
    page.module = ModulePage.objects.filter(slug=content["module"], locale=locale).first()
    for name in GUIDE_TEXTS:
        setattr(page, name, to_rich_text(content[name]))
    page.moments = [("moment", {**moment, "body": RichText(to_rich_text(moment["body"]))}) for moment in content["moments"]]
