"""Questions as Moodle XML. Texts go as plain text; what Moodle has no field for goes as a tag ("difficulty:hard")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405 - writing only

from learning.engine.quiz import Question
from learning.engine.quiz.checking import GAP

from .cloze import write_cloze

TYPES = {
    "single": "multichoice", "multiple": "multichoice", "sentence": "multichoice", "true_false": "truefalse",
    "ordering": "ordering", "matching": "matching", "gap": "shortanswer", "number": "numerical", "essay": "essay",
}  # fmt: skip
LEFT_OUT = {
    "scale": "een stelling op een schaal kent Moodle XML niet",
    "open": "een open vraag met voorbeeldantwoord kent Moodle XML niet",
}


def write_moodle_xml(rows: Iterable[tuple[Sequence[str], Question]]) -> tuple[str, list[str]]:
    """The file, and a sentence for every question that is not in it."""
    root = Element("quiz")
    left: list[str] = []
    category: Sequence[str] | None = None
    for names, question in rows:
        if question.kind not in TYPES:
            left.append(f"“{question.text[:60]}” staat er niet in: {LEFT_OUT[question.kind]}.")
            continue
        if tuple(names) != category:
            category = tuple(names)
            holder = SubElement(SubElement(root, "question", type="category"), "category")
            SubElement(holder, "text").text = "$course$/" + "/".join(name.replace("/", "//") for name in category)
        _question(root, question)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _legal(tostring(root, encoding="unicode")) + "\n", left


def _legal(text: str) -> str:
    """Without the control signs that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\n\r\t" or sign >= " ")


def _say(parent: Element, tag: str, text: str, form: str = "plain_text") -> Element:
    element = SubElement(parent, tag, format=form)
    SubElement(element, "text").text = text
    return element


def _question(root: Element, question: Question) -> None:
    cloze = question.kind == "gap" and len(question.gaps) > 1
    row = SubElement(root, "question", type="cloze" if cloze else TYPES[question.kind])
    SubElement(SubElement(row, "name"), "text").text = question.key
    text = question.text
    if cloze:
        text = write_cloze(GAP.split(question.text), question.gaps, exact_case=question.exact_case)
    _say(row, "questiontext", text)
    _say(row, "generalfeedback", question.explanation)
    SubElement(row, "idnumber").text = question.key
    if not cloze:
        _answers(row, question)
    tags = [*question.tags]
    tags += [f"difficulty:{question.difficulty}"] if question.difficulty != "normal" else []
    tags += [f"source:{question.source}"] if question.source else []
    tags += ["kind:sentence"] if question.kind == "sentence" else []
    if tags:
        holder = SubElement(row, "tags")
        for tag in tags:
            SubElement(SubElement(holder, "tag"), "text").text = tag


def _answer(row: Element, text: str, weight: float, feedback: str, form: str = "plain_text") -> Element:
    answer = SubElement(row, "answer", fraction=f"{100 * weight:.7g}", format=form)
    SubElement(answer, "text").text = text
    _say(answer, "feedback", feedback)
    return answer


def _answers(row: Element, question: Question) -> None:
    if question.kind in {"single", "multiple", "sentence"}:
        SubElement(row, "single").text = "false" if question.several else "true"
        SubElement(row, "shuffleanswers").text = "false" if question.keep_order else "true"
        share = 1 / max(1, len(question.right))
        for option in question.options:
            usual = (share if option.correct else -share) if question.several else float(option.correct)
            _answer(row, option.text, usual if option.weight is None else option.weight, option.feedback)
    elif question.kind == "true_false":
        for option in question.options:
            _answer(row, option.key, float(option.correct), option.feedback, "moodle_auto_format")
    elif question.kind == "gap":
        SubElement(row, "usecase").text = "1" if question.exact_case else "0"
        for one in question.gaps[0].accepted:
            _answer(row, one.text, one.weight, one.feedback)
    elif question.kind == "number":
        for number in question.numbers:
            answer = _answer(row, f"{number.value:.12g}", number.weight, number.feedback)
            SubElement(answer, "tolerance").text = f"{number.tolerance:.12g}"
        if question.unit:
            unit = SubElement(SubElement(row, "units"), "unit")
            SubElement(unit, "multiplier").text, SubElement(unit, "unit_name").text = "1", question.unit
    else:
        _other_answers(row, question)


def _other_answers(row: Element, question: Question) -> None:
    if question.kind == "matching":
        for left, right in [*((pair.left, pair.right) for pair in question.pairs), *(("", text) for text in question.others)]:
            part = _say(row, "subquestion", left)
            SubElement(SubElement(part, "answer"), "text").text = right
    elif question.kind == "ordering":
        for option in question.options:
            _answer(row, option.text, 1.0, "")
    else:
        _say(row, "graderinfo", question.guidance)
