"""What is in the bank, and where it is used."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from wagtail.models import Locale

from learning.engine.quiz.likeness import are_alike, likeness, words_of

from .models import BankCategoryPage, BankQuestionPage, QuizPage

MOST_ALIKE = 3


def category_paths(locale: Locale) -> dict[str, str]:
    """Tree path → "Category / Sub-category", for all categories of a language in one query."""
    titles = dict(BankCategoryPage.objects.filter(locale=locale).values_list("path", "title"))
    step = BankCategoryPage.steplen
    return {
        path: " / ".join(titles[part] for part in (path[:-step], path) if part in titles) for path in titles
    }  # fmt: skip


def category_of(question: BankQuestionPage, paths: dict[str, str]) -> str:
    return paths.get(question.path[: -BankQuestionPage.steplen], "")


def drawable(
    locale: Locale, organisation_id: int | None, category: BankCategoryPage | None, difficulty: str
) -> list[BankQuestionPage]:
    """Published questions of the region and of the quiz's own organisation, from a category with all below it."""
    found = BankQuestionPage.objects.live().filter(
        Q(organisation__isnull=True) | Q(organisation_id=organisation_id), locale=locale
    )
    if category is not None:
        found = found.descendant_of(category)
    if difficulty:
        found = found.filter(difficulty=difficulty)
    return list(found.order_by("translation_key").prefetch_related("tagged_items__tag"))


def quizzes_using(question: BankQuestionPage) -> list[QuizPage]:
    """Quizzes in which a question stands or may be drawn, by title. Two queries, whatever the bank's size."""
    paths = _category_tree()
    quizzes = QuizPage.objects.filter(locale=question.locale).order_by("title", "slug")
    return [quiz for quiz in quizzes if _names(quiz, [question], paths)]


def live_quizzes_using(questions: Iterable[BankQuestionPage]) -> list[QuizPage]:
    """Published quizzes that learners start, in which one of these stands or may be drawn."""
    questions = list(questions)
    paths = _category_tree()
    return [
        quiz
        for quiz in QuizPage.objects.live().filter(locale__in={question.locale_id for question in questions})
        if _names(quiz, [question for question in questions if question.locale_id == quiz.locale_id], paths)
    ]


def questions_alike(question: BankQuestionPage, *, among: QuerySet[BankQuestionPage]) -> list[BankQuestionPage]:
    """The questions in the same language that are most like this one, whatever their kind: at most three, the nearest first."""
    own = words_of(_words_put(question))
    others = among.filter(locale=question.locale).exclude(pk=question.pk)
    found = [
        (likeness(own, words), other) for other in others for words in [words_of(_words_put(other))] if are_alike(own, words)
    ]
    return [other for _likeness, other in sorted(found, key=lambda pair: (-pair[0], pair[1].pk))[:MOST_ALIKE]]


def _words_put(question: BankQuestionPage) -> str:
    blocks = question.question.raw_data if question.question else ()
    return next((str(block["value"].get("text") or "") for block in blocks), "")


def _category_tree() -> dict[int, str]:
    return dict(BankCategoryPage.objects.values_list("pk", "path"))


def _names(quiz: QuizPage, questions: list[BankQuestionPage], paths: dict[int, str]) -> bool:
    own = {question.pk for question in questions}
    for block in quiz.questions.raw_data:
        if block["type"] == "bank" and block["value"] in own:
            return True
        if block["type"] == "draw":
            category = block["value"].get("category")
            if category is None:
                return True
            above = paths.get(category)
            if above is not None and any(question.path.startswith(above) for question in questions):
                return True
    return False
