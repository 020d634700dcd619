"""Which questions one attempt gets, and in which order: decided by the attempt's seed alone, the same on every device."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from .shapes import Draw, Option, Question, Quiz


def _place(seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed}/{key}".encode()).digest()


def in_order(items: Sequence[Any], *, seed: str, shuffle: bool = True) -> list[Any]:
    """Questions or options in the order that belongs to this attempt's seed."""
    if not shuffle or not seed:
        return list(items)
    return sorted(items, key=lambda item: _place(seed, item.key))


def questions_for(quiz: Quiz, seed: str) -> list[Question]:
    """The questions of one attempt. No question comes twice, also where two draws overlap."""
    by_key = {question.key: question for question in quiz.questions}
    plan: Sequence[str | Draw] = quiz.plan or tuple(by_key)
    fixed = [part for part in plan if isinstance(part, str)]
    if quiz.most is not None:
        fixed = sorted(fixed, key=lambda key: _place(f"{seed}/most", key))[: quiz.most]
    taken = set(fixed)
    drawn: dict[int, list[str]] = {}
    draws = [(number, part) for number, part in enumerate(plan) if isinstance(part, Draw)]
    # The draw with the least to choose from goes first, so that a wide one does not empty a narrow one.
    for number, draw in sorted(draws, key=lambda row: (len(row[1].keys) - row[1].number, row[0])):
        open_keys = sorted((key for key in draw.keys if key not in taken), key=lambda key: _place(f"{seed}/{number}", key))
        drawn[number] = open_keys[: draw.number]
        taken.update(drawn[number])
    chosen: list[str] = []
    for number, part in enumerate(plan):
        chosen += drawn[number] if isinstance(part, Draw) else [part] if part in fixed else []
    return in_order([by_key[key] for key in chosen], seed=seed, shuffle=quiz.shuffle)


def offered_options(question: Question, *, seed: str, shuffle: bool) -> list[Option]:
    """Options as they are shown. Things to put in order are always mixed, and never stand right at the start."""
    if question.kind == "ordering":
        mixed = in_order(question.options, seed=f"{seed}/{question.key}")
        return mixed[1:] + mixed[:1] if mixed == list(question.options) else mixed
    keeps = question.keep_order or question.kind in {"true_false", "scale"}
    return in_order(question.options, seed=seed, shuffle=shuffle and not keeps)


def offered_rights(question: Question, *, seed: str) -> list[tuple[str, str]]:
    """What can be chosen beside each left text of a matching question, mixed: (key, text)."""
    return sorted(question.rights.items(), key=lambda item: _place(f"{seed}/{question.key}", item[1]))
