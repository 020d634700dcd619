"""Loads the questions that we ship into the bank: content/starter/questions/<language>/*.yaml (docs/question-format.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from wagtail.models import Locale, Page

from gehoord.core.models import StarterText
from gehoord.core.registry import StarterRun
from gehoord.core.starter import bring_page

from .bank_services import add_question, bank_of, category_for, fill_question, many_questions
from .models import BankCategoryPage, BankQuestionPage

FORMAT = "gehoord-questions/1"


def question_files(folder: Path, language: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each file's name and content."""
    for path in sorted((folder / "questions" / language).glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert content.get("format") == FORMAT, f"{path} is not in the format {FORMAT}"
        yield path.stem, content


def names_of(content: Mapping[str, Any]) -> list[str]:
    """Category and sub-category of a file."""
    return [str(content[name]) for name in ("category", "subcategory") if content.get(name)]


def load_questions(run: StarterRun, locale: Locale) -> None:
    """A question with other words arrives as a draft; what trainers wrote is never overwritten."""
    files = list(question_files(run.folder, locale.language_code))
    bank = bank_of(locale)
    if not files or bank is None:
        return
    with many_questions():
        for stem, content in files:
            category = category_for(bank, names_of(content), original=_original_category(stem, locale))
            for question in content["questions"]:
                _load(run, locale, stem, category, question)


def question_key(language: str, stem: str, key: str) -> str:
    return f"questions/{language}/{stem}/{key}"


def starter_question(key: str, language: str) -> BankQuestionPage | None:
    """The page of a question that we shipped, by its key alone: keys are unique over all files of a language."""
    known = StarterText.objects.filter(key__startswith=f"questions/{language}/", key__endswith=f"/{key}").first()
    return BankQuestionPage.objects.filter(pk=known.page_id).first() if known is not None else None


def _load(run: StarterRun, locale: Locale, stem: str, category: BankCategoryPage, question: Mapping[str, Any]) -> None:
    def make() -> Page:
        original = _original(stem, question["key"], locale)
        return add_question(by=None, category=category, question=question, original=original)

    bring_page(
        run=run,
        key=question_key(locale.language_code, stem, question["key"]),
        content=dict(question),
        make=make,
        revise=lambda page: fill_question(page.specific, question),
    )


def _original(stem: str, key: str, locale: Locale) -> BankQuestionPage | None:
    """The same question in Dutch."""
    if locale.language_code == settings.LANGUAGE_CODE:
        return None
    known = StarterText.objects.filter(key=question_key(settings.LANGUAGE_CODE, stem, key)).first()
    return BankQuestionPage.objects.filter(pk=known.page_id).first() if known is not None else None


def _original_category(stem: str, locale: Locale) -> BankCategoryPage | None:
    if locale.language_code == settings.LANGUAGE_CODE:
        return None
    known = StarterText.objects.filter(key__startswith=question_key(settings.LANGUAGE_CODE, stem, "")).first()
    page = BankQuestionPage.objects.filter(pk=known.page_id).first() if known is not None else None
    parent = page.get_parent().specific if page is not None else None
    return parent if isinstance(parent, BankCategoryPage) else None
