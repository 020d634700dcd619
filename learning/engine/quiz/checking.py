"""What must be true of a question before anybody can take it."""

from __future__ import annotations

import re

from learning.engine.said import said
from learning.engine.skills import SKILLS

from .errors import QuizFormatError
from .shapes import WITH_OPTIONS, Question

GAP = re.compile(r"_{3,}")
"""A gap in a text: three underscores or more."""
MOST_OPTIONS = 12
OTHER_GAPS = "In de tekst staan %(marks)s gaten (___), en er zijn %(gaps)s antwoorden. Maak dat gelijk."


def check(question: Question, place: str) -> None:
    """Raises QuizFormatError with a sentence that says what to do."""
    for sentence in (_options(question), _weights(question), _parts(question), _media(question)):
        if sentence:
            raise QuizFormatError(place, sentence)


def _options(question: Question) -> str:  # noqa: PLR0911 - one sentence per fault
    if question.kind not in WITH_OPTIONS:
        return ""
    keys = [option.key for option in question.options]
    if len(keys) < 2 or len(set(keys)) != len(keys) or not all(option.text for option in question.options):
        return "Geef minstens twee verschillende antwoorden."
    if len(keys) > MOST_OPTIONS:
        return said("Geef hoogstens %(most)s antwoorden.", most=MOST_OPTIONS)
    if len({option.text for option in question.options}) != len(keys):
        return "Twee antwoorden zijn precies gelijk. Maak ze verschillend, of haal er één weg."
    if question.kind in {"scale", "ordering"}:
        return ""
    if not question.right:
        return "Geef aan welk antwoord goed is."
    if question.kind != "multiple" and len(question.right) != 1:
        return "Bij deze soort is precies één antwoord goed."
    unknown = sorted({skill for option in question.options for skill in option.skills} - SKILLS.keys())
    return said("Deze vaardigheid ken ik niet: %(names)s.", names=", ".join(unknown)) if unknown else ""


def _weights(question: Question) -> str:  # noqa: PLR0911 - one sentence per fault
    weights = [(option.correct, option.weight) for option in question.options if option.weight is not None]
    if not weights or question.kind not in {"single", "multiple", "true_false", "sentence"}:
        return ""
    if any(not -1 <= weight <= 1 for _, weight in weights):
        return "Een gewicht ligt tussen −1 (−100 %) en 1 (100 %)."
    if question.kind == "multiple":
        if len(weights) != len(question.options):
            return "Geef elk antwoord een gewicht, of geen enkel."
        if any((weight > 0) != correct for correct, weight in weights):
            return "Een goed antwoord heeft een gewicht boven 0, een ander antwoord 0 of lager."
        if abs(sum(weight for correct, weight in weights if correct) - 1) > 0.011:
            return "De gewichten van de goede antwoorden zijn samen 1 (100 %)."
        return ""
    if any(correct and weight < 1 for correct, weight in weights):
        return "Het goede antwoord heeft gewicht 1 (100 %)."
    return ""


def _parts(question: Question) -> str:  # noqa: PLR0911 - one sentence per kind
    if question.kind == "matching":
        lefts = [pair.left for pair in question.pairs]
        if len(lefts) < 2 or len(set(lefts)) != len(lefts) or not all(pair.left and pair.right for pair in question.pairs):
            return "Geef minstens twee verschillende paren, met links en rechts een tekst."
        return "" if len(question.rights) > 1 else "Geef rechts minstens twee verschillende teksten."
    if question.kind == "gap":
        marks = len(GAP.findall(question.text))
        if not question.gaps or not all(gap.accepted for gap in question.gaps):
            return "Geef bij elk gat minstens één antwoord dat goed is."
        if marks not in {0, len(question.gaps)} or (marks == 0 and len(question.gaps) > 1):
            return said(OTHER_GAPS, marks=marks, gaps=len(question.gaps))
        if any(
            max(one.weight for one in gap.accepted) < 1 or not all(one.text for one in gap.accepted) for gap in question.gaps
        ):
            return "Bij elk gat is minstens één antwoord helemaal goed."
    if question.kind == "number" and (not question.numbers or max(one.weight for one in question.numbers) < 1):
        return "Geef een getal dat helemaal goed is."
    if question.kind == "open" and not question.model_answer:
        return "Schrijf een voorbeeldantwoord: daarmee kijkt de deelnemer het eigen antwoord na."
    return ""


def _media(question: Question) -> str:
    if question.media is None:
        return ""
    if question.media.kind == "film" and question.media.captions is None and not question.media.transcript:
        return "Een film heeft ondertiteling nodig, of een uitgeschreven tekst."
    if question.media.kind == "image" and not question.media.alt:
        return "Beschrijf in één zin wat er op de afbeelding staat, voor wie haar niet ziet."
    return ""
