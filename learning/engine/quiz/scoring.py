"""Points per answer, from 0 to 1. An answer is a list of strings; what they mean depends on the kind:

single, true_false, sentence, scale: the one option's key · multiple: keys · ordering: all keys in the learner's order ·
matching: "left key=right key" · gap: one text per gap · number: one text · open: the numbers of the checks that hold.
"""

from __future__ import annotations

import fnmatch
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations

from .errors import AnswerError
from .shapes import CHOOSE_ONE, Gap, Question

LONGEST_TEXT = 200
"""Characters of a gap or number that are read."""


def score(question: Question, chosen: Iterable[str]) -> float:
    """Points from 0 to 1; kinds without a right answer give 0 and are left out of results."""
    answer = [str(one) for one in chosen]
    if question.kind in {"scale", "open", "essay"} or not answer:
        return 0.0
    if question.kind == "ordering":
        return _order(question, answer)
    if question.kind == "matching":
        return _pairs(question, answer)
    if question.kind == "gap":
        given = [*answer, *([""] * len(question.gaps))]
        return sum(gap_points(question, gap, text) for gap, text in zip(question.gaps, given, strict=False)) / len(
            question.gaps
        )
    if question.kind == "number":
        return number_points(question, answer[0])
    return _options(question, answer)


def _options(question: Question, answer: Sequence[str]) -> float:
    """One right answer: all of it or nothing, unless an option has a weight of its own.

    Several right answers: each right one adds its share, each wrong one takes a share off, never below 0.
    """
    picked = [option for option in question.options if option.key in set(answer)]
    if question.kind in CHOOSE_ONE:
        if len(picked) != 1:
            return 0.0
        weight = picked[0].weight
        return float(picked[0].correct) if weight is None else min(1.0, max(0.0, weight))
    share = 1 / len(question.right)
    full = math.fsum(option.weight or 0.0 for option in question.options if option.correct) or 1.0
    credit = [(share if option.correct else -share) if option.weight is None else option.weight / full for option in picked]
    return min(1.0, max(0.0, round(math.fsum(credit), 9)))


def _order(question: Question, answer: Sequence[str]) -> float:
    """Each two things that stand the right way round add, each two the wrong way round take off; never below 0."""
    place = {option.key: number for number, option in enumerate(question.options)}
    order = [place[key] for key in dict.fromkeys(answer) if key in place]
    if len(order) != len(place):
        return 0.0
    two = list(combinations(order, 2))
    right = sum(first < second for first, second in two)
    return max(0.0, (2 * right - len(two)) / len(two))


def _pairs(question: Question, answer: Sequence[str]) -> float:
    """Each right pair adds its share; a wrong one adds nothing."""
    rights = question.rights
    given = dict(part.partition("=")[::2] for part in answer)
    return sum(rights.get(given.get(pair.key, "")) == pair.right for pair in question.pairs) / len(question.pairs)


def plain(text: str, *, exact_case: bool = False) -> str:
    """A typed text as it is compared: one kind of quote, single spaces, no full stop at the end, capitals alike."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    text = " ".join(text.split()).rstrip(".!").strip()
    return text if exact_case else text.casefold()


def gap_points(question: Question, gap: Gap, text: str) -> float:
    """The best credit that a text earns in a gap."""
    typed = plain(text[:LONGEST_TEXT], exact_case=question.exact_case)
    if not typed:
        return 0.0
    fits = (one.weight for one in gap.accepted if matches(typed, plain(one.text, exact_case=question.exact_case)))
    return min(1.0, max(0.0, max(fits, default=0.0)))


def matches(typed: str, accepted: str) -> bool:
    """Whether a plain text is the accepted one; ``*`` stands for anything, ``\\*`` for a star."""
    if "*" not in accepted:
        return typed == accepted
    pattern = fnmatch.translate(
        "".join("*" if part == "*" else re.sub(r"([*?\[])", r"[\1]", part.replace("\\*", "*"))
                for part in re.split(r"((?<!\\)\*)", accepted))
    )  # fmt: skip
    return re.match(pattern, typed) is not None


def read_number(text: str) -> float | None:
    """A number as people write it: "1.500", "0,5", "12%", "−3"; None where it is none."""
    found = text[:LONGEST_TEXT].strip().rstrip("%").strip().replace("−", "-").replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?", found):
        found = found.replace(".", "")
    found = found.replace(",", ".")
    if not re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", found):
        return None
    number = float(found)
    return number if math.isfinite(number) else None


def number_points(question: Question, text: str) -> float:
    """The best credit among the numbers that fit."""
    typed = read_number(text)
    if typed is None:
        return 0.0
    near = 1e-9 * max(1.0, abs(typed))
    fits = (one.weight for one in question.numbers if abs(typed - one.value) <= one.tolerance + near)
    return min(1.0, max(0.0, max(fits, default=0.0)))


def read_answer(question: Question, chosen: Sequence[str]) -> list[str]:
    """An answer as it is kept; raises AnswerError where something is missing or cannot be."""
    given = [str(one) for one in chosen]
    if question.kind == "essay":
        return []
    if question.kind == "open":
        return [str(number) for number in range(len(question.checks)) if str(number) in given]
    if question.kind == "gap":
        texts = [" ".join(text.split())[:LONGEST_TEXT] for text in given[: len(question.gaps)]]
        if not any(texts):
            raise AnswerError("nothing")
        return texts + [""] * (len(question.gaps) - len(texts))
    if question.kind == "number":
        text = given[0].strip()[:LONGEST_TEXT] if given else ""
        if not text:
            raise AnswerError("nothing")
        if read_number(text) is None:
            raise AnswerError("number")
        return [text]
    if question.kind == "matching":
        return _read_pairs(question, given)
    return _read_keys(question, given)


def _read_keys(question: Question, given: Sequence[str]) -> list[str]:
    known = [option.key for option in question.options]
    if question.kind == "ordering":
        if len(set(given)) != len(given):
            raise AnswerError("twice")
        if sorted(given) != sorted(known):
            raise AnswerError("incomplete")
        return list(given)
    keys = [key for key in known if key in set(given)]
    if not keys:
        raise AnswerError("nothing")
    if len(keys) > 1 and not question.several:
        raise AnswerError("one")
    return keys


def _read_pairs(question: Question, given: Sequence[str]) -> list[str]:
    chosen = dict(part.partition("=")[::2] for part in given)
    rights = question.rights
    kept = [f"{pair.key}={chosen[pair.key]}" for pair in question.pairs if chosen.get(pair.key) in rights]
    if not kept:
        raise AnswerError("nothing")
    if len(kept) != len(question.pairs):
        raise AnswerError("incomplete")
    return kept
