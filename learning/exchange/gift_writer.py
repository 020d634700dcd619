"""Questions as GIFT. What GIFT has no word for stands in a comment that our own reader understands, or is named as left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from learning.engine.quiz import Question
from learning.engine.quiz.checking import GAP

from .gift_signs import escaped

CANNOT = {"scale", "open"}
LEFT_OUT = {
    "scale": "een stelling op een schaal kent GIFT niet",
    "open": "een open vraag met voorbeeldantwoord kent GIFT niet",
    "gap": "meer gaten in één vraag kent GIFT niet",
}


def write_gift(rows: Iterable[tuple[Sequence[str], Question]]) -> tuple[str, list[str]]:
    """The file, and a sentence for every question that is not in it."""
    out: list[str] = []
    left: list[str] = []
    category: Sequence[str] | None = None
    for names, question in rows:
        if question.kind in CANNOT or (question.kind == "gap" and len(question.gaps) > 1):
            left.append(f"“{question.text[:60]}” staat er niet in: {LEFT_OUT[question.kind]}.")
            continue
        if tuple(names) != category:
            category = tuple(names)
            out.append("$CATEGORY: $course$/" + "/".join(name.replace("/", "//") for name in category) + "\n")
        out.append(_comment(question) + _question(question) + "\n")
    return "\n".join(out), left


def _comment(question: Question) -> str:
    parts = [("id", question.key)] + [("tag", tag) for tag in question.tags]
    parts += [("difficulty", question.difficulty)] if question.difficulty != "normal" else []
    parts += [("source", question.source)] if question.source else []
    parts += [("unit", question.unit)] if question.unit else []
    parts += [("case", "exact")] if question.exact_case else []
    parts += [("order", "kept")] if question.keep_order else []
    parts += [("kind", "sentence")] if question.kind == "sentence" else []
    written = " ".join(f"[{name}:{' '.join(value.split()).replace(']', chr(92) + ']')}]" for name, value in parts)
    return f"// {written}\n"


def _question(question: Question) -> str:
    title = escaped(" ".join(question.key.split()))
    body = _answers(question)
    if question.explanation:
        body = f"{body}\n####{escaped(question.explanation)}\n"
    before, _, after = _around_gap(question)
    return f"::{title}:: [plain]{escaped(before)}{{{body}}}{escaped(after)}\n"


def _around_gap(question: Question) -> tuple[str, str, str]:
    """For one gap inside a text: the answers stand in its place. A gap at the end stays as it is written."""
    if question.kind != "gap" or not GAP.search(question.text):
        return question.text, "", ""
    before, after = GAP.split(question.text, maxsplit=1)
    return (before, "", after) if after.strip() else (question.text, "", "")


def _answers(question: Question) -> str:  # noqa: PLR0911 - one answer per kind
    if question.kind == "true_false":
        yes, no = question.options
        wrong, right = (no, yes) if yes.correct else (yes, no)
        feedback = f"#{escaped(wrong.feedback)}#{escaped(right.feedback)}" if wrong.feedback or right.feedback else ""
        return ("TRUE" if yes.correct else "FALSE") + feedback
    if question.kind in {"single", "sentence", "multiple"}:
        return "\n" + "".join(_options(question))
    if question.kind == "ordering":
        items = "\n".join(_line(option.text) for option in question.options)
        return f">{len(question.options)} ALL VERTICAL\n{items}\n"
    if question.kind == "matching":
        pairs = [f"={escaped(pair.left)} -> {escaped(pair.right)}\n" for pair in question.pairs]
        return "\n" + "".join([*pairs, *(f"= -> {escaped(text)}\n" for text in question.others)])
    if question.kind == "gap":
        words = ((one.text, one.weight, one.feedback) for one in question.gaps[0].accepted)
        return "\n" + "".join(f"=%{100 * weight:.10g}%{_word(text)}{_feedback(said)}\n" for text, weight, said in words)
    if question.kind == "number":
        return "#\n" + "".join(
            f"=%{100 * one.weight:.10g}%{one.value:.12g}:{one.tolerance:.12g}{_feedback(one.feedback)}\n"
            for one in question.numbers
        )
    return ""


def _word(text: str) -> str:
    """A star keeps its own escape, which belongs to short answers and not to GIFT."""
    return "*".join("\\*".join(escaped(part) for part in whole.split("\0")) for whole in text.replace("\\*", "\0").split("*"))


def _options(question: Question) -> list[str]:
    share = 1 / max(1, len(question.right))
    lines = []
    for option in question.options:
        if question.kind == "multiple":
            usual = share if option.correct else -share
            sign, weight = "~", usual if option.weight is None else option.weight
        else:
            sign = "=" if option.correct else "~"
            weight = float(option.correct) if option.weight is None else option.weight
        lines.append(f"{sign}%{100 * weight:.7g}%{escaped(option.text)}{_feedback(option.feedback)}\n")
    return lines


def _feedback(text: str) -> str:
    return f"#{escaped(text)}" if text else ""


def _line(text: str) -> str:
    """A text on a line of its own, which must not look like a comment."""
    return ("\\" if text.startswith("/") else "") + escaped(text)
