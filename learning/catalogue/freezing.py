"""From a page to the content that learners follow: read, checked again, plain data."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from learning.engine.reading import ScenarioFormatError, scenario_from_dict
from learning.engine.validation import ERROR, validate

from .engine_words import worded, worded_place
from .errors import NotFreezableError
from .models import CataloguePage, ModulePage, QuizPage, ScenarioPage
from .quiz_freezing import quiz_content
from .scenario_translation import untranslated_sentences
from .step_files import OWN_CONTENT, file_faults


def content_of(page: CataloguePage) -> dict[str, Any]:
    """The content to freeze; raises NotFreezableError with plain sentences."""
    if isinstance(page, ModulePage):
        return module_content(page)
    if isinstance(page, ScenarioPage):
        return scenario_content(page)
    assert isinstance(page, QuizPage)
    return quiz_content(page)


def scenario_content(page: ScenarioPage) -> dict[str, Any]:
    """The graph, with the page's own title and slug."""
    graph = {**page.graph, "title": page.title, "slug": page.slug}
    try:
        findings = validate(scenario_from_dict(graph))
    except ScenarioFormatError as error:
        raise NotFreezableError([f"{worded_place(error.place)}: {worded(error.sentence)}".removeprefix(": ")]) from error
    faults = [f"{worded_place(finding.place)}: {worded(finding.sentence)}" for finding in findings if finding.severity == ERROR]
    faults += untranslated_sentences(page)
    if faults:
        raise NotFreezableError(faults)
    return graph


def module_content(page: ModulePage) -> dict[str, Any]:
    """A module as its list of steps; conversations and quizzes are named by key and frozen by themselves."""
    steps = [_step(block) for block in page.steps]
    keys = [step["key"] for step in steps]
    faults = [f"De vaste naam “{key}” staat er twee keer." for key in sorted({key for key in keys if keys.count(key) > 1})]
    if not steps:
        faults.append("Een module heeft minstens één stap nodig.")
    if steps and not any(step["required"] for step in steps):
        faults.append("Minstens één stap moet bij het afronden horen.")
    faults += [
        f"Bij de stap “{step['title']}” is geen gesprek of quiz gekozen." for step in steps if step.get("page_key") == ""
    ]
    faults += [fault for block in page.steps for fault in file_faults(block.block_type, block.value)]
    if faults:
        raise NotFreezableError(faults)
    return {
        "format": "gehoord-module/1",
        "slug": page.slug,
        "title": page.title,
        "lead": page.lead,
        "minutes": sum(step["minutes"] for step in steps if step["required"]),
        "goals": [line.strip() for line in page.goals.splitlines() if line.strip()],
        "functions": page.functions,
        "content_notice": page.content_notice,
        "image": page.image_id,
        "first_modules": [block.value.slug for block in page.first_modules if block.value is not None],
        "steps": steps,
    }


def _step(block: Any) -> dict[str, Any]:
    value = block.value
    shared = {
        "key": value["key"], "kind": block.block_type, "title": value["title"], "lead": value["lead"] or "",
        "minutes": value["minutes"], "required": value["required"],
    }  # fmt: skip
    if block.block_type == "reading":
        return {**shared, "body": value["body"].source}
    if block.block_type in OWN_CONTENT:
        return {**shared, **OWN_CONTENT[block.block_type](value)}
    target: Page | None = value["page"]
    return {**shared, "page_key": str(target.translation_key) if target is not None else ""}
