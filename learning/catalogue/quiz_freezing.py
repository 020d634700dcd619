"""A quiz as learners follow it: its own questions and every question of the bank that it may draw."""

from __future__ import annotations

from typing import Any

from learning.engine.quiz import DIFFICULTIES, FORMAT, QuizFormatError, quiz_from_dict
from learning.engine.quiz.reading import TRUE_FALSE

from .bank_queries import category_of, category_paths, drawable
from .engine_words import worded, worded_place
from .errors import NotFreezableError
from .models import BankQuestionPage, QuizPage
from .quiz_data import question_data


def quiz_content(page: QuizPage) -> dict[str, Any]:
    """The content to freeze; raises NotFreezableError with plain sentences."""
    collected = _Collected(page)
    for block in page.questions:
        collected.add(block)
    if collected.faults:
        raise NotFreezableError(collected.faults)
    content = {
        "format": FORMAT,
        "slug": page.slug,
        "title": page.title,
        "intro": page.intro,
        **{name: getattr(page, name) for name in _SETTINGS},
        "ranges": [{"from": block.value["start"], "text": block.value["text"]} for block in page.ranges],
        "questions": list(collected.questions.values()),
        "plan": collected.plan,
    }
    try:
        quiz_from_dict(content)
    except QuizFormatError as error:
        raise NotFreezableError([f"{worded_place(error.place)}: {worded(error.sentence)}".removeprefix(": ")]) from error
    return content


_SETTINGS = ("minutes", "show_feedback", "pass_mark", "shuffle", "most", "tries", "only_missed", "asks_sure")


class _Collected:
    """The questions and the plan, with what is missing. A question that stands there twice is taken once."""

    def __init__(self, page: QuizPage) -> None:
        self.page = page
        self.questions: dict[str, dict[str, Any]] = {}
        self.plan: list[Any] = []
        self.faults: list[str] = []
        self.paths = category_paths(page.locale)

    def add(self, block: Any) -> None:
        if block.block_type == "draw":
            self._draw(block.value)
        elif block.block_type == "bank":
            self._bank(block.value)
        else:
            key = str(block.id)
            self.questions[key] = {**question_content(block.block_type, block.value, self.page), "key": key}
            self.plan.append(key)

    def _bank(self, chosen: Any) -> None:
        question = chosen.specific if chosen is not None else None
        if not isinstance(question, BankQuestionPage) or not question.live:
            title = question.title if question is not None else ""
            self.faults.append(f"Een gekozen vraag staat niet (meer) gepubliceerd in de bank: {title or 'onbekend'}.")
            return
        key = self._take(question)
        if key not in self.plan:
            self.plan.append(key)

    def _draw(self, value: Any) -> None:
        category = value["category"].specific if value["category"] is not None else None
        found = drawable(self.page.locale, self.page.organisation_id, category, value["difficulty"] or "")
        if len(found) < value["number"]:
            where = category.title if category is not None else "de hele bank"
            self.faults.append(f"Er zijn {len(found)} vragen om te trekken uit “{where}”, en je vraagt er {value['number']}.")
            return
        self.plan.append({"number": value["number"], "from": [self._take(question) for question in found]})

    def _take(self, question: BankQuestionPage) -> str:
        key = str(question.translation_key)
        if key not in self.questions:
            block = question.question[0]
            self.questions[key] = {
                **question_content(block.block_type, block.value, self.page),
                "key": key,
                "category": category_of(question, self.paths),
                "difficulty": question.difficulty if question.difficulty in DIFFICULTIES else "normal",
                "tags": sorted(item.tag.name for item in question.tagged_items.all()),
            }
        return key


def question_content(kind: str, value: Any, page: Any) -> dict[str, Any]:
    """One question block as plain data, in the words of the page's language."""
    data = question_data(kind, value)
    if kind != "true_false":
        return data
    yes, no = TRUE_FALSE.get(page.locale.language_code, TRUE_FALSE["nl"])
    is_true = data.pop("is_true")
    options = [
        {"key": "true", "text": yes, "correct": is_true, "feedback": data.pop("feedback_true")},
        {"key": "false", "text": no, "correct": not is_true, "feedback": data.pop("feedback_false")},
    ]
    return {**data, "options": options}
