"""What a trainer sees beside the form: the question as a learner gets it, and its answer below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from learning.engine.quiz import Question, QuizFormatError, question_from_dict

from .engine_words import worded
from .quiz_answers import checked
from .quiz_data import question_data
from .quiz_screens import offered


def preview_question(request: HttpRequest, page: Any) -> HttpResponse:
    """One question of the bank, also while it is only a draft."""
    return _shown(request, list(page.question), page.locale.language_code)


def preview_quiz(request: HttpRequest, page: Any) -> HttpResponse:
    """All questions of a quiz under each other; draws are named, not drawn."""
    blocks = []
    for block in page.questions:
        if block.block_type == "bank" and block.value is not None:
            blocks += list(block.value.specific.question)
        elif block.block_type not in {"bank", "draw"}:
            blocks.append(block)
    return _shown(request, blocks, page.locale.language_code)


def _shown(request: HttpRequest, blocks: list[Any], language: str) -> HttpResponse:
    questions: list[Question] = []
    faults: list[str] = []
    for number, block in enumerate(blocks, 1):
        try:
            data = {**question_data(block.block_type, block.value), "key": f"q{number}"}
            questions.append(question_from_dict(data, f"Vraag {number}", language=language))
        except (QuizFormatError, AttributeError, TypeError) as error:
            sentence = worded(error.sentence) if isinstance(error, QuizFormatError) else _("nog niet af.")
            faults.append(_("Vraag %(number)s: %(sentence)s") % {"number": number, "sentence": sentence})
    shown = [
        (offered(question, seed="preview"), checked(question, _best(question), seed="preview", shuffle=True))
        for question in questions
    ]
    return render(request, "catalogue/quiz_preview.html", {"shown": shown, "faults": faults})


def _best(question: Question) -> list[str]:
    """What somebody gives who knows it all."""
    if question.kind == "ordering":
        return [option.key for option in question.options]
    if question.kind == "matching":
        keys = {text: key for key, text in question.rights.items()}
        return [f"{pair.key}={keys[pair.right]}" for pair in question.pairs]
    if question.kind == "gap":
        return [next(one.text for one in gap.accepted if one.weight == 1.0) for gap in question.gaps]
    if question.kind == "number":
        return [f"{next(one.value for one in question.numbers if one.weight == 1.0):g}"]
    return sorted(question.right)
