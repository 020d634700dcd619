"""From plain data to a quiz, with a place and a plain sentence for what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from learning.engine.said import said

from .checking import check
from .errors import QuizFormatError
from .scoring import read_number
from .shapes import (
    DIFFICULTIES,
    FORMAT,
    KINDS,
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

TRUE_FALSE = {"nl": ("Klopt", "Klopt niet"), "en": ("True", "Not true")}
SCALE_STEPS = 5
UNKNOWN_DIFFICULTY = "Moeilijkheid “%(name)s” ken ik niet. Kies uit: %(known)s."


def quiz_from_dict(data: Mapping[str, Any]) -> Quiz:
    """Read a quiz; raises QuizFormatError with a place and a plain sentence."""
    if not isinstance(data, Mapping) or data.get("format", FORMAT) != FORMAT:
        raise QuizFormatError("format", said("Dit is geen quiz in het formaat %(format)s.", format=FORMAT))
    rows = data.get("questions")
    if not isinstance(rows, list | tuple) or not rows:
        raise QuizFormatError("questions", "Een quiz heeft minstens één vraag nodig.")
    questions = tuple(question_from_dict(row, f"vraag {number}") for number, row in enumerate(rows, 1))
    keys = {question.key for question in questions}
    if len(keys) != len(questions):
        raise QuizFormatError("questions", "Twee vragen hebben dezelfde key.")
    return Quiz(
        slug=str(data.get("slug", "")),
        title=str(data.get("title", "")),
        questions=questions,
        plan=_plan(data.get("plan") or (), keys),
        most=_whole(data.get("most"), "most"),
        intro=str(data.get("intro", "") or ""),
        minutes=_whole(data.get("minutes"), "minutes") or 5,
        show_feedback=str(data.get("show_feedback", "after_each")),
        pass_mark=_whole(data.get("pass_mark"), "pass_mark"),
        shuffle=bool(data.get("shuffle", True)),
        tries=_whole(data.get("tries"), "tries"),
        only_missed=bool(data.get("only_missed", True)),
        asks_sure=bool(data.get("asks_sure", False)),
        ranges=tuple(
            ScoreRange(start=_whole(part.get("from"), "ranges") or 0, text=str(part.get("text", "")))
            for part in data.get("ranges") or ()
        ),
    )


def _whole(value: Any, place: str) -> int | None:
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise QuizFormatError(place, "Hier hoort een heel getal.") from error


def _plan(rows: Sequence[Any], keys: set[str]) -> tuple[str | Draw, ...]:
    plan: list[str | Draw] = []
    for row in rows:
        part = row if isinstance(row, str) else Draw(number=int(row["number"]), keys=tuple(row["from"]))
        named = {part} if isinstance(part, str) else set(part.keys)
        if not named <= keys:
            raise QuizFormatError("plan", "De volgorde noemt een vraag die er niet is.")
        plan.append(part)
    return tuple(plan)


def question_from_dict(row: Any, place: str = "", *, language: str = "nl") -> Question:
    """One question; raises QuizFormatError. ``place`` is put before the sentence."""
    if not isinstance(row, Mapping):
        raise QuizFormatError(place, "Hier hoort een blok met namen en waarden.")
    kind, text = str(row.get("kind", "single")), str(row.get("text", "") or "").strip()
    if kind not in KINDS:
        raise QuizFormatError(
            place, said("Soort “%(kind)s” ken ik niet. Kies uit: %(known)s.", kind=kind, known=", ".join(KINDS))
        )
    if not text:
        raise QuizFormatError(place, "Vul de vraag in.")
    difficulty = str(row.get("difficulty", "") or "normal")
    if difficulty not in DIFFICULTIES:
        raise QuizFormatError(place, said(UNKNOWN_DIFFICULTY, name=difficulty, known=", ".join(DIFFICULTIES)))
    try:
        question = Question(
            key=str(row.get("key") or "q" + "".join(sign for sign in place if sign.isdigit())),
            kind=kind,
            text=text,
            difficulty=difficulty,
            media=_media(row.get("media")),
            tags=_texts(row, "tags"),
            keep_order=bool(row.get("keep_order", False)),
            explanation=str(row.get("explanation", "") or ""),
            source=str(row.get("source", "") or ""),
            category=str(row.get("category", "") or ""),
            **_PARTS[kind](row, language),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, QuizFormatError):
            raise QuizFormatError(place, error.sentence) from error
        raise QuizFormatError(place, "Deze vraag mist een onderdeel, of er staat iets op de verkeerde plek.") from error
    check(question, place)
    return question


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(text).strip() for text in row.get(name) or () if str(text).strip())


def _media(row: Mapping[str, Any] | None) -> Media | None:
    if not row:
        return None
    captions = row.get("captions")
    return Media(
        kind=str(row["kind"]), file=int(row["file"]), alt=str(row.get("alt", "") or ""),
        captions=None if captions is None else int(captions), transcript=str(row.get("transcript", "") or ""),
    )  # fmt: skip


def _option(row: Mapping[str, Any], number: int) -> Option:
    weight = row.get("weight")
    return Option(
        key=str(row.get("key") or chr(ord("a") + number)),
        text=str(row["text"]).strip(),
        correct=bool(row.get("correct")),
        feedback=str(row.get("feedback", "") or ""),
        weight=None if weight is None else float(weight),
        skills=tuple(str(skill) for skill in row.get("skills") or ()),
    )


def _options(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {"options": tuple(_option(option, number) for number, option in enumerate(row.get("options") or ()))}


def _true_false(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Written as its two options, or short: ``is_true`` with a word for each choice."""
    if row.get("options"):
        return _options(row, language)
    if not isinstance(row.get("is_true"), bool):
        raise QuizFormatError("", "Zeg met is_true of de stelling klopt: true of false.")
    yes, no = TRUE_FALSE.get(language, TRUE_FALSE["nl"])
    return {
        "options": (
            Option(key="true", text=yes, correct=row["is_true"], feedback=str(row.get("feedback_true", "") or "")),
            Option(key="false", text=no, correct=not row["is_true"], feedback=str(row.get("feedback_false", "") or "")),
        )
    }


