"""What a reader finds in a file: questions as plain data, and what there is to say about them. Pure: no tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from learning.catalogue.engine_words import worded
from learning.engine.quiz import Question, QuizFormatError, question_from_dict
from learning.engine.said import said

NOTE, SKIPPED = "note", "skipped"
RECKONED = "De goede antwoorden waren samen %(total)s %%. We rekenen dat om naar 100 %%."


class UnreadableFileError(ValueError):
    """A file cannot be read at all; ``sentence`` says why and what to do. Nothing was changed."""

    def __init__(self, sentence: str) -> None:
        self.sentence = worded(sentence)
        super().__init__(self.sentence)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to say. ``line`` counts from 1; None where a file has no lines. Skipped: the question is not taken."""

    line: int | None
    severity: str
    sentence: str

    def __str__(self) -> str:
        return f"{_('Regel %(line)s:') % {'line': self.line}} {self.sentence}" if self.line else self.sentence


@dataclass(kw_only=True)
class Found:
    """One question. ``data`` is in the shape of docs/question-format.md; None where it could not be taken."""

    line: int | None
    category: tuple[str, ...] = ()
    data: dict[str, Any] | None = None
    findings: list[Finding] = field(default_factory=list)
    title: str = ""

    @property
    def question(self) -> Question | None:
        return question_from_dict(self.data) if self.data is not None else None

    def note(self, sentence: str) -> None:
        self.findings.append(Finding(line=self.line, severity=NOTE, sentence=worded(sentence)))

    def skip(self, sentence: str) -> None:
        self.data = None
        self.findings.append(Finding(line=self.line, severity=SKIPPED, sentence=worded(sentence)))

    def keep(self, data: Mapping[str, Any]) -> None:
        """Take the question, once the engine has read it; else say why not."""
        try:
            question_from_dict(data)
        except QuizFormatError as error:
            self.skip(said("%(why)s Deze vraag is overgeslagen.", why=worded(error.sentence)))
        else:
            self.data = dict(data)


def usual_weights(options: list[dict[str, Any]], kind: str) -> None:
    """Take away weights that say what the usual rule says: what goes out comes back the same."""
    if kind == "multiple":
        share = 1 / max(1, sum(bool(option["correct"]) for option in options))
        usual = all(abs(option["weight"] - (share if option["correct"] else -share)) < 0.001 for option in options)
    else:
        usual = all(abs(option["weight"] - float(option["correct"])) < 0.001 for option in options)
    if usual:
        for option in options:
            del option["weight"]
