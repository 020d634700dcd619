"""An answered question, laid out: what was chosen, what works best, and why. No tables and no user in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from learning.engine.quiz import Option, Question, offered_options, score
from learning.engine.quiz.checking import GAP
from learning.engine.quiz.scoring import gap_points, matches, number_points, plain, read_number
from learning.engine.skills import SKILLS


@dataclass(frozen=True, kw_only=True)
class CheckedOption:
    """One line of the answer. ``note`` says what it would have been, where that is something else."""

    text: str
    feedback: str = ""
    is_right: bool = False
    is_own: bool = False
    note: str = ""
    skills: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckedQuestion:
    """``verdict``: right, part, missed, or none for kinds without a right answer."""

    kind: str
    text: str
    verdict: str
    headline: str
    explanation: str
    source: str
    options: Sequence[CheckedOption]
    model_answer: str = ""
    own_words: str = ""
    before: str = ""


def checked(
    question: Question, chosen: Sequence[str], *, seed: str, shuffle: bool, own_words: str = "", before: str = ""
) -> CheckedQuestion:
    """Lay out an answer. ``before`` is what was chosen on the same scale earlier."""
    credit = score(question, chosen)
    verdict = "none" if not question.is_scored else "right" if credit == 1.0 else "part" if credit > 0 else "missed"
    options = _lines(question, chosen, seed, shuffle)
    return CheckedQuestion(
        kind=question.kind,
        text=GAP.sub("…", question.text),
        verdict=verdict,
        headline=_headline(question, verdict, options),
        explanation=question.explanation,
        source=question.source,
        options=options,
        model_answer=question.model_answer,
        own_words=own_words,
        before=before,
    )


def _headline(question: Question, verdict: str, options: Sequence[CheckedOption]) -> str:
    if verdict == "none":
        return {"open": _("Vergelijk je antwoord rustig."), "essay": _("Je tekst is bewaard.")}.get(
            question.kind, _("Dank je, dit is genoteerd.")
        )
    if verdict == "right":
        return _("Dat klopt.")
    return _counted(question, options) or {
        "part": _("Je zit dichtbij. Iets anders past nog beter."),
        "missed": _("Begrijpelijk. Toch werkt iets anders beter.")
        if question.kind == "sentence"
        else _("Dit klopt nog niet. Kijk hieronder."),
    }.get(verdict, "")


def _counted(question: Question, options: Sequence[CheckedOption]) -> str:
    """What of it is right, in numbers, where an answer has parts; empty where nothing is, or where there are no parts."""
    right = [option for option in options if option.is_right]
    hits = len([option for option in right if option.is_own])
    if not hits or question.kind not in {"multiple", "ordering", "matching", "gap"}:
        return ""
    if question.kind != "multiple":
        return _("%(hits)s van de %(all)s klopt.") % {"hits": hits, "all": len(options)}
    beside = len([option for option in options if option.is_own and not option.is_right])
    words = _("Je koos %(hits)s van de %(all)s die kloppen.") % {"hits": hits, "all": len(right)}
    if not beside:
        return words
    more = ngettext("En %(count)s die er niet bij hoort.", "En %(count)s die er niet bij horen.", beside) % {"count": beside}
    return f"{words} {more}"


def _lines(question: Question, chosen: Sequence[str], seed: str, shuffle: bool) -> list[CheckedOption]:
    if question.kind == "ordering":
        return _ordered(question, chosen)
    if question.kind == "matching":
        return _matched(question, chosen)
    if question.kind == "gap":
        return _filled(question, chosen)
    if question.kind == "number":
        return [_numbered(question, chosen[0] if chosen else "")]
    if question.kind == "open":
        return [CheckedOption(text=text, is_own=str(number) in chosen) for number, text in enumerate(question.checks)]
    return [
        CheckedOption(
            text=option.text, feedback=option.feedback, is_right=option.correct or (option.weight == 1 and not question.several), is_own=option.key in chosen,
            skills=", ".join(_skill(key) for key in option.skills if key in SKILLS), note=_beside(question, option, chosen),
        )
        for option in offered_options(question, seed=seed, shuffle=shuffle)
    ]  # fmt: skip


def _beside(question: Question, option: Option, chosen: Sequence[str]) -> str:
    """Where several may be chosen: which one was left out, and which one does not belong."""
    if not question.several or option.correct == (option.key in chosen):
        return ""
    return _("Dit klopt ook. Jij koos het niet.") if option.correct else _("Jouw antwoord. Het hoort er niet bij.")


def _skill(key: str) -> str:
    return SKILLS[key].en if (get_language() or "").startswith("en") else SKILLS[key].nl


def _ordered(question: Question, chosen: Sequence[str]) -> list[CheckedOption]:
    """The right order, and beside each text where it was put."""
    lines = []
    for number, option in enumerate(question.options, 1):
        own = chosen.index(option.key) + 1 if option.key in chosen else 0
        note = "" if own == number else _("Jij zette dit op plek %(place)s.") % {"place": own}
        lines.append(CheckedOption(text=f"{number}. {option.text}", is_right=own == number, is_own=own == number, note=note))
    return lines


def _matched(question: Question, chosen: Sequence[str]) -> list[CheckedOption]:
    rights, given = question.rights, dict(part.partition("=")[::2] for part in chosen)
    lines = []
    for pair in question.pairs:
        own = rights.get(given.get(pair.key, ""), "")
        note = "" if own == pair.right else _("Jij koos: %(own)s") % {"own": own}
        is_right = own == pair.right
        lines.append(CheckedOption(text=f"{pair.left}: {pair.right}", is_right=is_right, is_own=is_right, note=note))
    return lines


def _filled(question: Question, chosen: Sequence[str]) -> list[CheckedOption]:
    lines = []
    for number, gap in enumerate(question.gaps):
        own = chosen[number] if number < len(chosen) else ""
        typed = plain(own, exact_case=question.exact_case)
        hits = [one for one in gap.accepted if typed and matches(typed, plain(one.text, exact_case=question.exact_case))]
        is_right = gap_points(question, gap, own) == 1.0
        best = next((one.text for one in gap.accepted if one.weight == 1.0), "").replace("\\*", "*")
        shown = own if is_right else best
        note = "" if is_right else _("Jij schreef: %(own)s") % {"own": own or "…"}
        feedback = max(hits, key=lambda one: one.weight).feedback if hits else ""
        lines.append(CheckedOption(text=shown, feedback=feedback, is_right=is_right, is_own=is_right, note=note))
    return lines


def _numbered(question: Question, own: str) -> CheckedOption:
    best = next(one for one in question.numbers if one.weight == 1.0)
    typed = read_number(own)
    hits = [] if typed is None else [one for one in question.numbers if abs(typed - one.value) <= one.tolerance + 1e-9]
    is_right = number_points(question, own) == 1.0
    value = f"{best.value:g}".replace(".", ",") if not (get_language() or "").startswith("en") else f"{best.value:g}"
    shown = own if is_right else value
    return CheckedOption(
        text=f"{shown} {question.unit}".strip(),
        feedback=max(hits, key=lambda one: one.weight).feedback if hits else "",
        is_right=is_right,
        is_own=is_right,
        note="" if is_right else _("Jij schreef: %(own)s") % {"own": own or "…"},
    )
