"""A question's block as the engine's plain data, and back. One place for both ways."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from learning.engine.quiz.checking import GAP
from learning.engine.quiz.scoring import plain

LONGEST_TITLE = 90
OWN_NAMES = {"scale": ("low", "high", "compare"), "open": ("model_answer",), "essay": ("guidance",)}


def title_of(text: str) -> str:
    """The beginning of a question, to the end of a word."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_TITLE else words[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def fingerprint_of(kind: str, text: str) -> str:
    """What makes two questions the same: the kind and the plain text, however long the line of a gap is."""
    return hashlib.sha256(f"{kind}/{GAP.sub('___', plain(text))}".encode()).hexdigest()


def question_data(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """A block's value as plain data, without key, category and difficulty."""
    data: dict[str, Any] = {
        "kind": kind, "text": value["text"],
        "explanation": value.get("explanation") or "", "source": value.get("source") or "",
    }  # fmt: skip
    media = _media(value.get("media"))
    if media:
        data["media"] = media
    return {**data, **_own(kind, value)}


def _own(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:  # noqa: PLR0911 - one answer per kind
    if kind in {"single", "multiple", "sentence"}:
        options = [_option(option, number) for number, option in enumerate(value["options"])]
        return {"options": options, "keep_order": True} if value.get("keep_order") else {"options": options}
    if kind == "true_false":
        return {
            "is_true": bool(value["is_true"]),
            "feedback_true": value["feedback_true"] or "",
            "feedback_false": value["feedback_false"] or "",
        }
    if kind == "ordering":
        return {"items": list(value["items"])}
    if kind == "matching":
        pairs = [{"left": pair["left"], "right": pair["right"]} for pair in value["pairs"]]
        return {"pairs": pairs, "others": list(value["others"])}
    if kind == "gap":
        gaps = [{"accept": [_credited({"text": one["text"]}, one) for one in gap["accept"]]} for gap in value["gaps"]]
        return {"gaps": gaps, "exact_case": bool(value["exact_case"])}
    if kind == "number":
        numbers = [
            _credited({"value": one["value"], "tolerance": one["tolerance"] or 0}, one) for one in value["numbers"]
        ]  # fmt: skip
        return {"numbers": numbers, "unit": value["unit"] or ""}
    own: dict[str, Any] = {name: value[name] or "" for name in OWN_NAMES[kind]}
    if kind == "open":
        own["checks"] = list(value["checks"])
    return own


def _option(option: Mapping[str, Any], number: int) -> dict[str, Any]:
    data = {
        "key": chr(ord("a") + number), "text": option["text"], "correct": bool(option["correct"]),
        "feedback": option["feedback"] or "",
    }  # fmt: skip
    if option.get("weight") is not None:
        data["weight"] = float(option["weight"]) / 100
    if option.get("skills"):
        data["skills"] = list(option["skills"])
    return data


def _credited(data: dict[str, Any], one: Mapping[str, Any]) -> dict[str, Any]:
    if one.get("weight") is not None:
        data["weight"] = float(one["weight"]) / 100
    if one.get("feedback"):
        data["feedback"] = one["feedback"]
    return data


def _media(stream: Any) -> dict[str, Any]:
    for part in stream or ():
        value = part.value
        if part.block_type == "image" and value["image"] is not None:
            return {"kind": "image", "file": value["image"].pk, "alt": value["alt"]}
        if part.block_type == "film" and value["film"] is not None:
            captions = value["captions"]
            return {
                "kind": "film", "file": value["film"].pk, "captions": captions.pk if captions else None,
                "transcript": value["transcript"] or "",
            }  # fmt: skip
    return {}


def block_value(question: Mapping[str, Any]) -> dict[str, Any]:
    """Plain data of a question as the value of its block: for starter texts and imports."""
    kind = question["kind"]
    value: dict[str, Any] = {name: str(question.get(name) or "") for name in ("text", "explanation", "source")}
    value["media"] = []
    if kind in {"single", "multiple", "sentence"}:
        value["options"] = [_option_value(option, kind) for option in question["options"]]
        value["keep_order"] = bool(question.get("keep_order"))
    elif kind == "true_false":
        value |= _true_false_value(question)
    elif kind == "ordering":
        value["items"] = question.get("items") or [option["text"] for option in question["options"]]
    elif kind == "matching":
        value["pairs"] = [{"left": pair["left"], "right": pair["right"]} for pair in question["pairs"]]
        value["others"] = list(question.get("others") or [])
    elif kind == "gap":
        value["gaps"] = [{"accept": [_credit_value(one, "text") for one in gap["accept"]]} for gap in question["gaps"]]
        value["exact_case"] = bool(question.get("exact_case"))
    elif kind == "number":
        rows = question.get("numbers") or [question]
        value["numbers"] = [_credit_value(one, "value", "tolerance") for one in rows]
        value["unit"] = question.get("unit") or ""
    else:
        value |= {name: question.get(name) or "" for name in OWN_NAMES[kind]}
        if kind == "open":
            value["checks"] = list(question.get("checks") or [])
    return value


def _option_value(option: Mapping[str, Any], kind: str) -> dict[str, Any]:
    value = {
        "text": option["text"], "correct": bool(option.get("correct")), "feedback": option.get("feedback") or "",
    }  # fmt: skip
    if kind == "sentence":
        return {**value, "skills": list(option.get("skills") or [])}
    return {**value, "weight": percent(option.get("weight"))}


def _true_false_value(question: Mapping[str, Any]) -> dict[str, Any]:
    if not question.get("options"):
        return {name: question.get(name) or "" for name in ("feedback_true", "feedback_false")} | {
            "is_true": question["is_true"]
        }
    by_key = {str(option["key"]).lower(): option for option in question["options"]}
    return {
        "is_true": bool(by_key["true"].get("correct")),
        "feedback_true": by_key["true"].get("feedback") or "",
        "feedback_false": by_key["false"].get("feedback") or "",
    }


def _credit_value(one: Any, *names: str) -> dict[str, Any]:
    if not isinstance(one, Mapping):
        one = {names[0]: one}
    value = {name: one.get(name) or (0 if name in {"value", "tolerance"} else "") for name in names}
    return {**value, "weight": percent(one.get("weight")), "feedback": one.get("feedback") or ""}


def percent(weight: float | None) -> Decimal | None:
    """A weight as the percentage that a block holds; nothing where the usual rule holds."""
    return None if weight is None or weight == "" else Decimal(str(round(100 * float(weight), 5)))
