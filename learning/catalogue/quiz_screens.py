"""The player's parts of a quiz: a question + what was sent → what a page shows. No tables and no user in here.

The same parts serve the learner's room and a trainer's preview.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from learning.engine.quiz import AnswerError, Question, offered_options, offered_rights, read_answer
from learning.engine.quiz.checking import GAP

from .quiz_media import MediaShown, media_of


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing to choose, and whether it was chosen before the page came back."""

    key: str
    text: str
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line with a choice of its own: a text to place, or a left text to match."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Part of a text with gaps: words, or the gap that follows them."""

    text: str
    name: str = ""
    number: int = 0
    typed: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferedQuestion:
    """A question as a form shows it. ``part`` names the fields that it needs."""

    part: str
    heading: str
    lead: Sequence[str]
    hint: str
    choices: Sequence[Choice] = ()
    rows: Sequence[Row] = ()
    pieces: Sequence[Piece] = ()
    typed: str = ""
    unit: str = ""
    model_answer: str = ""
    media: MediaShown | None = None
    error: str = ""
    is_multiple: bool = False
    first: str = field(default="keuze-1")


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def offered(
    question: Question, *, seed: str, shuffle: bool = True, sent: QueryDict | None = None, reason: str = ""
) -> OfferedQuestion:
    """The question as a form. ``sent`` keeps what was filled in when something was missing (``reason``)."""
    given = sent or QueryDict()
    *lead, heading = paragraphs(question.text) or [""]
    own = _PARTS[question.kind](question, seed, shuffle, given)
    if question.kind == "gap" and own["part"] == "gaps":
        lead, heading = [], _("Vul in wat er ontbreekt.")
    return OfferedQuestion(
        heading=heading, lead=lead, media=media_of(question), error=_problem(question, reason) if reason else "", **own
    )  # fmt: skip


def _choices(question: Question, seed: str, shuffle: bool, sent: QueryDict) -> dict[str, Any]:
    chosen = set(sent.getlist("chosen"))
    hints = {"multiple": _("Meer antwoorden mogen."), "sentence": _("Kies de zin die het dichtst bij jou ligt."),
             "scale": _("Er is geen goed of fout.")}  # fmt: skip
    return {
        "part": "choices",
        "hint": hints.get(question.kind, ""),
        "is_multiple": question.several,
        "choices": [
            Choice(key=option.key, text=option.text, is_chosen=option.key in chosen)
            for option in offered_options(question, seed=seed, shuffle=shuffle)
        ],
    }


def _places(question: Question, seed: str, shuffle: bool, sent: QueryDict) -> dict[str, Any]:
    """Texts with a place each; as long as nobody chose, they have the places in which they stand."""
    shown = offered_options(question, seed=seed, shuffle=shuffle)
    places = {option.key: sent.get(f"place-{option.key}", "") or str(number) for number, option in enumerate(shown, 1)}
    return {
        "part": "places",
        "hint": _("Geef elke regel een nummer. 1 komt eerst."),
        "first": f"place-{shown[0].key}",
        "rows": [
            Row(
                name=f"place-{option.key}",
                label=option.text,
                choices=[
                    Choice(key=str(number), text=str(number), is_chosen=places[option.key] == str(number))
                    for number in range(1, len(shown) + 1)
                ],
            )
            for option in shown
        ],
    }


def _pairs(question: Question, seed: str, shuffle: bool, sent: QueryDict) -> dict[str, Any]:
    rights = offered_rights(question, seed=seed)
    return {
        "part": "pairs",
        "hint": _("Kies bij elke regel wat erbij hoort."),
        "first": f"pair-{question.pairs[0].key}",
        "rows": [
            Row(
                name=f"pair-{pair.key}",
                label=pair.left,
                choices=[Choice(key=key, text=text, is_chosen=sent.get(f"pair-{pair.key}") == key) for key, text in rights],
            )
            for pair in question.pairs
        ],
    }


