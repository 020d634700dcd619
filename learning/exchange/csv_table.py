"""Questions as a table for Excel: one question per row, answers in three columns each (text, right, feedback).

What "right" means differs per kind: see docs/question-exchange.md. All kinds fit, so what goes out comes back the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from learning.engine.quiz import KINDS, Question
from learning.engine.quiz.scoring import read_number
from learning.engine.said import said

from .found import Found, UnreadableFileError

MOST = 12
START = ("naam", "categorie", "subcategorie", "soort", "moeilijkheid", "trefwoorden", "vraag", "uitleg", "bron", "extra")
ENGLISH = {
    "name": "naam", "category": "categorie", "subcategory": "subcategorie", "kind": "soort", "difficulty": "moeilijkheid",
    "tags": "trefwoorden", "question": "vraag", "explanation": "uitleg", "source": "bron",
}  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
YES = {"x", "ja", "yes", "1", "goed", "right", "true", "waar"}


def write_csv(rows: Iterable[tuple[Sequence[str], Question]]) -> tuple[str, list[str]]:
    """The table, with a mark at the start by which Excel sees that it is UTF-8. Nothing is left out but pictures and films."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(
        [*START, *(f"{word} {number}" for number in range(1, MOST + 1) for word in ("antwoord", "goed", "feedback"))]
    )
    left = []
    for names, question in rows:
        if question.media is not None:
            left.append(f"De afbeelding of film bij “{question.text[:60]}” staat er niet in.")
        first = [
            question.key, *(names[place] if place < len(names) else "" for place in (0, 1)), question.kind, question.difficulty,
            ", ".join(question.tags), question.text, question.explanation, question.source, _extra(question),
        ]  # fmt: skip
        cells = [*first, *(cell for three in _answers(question) for cell in three)]
        table.writerow([_safe(cell) for cell in cells])
    return "\ufeff" + out.getvalue(), left


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; the reader takes the mark off again."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _extra(question: Question) -> str:
    if question.kind == "gap":
        return "hoofdletters" if question.exact_case else ""
    if question.kind in {"single", "multiple", "sentence"}:
        return "volgorde" if question.keep_order else ""
    return {"number": question.unit, "scale": question.compare, "essay": question.guidance, "open": question.model_answer}.get(
        question.kind, ""
    )


def _percent(weight: float) -> str:
    return "" if weight == 1 else f"{100 * weight:.7g}%"


def _answers(question: Question) -> list[tuple[str, str, str]]:
    if question.kind == "matching":
        return [(pair.left, pair.right, "") for pair in question.pairs] + [("", text, "") for text in question.others]
    if question.kind == "gap":
        return [
            (one.text, " ".join(part for part in (f"gat {number}", _percent(one.weight)) if part), one.feedback)
            for number, gap in enumerate(question.gaps, 1)
            for one in gap.accepted
        ]
    if question.kind == "number":
        return [
            (f"{one.value:.12g}", f"±{one.tolerance:.12g} {_percent(one.weight)}".strip(), one.feedback)
            for one in question.numbers
        ]
    if question.kind == "open":
        return [(text, "", "") for text in question.checks]
    return [
        (option.text, " ".join(_right(question, option)), option.feedback) for option in question.options
    ]  # fmt: skip


def _right(question: Question, option: Any) -> list[str]:
    if question.kind in {"ordering", "scale"}:
        return []
    words = ["x"] if option.correct else []
    words += [f"{100 * option.weight:.7g}%"] if option.weight is not None else []
    return words + list(option.skills)


def read_csv(text: str) -> list[Found]:
    """All questions; raises UnreadableFileError where the table has no column for the question."""
    text = text.lstrip("\ufeff")
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFileError(
            "In deze tabel klopt een aanhalingsteken niet. Sla het bestand opnieuw op als CSV."
        ) from error
    names = [_name(cell) for cell in table[0]] if table else []
    if "vraag" not in names or "soort" not in names:
        raise UnreadableFileError(
            "Deze tabel heeft geen kolommen “soort” en “vraag”. Gebruik de tabel die je exporteert als voorbeeld."
        )
    found = []
    line = 1
    for row in table[1:]:
        line += 1
        if any(cell.strip() for cell in row):
            found.append(_row(line, dict(zip(names, (_plain(cell) for cell in row), strict=False))))
        line += sum(cell.count("\n") for cell in row)
    return found


def _name(cell: str) -> str:
    word = cell.strip().lower()
    for english, dutch in (*ENGLISH.items(), ("answer ", "antwoord "), ("right ", "goed ")):
        if word == english or (english.endswith(" ") and word.startswith(english)):
            return word.replace(english, dutch, 1)
    return word


