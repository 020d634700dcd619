"""Quizzes: reading, drawing, scoring and counting. A full answer scores 1, an empty one 0; partial credit only grows with
better answers. How each kind counts stands in ``scoring`` and, for trainers, in docs/question-format.md.
"""

from .drawing import in_order, offered_options, offered_rights, questions_for
from .errors import AnswerError, QuizFormatError
from .reading import question_from_dict, quiz_from_dict
from .results import Calibration, Result, calibration, range_text, result
from .scoring import read_answer, score
from .shapes import (
    DIFFICULTIES,
    FORMAT,
    KINDS,
    UNSCORED,
    Accepted,
    Draw,
    Gap,
    Media,
    Number,
    Option,
    Pair,
    Question,
    Quiz,
    ScoreRange,
)

__all__ = [
    "DIFFICULTIES",
    "FORMAT",
    "KINDS",
    "UNSCORED",
    "Accepted",
    "AnswerError",
    "Calibration",
    "Draw",
    "Gap",
    "Media",
    "Number",
    "Option",
    "Pair",
    "Question",
    "Quiz",
    "QuizFormatError",
    "Result",
    "ScoreRange",
    "calibration",
    "in_order",
    "offered_options",
    "offered_rights",
    "question_from_dict",
    "questions_for",
    "quiz_from_dict",
    "range_text",
    "read_answer",
    "result",
    "score",
]
