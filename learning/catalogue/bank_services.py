"""Putting questions in the bank from elsewhere, and letting quizzes follow what changes there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from gehoord.core import audit

from .bank_queries import live_quizzes_using
from .models import BankCategoryPage, BankQuestionPage, CatalogueRoot, QuestionBankPage
from .quiz_data import block_value, fingerprint_of
from .services import freeze_published

_waiting: ContextVar[dict[int, tuple[BankQuestionPage, Any]] | None] = ContextVar("questions_waiting", default=None)


def question_changed(*, question: BankQuestionPage, by: Any) -> None:
    """Every published quiz that uses a question is frozen again, so that learners who start now get its newest words.

    Within `many_questions` that happens once, at the end.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting[question.pk] = (question, by)
        return
    _follow([question], by)


def _follow(questions: Iterable[BankQuestionPage], by: Any) -> None:
    for quiz in live_quizzes_using(questions):
        freeze_published(page=quiz, by=by)


@contextmanager
def many_questions() -> Iterator[None]:
    """Many questions at once: the quizzes that use them are frozen again once, at the end."""
    token = _waiting.set({})
    try:
        yield
        waiting = _waiting.get() or {}
    finally:
        _waiting.reset(token)
    if waiting:
        _follow([question for question, _ in waiting.values()], next(iter(waiting.values()))[1])


def bank_of(locale: Locale) -> QuestionBankPage | None:
    """The bank of a language, made where the catalogue is there and the bank is not; None without a catalogue."""
    bank = QuestionBankPage.objects.filter(locale=locale).first()
    if bank is not None:
        return bank
    root = CatalogueRoot.objects.filter(locale=locale).first()
    if root is None:
        return None
    bank = QuestionBankPage(title=_("Vragenbank"), slug=f"vragenbank-{locale.language_code}", locale=locale)
    _add(root, bank, QuestionBankPage.objects.exclude(locale=locale).first())
    return bank


def category_for(
    bank: QuestionBankPage, names: Sequence[str], *, organisation: Any = None, original: BankCategoryPage | None = None
) -> BankCategoryPage:
    """The category of these names (one or two), made where it is not there. ``original``: the same in another language."""
    parent: Page = bank
    found: BankCategoryPage | None = None
    for place, name in enumerate(names[:2]):
        found = next(
            (page for page in BankCategoryPage.objects.child_of(parent) if page.title.casefold() == name.casefold()), None
        )
        if found is None:
            found = BankCategoryPage(title=name[:255], locale=bank.locale, organisation=organisation)
            _add(parent, found, original if place == len(names[:2]) - 1 else None)
        parent = found
    assert found is not None
    return found


def _add(parent: Page, page: Page, original: Page | None) -> None:
    if original is not None and not type(page).objects.filter(
        translation_key=original.translation_key, locale=page.locale
    ).exists():  # fmt: skip
        page.translation_key = original.translation_key
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()


def fill_question(page: BankQuestionPage, question: Mapping[str, Any]) -> None:
    """Put plain data on a question's page."""
    page.question = [(question["kind"], block_value(question))]
    page.difficulty = question.get("difficulty") or "normal"


@transaction.atomic
def add_question(
    *,
    by: Any,
    category: BankCategoryPage,
    question: Mapping[str, Any],
    organisation: Any = None,
    publish: bool = True,
    original: BankQuestionPage | None = None,
) -> BankQuestionPage:
    """Add one question to the bank; one with the same kind and words in the same bank is returned as it is."""
    fingerprint = fingerprint_of(question["kind"], question["text"])
    there = BankQuestionPage.objects.filter(fingerprint=fingerprint, locale=category.locale, organisation=organisation).first()
    if there is not None:
        return there
    page = BankQuestionPage(locale=category.locale, organisation=organisation, live=publish, owner=by)
    fill_question(page, question)
    if original is not None:
        page.translation_key = original.translation_key
    category.refresh_from_db()
    category.add_child(instance=page)
    page.tags.set(list(question.get("tags") or []))
    revision = page.save_revision(user=by)
    if publish:
        revision.publish(user=by)
    if by is not None:
        audit.record(by=by, action="catalogue.question_added", target=page, organisation_id=page.organisation_id)
    return page