def _plain(cell: str) -> str:
    cell = cell.replace("\r\n", "\n").strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {*FORMULA_STARTS} else cell


def _row(line: int, row: dict[str, str]) -> Found:
    found = Found(
        line=line, title=row.get("naam", ""),
        category=tuple(part for part in (row.get("categorie", ""), row.get("subcategorie", "")) if part),
    )  # fmt: skip
    kind = row.get("soort", "").lower()
    if kind not in KINDS:
        found.skip(said("Soort “%(kind)s” ken ik niet. Kies uit: %(known)s.", kind=kind, known=", ".join(KINDS)))
        return found
    data: dict[str, Any] = {
        "kind": kind, "text": row.get("vraag", ""), "explanation": row.get("uitleg", ""), "source": row.get("bron", ""),
        "difficulty": row.get("moeilijkheid", "") or "normal",
        "tags": [tag.strip() for tag in row.get("trefwoorden", "").split(",") if tag.strip()],
    }  # fmt: skip
    if row.get("naam"):
        data["key"] = row["naam"]
    answers = [
        tuple(row.get(f"{word} {number}", "") for word in ("antwoord", "goed", "feedback")) for number in range(1, MOST + 9)
    ]  # fmt: skip
    try:
        found.keep({**data, **_own(kind, row.get("extra", ""), [three for three in answers if any(three)])})
    except ValueError as error:
        found.skip(f"{error} Deze vraag is overgeslagen.")
    return found


def _own(kind: str, extra: str, answers: Sequence[Sequence[str]]) -> dict[str, Any]:  # noqa: PLR0911 - one answer per kind
    if kind == "true_false":
        yes, no = (*answers, ("", "", ""), ("", "", ""))[:2]
        return {"is_true": yes[1].lower() in YES, "feedback_true": yes[2], "feedback_false": no[2]}
    if kind == "ordering":
        return {"items": [text for text, _, _ in answers]}
    if kind == "matching":
        pairs = [{"left": left, "right": right} for left, right, _ in answers if left]
        return {"pairs": pairs, "others": [right for left, right, _ in answers if not left]}
    if kind == "gap":
        return {"gaps": _gaps(answers), "exact_case": extra == "hoofdletters"}
    if kind == "number":
        return {"numbers": [_number(*three) for three in answers], "unit": extra}
    if kind == "scale":
        texts = [text for text, _, _ in answers]
        if len(texts) == 2:
            return {"low": texts[0], "high": texts[1], "compare": extra}
        return {"options": [{"key": str(place), "text": text} for place, text in enumerate(texts, 1)], "compare": extra}
    if kind == "open":
        return {"model_answer": extra, "checks": [text for text, _, _ in answers]}
    if kind == "essay":
        return {"guidance": extra}
    return {"options": [_option(*three) for three in answers], "keep_order": extra == "volgorde"}


def _weight(words: str) -> tuple[float | None, str]:
    """A percentage in a cell, and the rest of the cell."""
    match = re.search(r"(-?\d+(?:[.,]\d+)?)\s*%", words)
    if match is None:
        return None, words
    return float(match.group(1).replace(",", ".")) / 100, words.replace(match.group(0), " ")


def _option(text: str, right: str, feedback: str) -> dict[str, Any]:
    weight, rest = _weight(right)
    words = rest.replace(",", " ").split()
    option: dict[str, Any] = {"text": text, "correct": any(word.lower() in YES for word in words), "feedback": feedback}
    if weight is not None:
        option["weight"] = weight
    skills = [word for word in words if word.lower() not in YES]
    return {**option, "skills": skills} if skills else option


def _gaps(answers: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    gaps: dict[int, list[dict[str, Any]]] = {}
    for text, right, feedback in answers:
        weight, rest = _weight(right)
        number = re.search(r"\d+", rest)
        one: dict[str, Any] = {"text": text, "feedback": feedback}
        if weight is not None:
            one["weight"] = weight
        gaps.setdefault(int(number.group()) if number else 1, []).append(one)
    return [{"accept": gaps[number]} for number in sorted(gaps)]


def _number(text: str, right: str, feedback: str) -> dict[str, Any]:
    weight, rest = _weight(right)
    value, tolerance = read_number(text), read_number(rest.replace("±", "").strip() or "0")
    if value is None or tolerance is None:
        raise ValueError(f"“{text} {right}” is geen getal met een marge.")
    one: dict[str, Any] = {"value": value, "tolerance": tolerance, "feedback": feedback}
    return {**one, "weight": weight} if weight is not None else one
