"""What stands between the braces of a GIFT question: its kind, answers, weights and feedback."""

from __future__ import annotations

import re
from typing import Any

from learning.engine.quiz.checking import GAP
from learning.engine.said import said

from .found import RECKONED, Found, usual_weights
from .gift_signs import show
from .plain_text import if_html

TRUE_FALSE = re.compile(r"^(TRUE|T|FALSE|F)\s*(#.*)?$", re.IGNORECASE | re.DOTALL)
WEIGHT = re.compile(r"^\s*%(-?\d+(?:[.,]\d+)?)%", re.DOTALL)
ORDERING = re.compile(r"^>[ \t]*\d*[ \t]*(?:[A-Z_]+[ \t]*)*(?:\n|$)")
"""The head of an ordering question: how many, and words in capitals. The items follow, one per line."""
FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
NUMBER = r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?"


def read_answers(found: Found, data: dict[str, Any], body: str, form: str) -> None:
    """Put the question into ``found``, or say why it cannot be taken."""
    asked = str(data.pop("kind", ""))
    body, _, general = body.partition("####")
    if general.strip():
        data["explanation"], pictures = if_html(show(general), form)
        if pictures:
            found.note("Een afbeelding uit de uitleg is niet meegekomen.")
    body = body.strip()
    if not body:
        found.keep({**data, "kind": "essay"})
    elif match := TRUE_FALSE.match(body):
        _true_false(found, data, match, form)
    elif body.startswith("#"):
        _numbers(found, data, body[1:], form)
    elif body.startswith(">"):
        head = ORDERING.match(body)  # after a head an item may itself begin with the sign
        items = [clean(line, form) for line in (body[head.end() :] if head else body.lstrip(">")).split("\n")]
        found.keep({**data, "kind": "ordering", "items": [item for item in items if item]})
    elif "~" in body:
        _choices(found, data, body, form, asked)
    elif "->" in body:
        _pairs(found, data, body, form)
    elif "=" in body:
        _words(found, data, body, form)
    else:
        found.skip("Dit antwoord herken ik niet: een antwoord begint met = of ~, of is T, F of een getal na #.")


def clean(text: str, form: str) -> str:
    """One piece of text, with its own format where it has one."""
    if match := FORMAT.match(text):
        form, text = match.group(1).lower(), text[match.end() :]
    return " ".join(if_html(show(text), form)[0].split())


def _true_false(found: Found, data: dict[str, Any], match: re.Match[str], form: str) -> None:
    """After the answer: feedback for who is wrong, then for who is right."""
    is_true = match.group(1)[0].upper() == "T"
    _, wrong, right = ((match.group(2) or "") + "##").split("#", 2)
    right = right.split("#")[0]
    chosen_true, chosen_false = (right, wrong) if is_true else (wrong, right)
    found.keep(
        {
            **data, "kind": "true_false", "is_true": is_true,
            "feedback_true": clean(chosen_true, form), "feedback_false": clean(chosen_false, form),
        }
    )  # fmt: skip


def _split(body: str, signs: str) -> list[tuple[str, str, float | None, str]]:
    """The answers: sign, text, weight (as a part of 1), feedback."""
    answers = []
    for part in re.findall(rf"([{signs}])((?:(?![{signs}]).)*)", body, re.DOTALL):
        sign, rest = part
        weight: float | None = None
        if match := WEIGHT.match(rest):
            weight, rest = float(match.group(1).replace(",", ".")) / 100, rest[match.end() :]
        text, _, feedback = rest.partition("#")
        answers.append((sign, text, weight, feedback))
    return answers


