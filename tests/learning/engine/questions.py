"""Questions of every kind with a full answer, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from learning.engine.quiz import Question, question_from_dict

# One space at a time: runs of spaces are one in HTML, and so in the formats of other programs.
WORD = st.text("abcdefghijklmnopqrstuvwxyzéëïÀ=~#{}:\\_%<>&\"'0123456789 -", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(
    lambda text: text and "___" not in text
)  # fmt: skip
SENTENCE = st.lists(WORD, min_size=1, max_size=5).map(" ".join)


def words(least: int, most: int = 6) -> st.SearchStrategy[list[str]]:
    return st.lists(SENTENCE, min_size=least, max_size=most, unique_by=lambda text: text.casefold())


@st.composite
def rows(draw: st.DrawFn, kinds: tuple[str, ...]) -> dict[str, Any]:
    """A question as plain data."""
    kind = draw(st.sampled_from(kinds))
    row: dict[str, Any] = {"key": "q", "kind": kind, "text": draw(SENTENCE), "explanation": draw(st.just("") | SENTENCE)}
    if kind in {"single", "multiple", "sentence"}:
        texts = draw(words(2))
        right = draw(st.sets(st.sampled_from(texts), min_size=1, max_size=len(texts) if kind == "multiple" else 1))
        row["options"] = [{"text": text, "correct": text in right, "feedback": draw(st.just("") | SENTENCE)} for text in texts]
    elif kind == "true_false":
        row |= {"is_true": draw(st.booleans()), "feedback_true": draw(st.just("") | SENTENCE)}
    elif kind == "ordering":
        row["items"] = draw(words(2))
    elif kind == "matching":
        lefts, rights = draw(words(2, 5)), draw(words(5, 6))
        row["pairs"] = [{"left": left, "right": right} for left, right in zip(lefts, rights, strict=False)]
        row["others"] = rights[len(lefts) :]
    elif kind == "gap":
        row["gaps"] = [{"accept": draw(words(1, 3))}]
    elif kind == "number":
        value, tolerance = draw(st.integers(-1000, 1000)), draw(st.integers(0, 50))
        row["numbers"] = [{"value": value, "tolerance": tolerance}]
    return row


SCORED = ("single", "multiple", "true_false", "sentence", "ordering", "matching", "gap", "number")


def questions(*kinds: str) -> st.SearchStrategy[Question]:
    return rows(kinds or SCORED).map(question_from_dict)


def full_answer(question: Question) -> list[str]:
    """What somebody gives who knows it all."""
    if question.kind == "ordering":
        return [option.key for option in question.options]
    if question.kind == "matching":
        keys = {text: key for key, text in question.rights.items()}
        return [f"{pair.key}={keys[pair.right]}" for pair in question.pairs]
    if question.kind == "gap":
        return [gap.accepted[0].text.replace("\\*", "*") for gap in question.gaps]
    if question.kind == "number":
        return [f"{question.numbers[0].value:g}"]
    return sorted(question.right)