def _gaps(question: Question, seed: str, shuffle: bool, sent: QueryDict) -> dict[str, Any]:
    words = GAP.split(question.text)
    if len(words) == 1:
        return {"part": "text", "hint": "", "typed": sent.get("gap-1") or "", "first": "gap-1"}
    pieces = [
        Piece(text=text, name=f"gap-{number}", number=number, typed=sent.get(f"gap-{number}") or "")
        for number, text in enumerate(words[:-1], 1)
    ]
    return {"part": "gaps", "hint": "", "pieces": [*pieces, Piece(text=words[-1])], "first": "gap-1"}


def _number(question: Question, seed: str, shuffle: bool, sent: QueryDict) -> dict[str, Any]:
    return {"part": "number", "hint": "", "typed": sent.get("number") or "", "unit": question.unit, "first": "number"}


def _words(question: Question, seed: str, shuffle: bool, sent: QueryDict) -> dict[str, Any]:
    hints = {"open": _("Schrijf het zoals jij het zegt. Daarna zie je een voorbeeld om mee te vergelijken."),
             "essay": _("Alleen jij ziet dit. Aan het eind kun je kiezen of een trainer het leest.")}  # fmt: skip
    return {"part": "words", "hint": hints[question.kind], "typed": sent.get("words") or "", "first": "words"}


def compare(question: Question) -> OfferedQuestion:
    """The second half of an open question: the example, and what to look at in one's own answer."""
    *lead, heading = paragraphs(question.text) or [""]
    return OfferedQuestion(
        part="checks",
        heading=heading,
        lead=lead,
        hint="",
        model_answer=question.model_answer,
        choices=[Choice(key=str(number), text=text) for number, text in enumerate(question.checks)],
        is_multiple=True,
    )


_PARTS: dict[str, Callable[[Question, str, bool, QueryDict], dict[str, Any]]] = {
    "single": _choices,
    "multiple": _choices,
    "true_false": _choices,
    "sentence": _choices,
    "scale": _choices,
    "ordering": _places,
    "matching": _pairs,
    "gap": _gaps,
    "number": _number,
    "open": _words,
    "essay": _words,
}


def answer_sent(question: Question, sent: QueryDict) -> list[str]:
    """What a form sent, as an answer of the engine; raises AnswerError with a reason."""
    if question.kind == "ordering":
        return read_answer(question, _order_sent(question, sent))
    if question.kind == "matching":
        chosen = [(pair.key, sent.get(f"pair-{pair.key}") or "") for pair in question.pairs]
        return read_answer(question, [f"{left}={right}" for left, right in chosen])
    if question.kind == "gap":
        return read_answer(question, [sent.get(f"gap-{number}") or "" for number in range(1, len(question.gaps) + 1)])
    if question.kind == "number":
        return read_answer(question, [sent.get("number") or ""])
    return read_answer(question, sorted(set(sent.getlist("chosen"))))


def _order_sent(question: Question, sent: QueryDict) -> list[str]:
    places: dict[str, str] = {option.key: sent.get(f"place-{option.key}") or "" for option in question.options}
    known = {str(number) for number in range(1, len(places) + 1)}
    if not set(places.values()) <= known:
        raise AnswerError("incomplete")
    if len(set(places.values())) != len(places):
        raise AnswerError("twice")
    return sorted(places, key=lambda key: int(places[key]))


def _problem(question: Question, reason: str) -> str:
    """What to do, in one sentence."""
    if question.kind in {"gap", "number", "essay", "open"} and reason == "nothing":
        return _("Vul eerst iets in. Niet zeker? Schrijf wat je denkt.")
    sentences: Mapping[str, str] = {
        "twice": _("Een nummer staat er twee keer. Geef elke regel een eigen nummer."),
        "incomplete": _("Er mist nog iets. Kies bij elke regel één antwoord."),
        "number": _("Vul een getal in, zoals 12 of 0,5."),
        "one": _("Kies één antwoord."),
    }
    return sentences.get(reason, _("Kies eerst een antwoord. Niet zeker? Kies wat het dichtst bij jou ligt."))