def _choices(found: Found, data: dict[str, Any], body: str, form: str, asked: str) -> None:
    answers = _split(body, "=~")
    several = not any(sign == "=" for sign, *_ in answers)
    options: list[dict[str, Any]] = []
    for sign, text, weight, feedback in answers:
        credit = weight if weight is not None else float(sign == "=")
        options.append(
            {"text": clean(text, form), "correct": credit > 0 if several else credit >= 1, "weight": credit,
             "feedback": clean(feedback, form)}
        )  # fmt: skip
    kind = "multiple" if several else "single"
    right = [option for option in options if option["correct"]]
    if not right:
        found.skip("Geen enkel antwoord is goed. Zet = voor het goede antwoord. Deze vraag is overgeslagen.")
        return
    if several:
        total = sum(option["weight"] for option in right)
        if abs(total - 1) > 0.011:
            found.note(said(RECKONED, total=f"{100 * total:g}"))
            for option in right:
                option["weight"] = round(option["weight"] / total, 7)
    elif len(right) > 1:
        found.note(
            "Hier zijn meer antwoorden goed, en je kiest er één. Elk daarvan telt helemaal. Hoort een = bij de tekst? Schrijf \\=."
        )
        for option in right[1:]:
            option["correct"] = False
    usual_weights(options, kind)
    found.keep({**data, "kind": "sentence" if asked == "sentence" and not several else kind, "options": options})


def _pairs(found: Found, data: dict[str, Any], body: str, form: str) -> None:
    pairs, others = [], []
    for _, text, _, feedback in _split(body, "="):
        left, _, right = text.partition("->")
        if feedback.strip():
            found.note("Feedback bij een paar kennen we niet; die is weggelaten.")
        if left.strip():
            pairs.append({"left": clean(left, form), "right": clean(right, form)})
        else:
            others.append(clean(right, form))
    found.keep({**data, "kind": "matching", "pairs": pairs, "others": [text for text in others if text]})


def _words(found: Found, data: dict[str, Any], body: str, form: str) -> None:
    accept: list[Any] = []
    for _, text, weight, feedback in _split(body, "="):
        one: dict[str, Any] = {"text": clean(text, "plain")}
        if weight is not None and weight != 1:
            one["weight"] = weight
        if feedback.strip():
            one["feedback"] = clean(feedback, form)
        if one["text"]:
            accept.append(one if len(one) > 1 else one["text"])
    if len(GAP.findall(data["text"])) > 1:
        data["text"] = GAP.sub("…", data["text"])
    found.keep({**data, "kind": "gap", "gaps": [{"accept": accept}]})


def _numbers(found: Found, data: dict[str, Any], body: str, form: str) -> None:
    body = body.strip()
    # One number without a sign, or several with; what follows a ~ is feedback for everything else.
    body, _, other = body.partition("~")
    if other.strip("# \n"):
        found.note("Feedback voor elk ander getal kennen we niet; zet die in de uitleg.")
    answers = _split(body, "=") if body.startswith("=") else _split("=" + body, "=")
    numbers: list[dict[str, Any]] = []
    for _, text, weight, feedback in answers:
        if text.strip() == "*":
            continue
        one = _number(show(text).strip())
        if one is None:
            found.skip(said("“%(text)s” is geen getal. Schrijf 12, 12:2 of 10..14.", text=show(text).strip()))
            return
        if weight is not None and weight != 1:
            one["weight"] = weight
        if feedback.strip():
            one["feedback"] = clean(feedback, form)
        numbers.append(one)
    found.keep({**data, "kind": "number", "numbers": numbers})


def _number(text: str) -> dict[str, Any] | None:
    """``value``, ``value:tolerance`` or ``low..high``."""
    if match := re.fullmatch(rf"({NUMBER})\s*\.\.\s*({NUMBER})", text):
        low, high = sorted(_real(part) for part in match.groups())
        return {"value": _short((low + high) / 2), "tolerance": _short((high - low) / 2)}
    if match := re.fullmatch(rf"({NUMBER})(?:\s*:\s*({NUMBER}))?", text):
        return {"value": _short(_real(match.group(1))), "tolerance": _short(abs(_real(match.group(2) or "0")))}
    return None


def _real(text: str) -> float:
    return float(text.replace(",", "."))


def _short(number: float) -> float:
    return float(f"{number:.12g}")
