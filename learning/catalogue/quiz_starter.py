"""A quiz that we ship as a quiz page: its own questions, questions of the bank by key, and draws."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale

from .bank_starter import starter_question
from .models import BankCategoryPage, QuizPage
from .quiz_data import block_value

SETTINGS = {
    "minutes": 5, "pass_mark": None, "show_feedback": "after_each", "shuffle": True, "most": None, "tries": None,
    "only_missed": True, "asks_sure": False,
}  # fmt: skip


def fill_quiz(page: QuizPage, content: dict[str, Any], locale: Locale) -> None:
    page.title, page.intro = content["title"], content.get("intro", "")
    for name, usual in SETTINGS.items():
        setattr(page, name, content.get(name, usual))
    own = [(question["kind"], block_value(question)) for question in content.get("questions") or []]
    page.questions = [*own, *_bank(content, locale), *_draws(content, locale)]
    page.ranges = [("range", {"start": part["from"], "text": part["text"]}) for part in content.get("ranges") or []]


def _bank(content: dict[str, Any], locale: Locale) -> list[tuple[str, Any]]:
    blocks = []
    for key in content.get("bank") or []:
        question = starter_question(key, locale.language_code)
        assert question is not None, f"{content['slug']} names the question {key}, which is not in the starter content"
        blocks.append(("bank", question.page_ptr))
    return blocks


def _draws(content: dict[str, Any], locale: Locale) -> list[tuple[str, Any]]:
    blocks = []
    for draw in content.get("draws") or []:
        category = None
        if draw.get("category"):
            category = BankCategoryPage.objects.filter(locale=locale, title__iexact=draw["category"]).first()
            assert category is not None, f"{content['slug']} draws from {draw['category']}, which is not in the bank"
        value = {
            "number": draw["number"], "category": category.page_ptr if category else None, "difficulty": draw.get("difficulty") or "",
        }  # fmt: skip
        blocks.append(("draw", value))
    return blocks
