from __future__ import annotations


class QuizFormatError(ValueError):
    """A quiz cannot be read; ``place`` and ``sentence`` say where and what to do."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place}: {sentence}" if place else sentence)
        self.place, self.sentence = place, sentence


class AnswerError(ValueError):
    """An answer cannot be taken as it is. ``reason``: nothing, one, unknown, incomplete, twice, number."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
