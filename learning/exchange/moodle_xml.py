"""Moodle XML (https://docs.moodle.org/en/Moodle_XML_format), read with a parser that refuses entities and document types."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder  # nosec B405 - the tree; parsing is defusedxml's

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from learning.catalogue.engine_words import worded
from learning.engine.said import said

from .cloze import read_cloze
from .found import RECKONED, Found, UnreadableFileError, usual_weights
from .gift import names_of
from .plain_text import if_html

NAMES = {
    "calculated": "een berekende vraag", "calculatedmulti": "een berekende vraag", "calculatedsimple": "een berekende vraag",
    "ddimageortext": "slepen op een afbeelding", "ddmarker": "punten op een afbeelding", "ddwtos": "woorden in een tekst slepen",
    "gapselect": "woorden in een tekst kiezen", "randomsamatch": "willekeurig koppelen", "random": "een willekeurige vraag",
    "description": "een tekst zonder vraag",
}  # fmt: skip
LINE = "line-in-the-file"
BROKEN = "Dit is geen goede XML. Het loopt vast op regel %(line)s. Exporteer het bestand opnieuw uit Moodle."


class _Lines(TreeBuilder):
    """Keeps on which line each question begins."""

    parser: Any = None

    def start(self, tag: Any, attrs: Any) -> Element:
        element = super().start(tag, attrs)
        if tag == "question":
            element.set(LINE, str(self.parser.parser.CurrentLineNumber))
        return element


def read_moodle_xml(data: bytes) -> list[Found]:
    """All questions; raises UnreadableFileError with a sentence."""
    builder = _Lines()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException as error:
        raise UnreadableFileError(
            "Dit XML-bestand gebruikt entiteiten of een eigen documenttype. Dat lezen we niet, voor de veiligheid."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (None,))[0]
        raise UnreadableFileError(
            said(BROKEN, line=line) if line else "Dit is geen goede XML. Exporteer het bestand opnieuw uit Moodle."
        ) from error
    except RecursionError as error:
        raise UnreadableFileError("Dit XML-bestand is te diep genest om een vragenlijst te zijn.") from error
    if root.tag != "quiz":
        raise UnreadableFileError("Dit is geen Moodle XML: het bestand begint niet met <quiz>.")
    return _questions(root)


def _questions(root: Element) -> list[Found]:
    category: tuple[str, ...] = ()
    found: list[Found] = []
    for row in root.iter("question"):
        if row.get("type") == "category":
            category = names_of(_raw(row.find("category")))
            continue
        one = Found(line=int(row.get(LINE, "0")) or None, category=category, title=_raw(row.find("name")))
        found.append(one)
        read = _KINDS.get(row.get("type", ""))
        if read is None:
            name = worded(NAMES.get(row.get("type", ""), "")) or f"“{row.get('type', '')}”"
            one.skip(said("Dit is %(name)s. Die nemen we niet over.", name=name))
            continue
        try:
            read(one, row, _shared(one, row))
        except (ValueError, KeyError):
            one.skip("In deze vraag staat een getal dat we niet kunnen lezen. Ze is overgeslagen.")
    return found


def _raw(element: Element | None) -> str:
    if element is None:
        return ""
    return (element.findtext("text") or element.text or "").strip()


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    return if_html(element.findtext("text") or "", element.get("format") or "plain")[0]


def _one_line(element: Element | None) -> str:
    return " ".join(_text(element).split())


def _shared(found: Found, row: Element) -> dict[str, Any]:
    text = row.find("questiontext")
    data: dict[str, Any] = {"text": _text(text) or found.title, "explanation": _text(row.find("generalfeedback"))}
    if row.find(".//file") is not None:
        found.note("Een afbeelding of bestand bij deze vraag is niet meegekomen. Voeg het toe in de vragenbank.")
    key = (row.findtext("idnumber") or "").strip()
    if key:
        data["key"] = key
    for tag in row.iterfind("tags/tag"):
        name, _, value = _raw(tag).partition(":")
        if name in {"difficulty", "source", "unit", "kind"} and value:
            data[name] = value.strip()
        elif _raw(tag):
            data.setdefault("tags", []).append(_raw(tag))
    return data


def _fraction(answer: Element) -> float:
    fraction: str = answer.get("fraction") or "0"
    return round(float(fraction) / 100, 7)


def _multichoice(found: Found, row: Element, data: dict[str, Any]) -> None:
    asked = data.pop("kind", "")
    several = (row.findtext("single") or "true").strip().lower() in {"false", "0"}
    options: list[dict[str, Any]] = [
        {
            "text": _one_line(answer), "weight": _fraction(answer), "feedback": _one_line(answer.find("feedback")),
            "correct": _fraction(answer) > 0 if several else _fraction(answer) >= 1,
        }
        for answer in row.iterfind("answer")
    ]  # fmt: skip
    right = [option for option in options if option["correct"]]
    if not right:
        found.skip("Geen enkel antwoord is goed. Deze vraag is overgeslagen.")
        return
    total = sum(option["weight"] for option in right)
    if several and abs(total - 1) > 0.011:
        found.note(said(RECKONED, total=f"{100 * total:g}"))
        for option in right:
            option["weight"] = round(option["weight"] / total, 7)
    if not several and len(right) > 1:
        found.note("Hier zijn meer antwoorden goed, en je kiest er één. Elk daarvan telt helemaal.")
        for option in right[1:]:
            option["correct"] = False
    kind = "multiple" if several else "single"
    usual_weights(options, kind)
    if (row.findtext("shuffleanswers") or "true").strip().lower() in {"false", "0"}:
        data["keep_order"] = True
    found.keep({**data, "kind": "sentence" if asked == "sentence" and not several else kind, "options": options})


def _truefalse(found: Found, row: Element, data: dict[str, Any]) -> None:
    answers = {_raw(answer).lower(): answer for answer in row.iterfind("answer")}
    yes, no = answers.get("true"), answers.get("false")
    if yes is None or no is None:
        found.skip("Bij deze stelling staan niet de antwoorden true en false. Ze is overgeslagen.")
        return
    found.keep(
        {
            **data, "kind": "true_false", "is_true": _fraction(yes) > _fraction(no),
            "feedback_true": _one_line(yes.find("feedback")), "feedback_false": _one_line(no.find("feedback")),
        }
    )  # fmt: skip


def _credited(one: dict[str, Any], answer: Element) -> dict[str, Any]:
    if _fraction(answer) != 1:
        one["weight"] = max(0.0, _fraction(answer))
    feedback = _one_line(answer.find("feedback"))
    if feedback:
        one["feedback"] = feedback
    return one


def _shortanswer(found: Found, row: Element, data: dict[str, Any]) -> None:
    accept = [_credited({"text": " ".join(_raw(answer).split())}, answer) for answer in row.iterfind("answer")]
    if (row.findtext("usecase") or "0").strip() in {"1", "true"}:
        data["exact_case"] = True
    if len(re.findall(r"_{3,}", data["text"])) > 1:
        data["text"] = re.sub(r"_{3,}", "…", data["text"])
    found.keep({**data, "kind": "gap", "gaps": [{"accept": [one if len(one) > 1 else one["text"] for one in accept]}]})


def _numerical(found: Found, row: Element, data: dict[str, Any]) -> None:
    numbers = []
    for answer in row.iterfind("answer"):
        if _raw(answer) != "*":
            tolerance = abs(float((answer.findtext("tolerance") or "0").strip() or 0))
            numbers.append(_credited({"value": float(_raw(answer)), "tolerance": tolerance}, answer))
    units = [unit for unit in row.iterfind("units/unit") if float((unit.findtext("multiplier") or "1").strip()) == 1]
    if units and "unit" not in data:
        data["unit"] = (units[0].findtext("unit_name") or "").strip()
    found.keep({**data, "kind": "number", "numbers": numbers})


def _matching(found: Found, row: Element, data: dict[str, Any]) -> None:
    pairs, others = [], []
    for part in row.iterfind("subquestion"):
        left, right = _one_line(part), " ".join(_raw(part.find("answer")).split())
        if left:
            pairs.append({"left": left, "right": right})
        elif right:
            others.append(right)
    found.keep({**data, "kind": "matching", "pairs": pairs, "others": others})


def _essay(found: Found, row: Element, data: dict[str, Any]) -> None:
    found.keep({**data, "kind": "essay", "guidance": _text(row.find("graderinfo"))})


def _ordering(found: Found, row: Element, data: dict[str, Any]) -> None:
    found.keep({**data, "kind": "ordering", "items": [_one_line(answer) for answer in row.iterfind("answer")]})


def _cloze(found: Found, row: Element, data: dict[str, Any]) -> None:
    read_cloze(found, data)


_KINDS: dict[str, Callable[[Found, Element, dict[str, Any]], None]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "essay": _essay,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
}
