"""Moodle's embedded answers ("cloze"): a text with several gaps. Gaps to fill in are taken; gaps to choose in are not."""

from __future__ import annotations

import re
from typing import Any

from learning.engine.quiz import Gap

from .found import Found

PART = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|[^}\\])*)\}", re.DOTALL)
WORDS = {"SHORTANSWER", "SA", "MW"}
EXACT = {"SHORTANSWER_C", "SAC", "MWC"}


def read_cloze(found: Found, data: dict[str, Any]) -> None:
    """Put a text with gaps into ``found``, or say why it cannot be taken."""
    parts = PART.findall(data["text"])
    kinds = {kind for _, kind, _ in parts}
    if not parts or not kinds <= WORDS | EXACT:
        found.skip("Dit is een tekst met ingebouwde keuzes. Die nemen we niet over; gaten om in te vullen wel.")
        return
    gaps = [{"accept": [one for one in (_accepted(text) for text in _split(body)) if one]} for _, _, body in parts]
    text = PART.sub("_____", data["text"])
    found.keep({**data, "kind": "gap", "text": text, "gaps": gaps, "exact_case": bool(kinds & EXACT)})


def _split(body: str) -> list[str]:
    return re.split(r"(?<!\\)~", body)


def _accepted(text: str) -> dict[str, Any] | None:
    """``=word#feedback`` or ``%50%word``; nothing for what counts for nothing."""
    text = text.strip()
    weight = 1.0 if text.startswith("=") else 0.0
    text = text.removeprefix("=")
    if match := re.match(r"%(-?\d+(?:\.\d+)?)%", text):
        weight, text = float(match.group(1)) / 100, text[match.end() :]
    word, _, feedback = (part.strip() for part in re.split(r"(?<!\\)(#)", text + "#", maxsplit=1))
    one: dict[str, Any] = {"text": _show(word)}
    if weight != 1:
        one["weight"] = max(0.0, weight)
    if feedback.rstrip("#"):
        one["feedback"] = _show(feedback.rstrip("#"))
    return one if word else None


def _show(text: str) -> str:
    return re.sub(r"\\([}~#\\\"/=%])", r"\1", text)


def write_cloze(text_parts: list[str], gaps: tuple[Gap, ...], *, exact_case: bool) -> str:
    """A text with several gaps, with the answers in it."""
    out = [text_parts[0]]
    for gap, after in zip(gaps, text_parts[1:], strict=True):
        words = [
            f"%{100 * one.weight:.7g}%{_escaped(one.text)}" + (f"#{_escaped(one.feedback)}" if one.feedback else "")
            for one in gap.accepted
        ]
        out.append("{1:" + ("SHORTANSWER_C" if exact_case else "SHORTANSWER") + ":" + "~".join(words) + "}" + after)
    return "".join(out)


def _escaped(text: str) -> str:
    return re.sub(r"([}~#\\\"/=%])", r"\\\1", text)