def _ordering(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Written as ``items`` in the right order."""
    if row.get("items"):
        return {"options": tuple(_option({"text": text}, number) for number, text in enumerate(_texts(row, "items")))}
    return _options(row, language)


def _matching(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    pairs = tuple(
        Pair(
            key=str(pair.get("key") or chr(ord("a") + number)),
            left=str(pair["left"]).strip(),
            right=str(pair["right"]).strip(),
        )
        for number, pair in enumerate(row.get("pairs") or ())
    )
    return {"pairs": pairs, "others": _texts(row, "others")}


def _gap(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    gaps = tuple(
        Gap(accepted=tuple(_accepted(one) for one in gap.get("accept") or ())) for gap in row.get("gaps") or ()
    )  # fmt: skip
    return {"gaps": gaps, "exact_case": bool(row.get("exact_case", False))}


def _accepted(row: Any) -> Accepted:
    if not isinstance(row, Mapping):
        return Accepted(text=str(row).strip())
    return Accepted(
        text=str(row["text"]).strip(), weight=float(row.get("weight", 1.0)), feedback=str(row.get("feedback", "") or "")
    )


def _number(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    rows = row.get("numbers") or [{name: row[name] for name in ("value", "tolerance") if name in row}]
    numbers = tuple(
        Number(
            value=_real(one["value"]),
            tolerance=abs(_real(one.get("tolerance", 0) or 0)),
            weight=float(one.get("weight", 1.0)),
            feedback=str(one.get("feedback", "") or ""),
        )
        for one in rows
    )
    return {"numbers": numbers, "unit": str(row.get("unit", "") or "")}


def _real(value: Any) -> float:
    number = read_number(value) if isinstance(value, str) else float(value)
    if number is None:
        raise QuizFormatError("", said("“%(value)s” is geen getal.", value=value))
    return number


def _scale(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Written as ``low`` and ``high``: five steps between them; or with an option for each step."""
    if row.get("options"):
        return {**_options(row, language), "compare": str(row.get("compare", "") or "")}
    low, high = str(row.get("low", "") or "").strip(), str(row.get("high", "") or "").strip()
    if not low or not high:
        raise QuizFormatError("", "Zet bij low en high wat de twee uiteinden betekenen.")
    words = {1: f"1: {low}", SCALE_STEPS: f"{SCALE_STEPS}: {high}"}
    steps = tuple(Option(key=str(step), text=words.get(step, str(step))) for step in range(1, SCALE_STEPS + 1))
    return {"options": steps, "compare": str(row.get("compare", "") or "")}


def _open(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {"model_answer": str(row.get("model_answer", "") or "").strip(), "checks": _texts(row, "checks")}


def _essay(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {"guidance": str(row.get("guidance", "") or "").strip()}


_PARTS: dict[str, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {
    "single": _options,
    "multiple": _options,
    "sentence": _options,
    "true_false": _true_false,
    "ordering": _ordering,
    "matching": _matching,
    "gap": _gap,
    "number": _number,
    "scale": _scale,
    "open": _open,
    "essay": _essay,
}
