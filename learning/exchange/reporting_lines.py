"""What a reader found, as lines for people and as data for programs."""

from __future__ import annotations

from typing import Any

from learning.engine.quiz import Question

from .found import Found


def as_data(found: Found) -> dict[str, Any]:
    """Type, text, answers with their credit and feedback, and the findings."""
    question = found.question
    row: dict[str, Any] = {
        "line": found.line,
        "category": list(found.category),
        "type": question.kind if question else None,
        "text": question.text if question else found.title,
        "answers": answers_of(question) if question else [],
        "feedback": question.explanation if question else "",
        "findings": [{"line": one.line, "severity": one.severity, "sentence": one.sentence} for one in found.findings],
    }
    return row


def answers_of(question: Question) -> list[dict[str, Any]]:
    """Each answer with what it is worth, from −1 to 1."""
    if question.kind == "matching":
        pairs: list[dict[str, Any]] = [
            {"text": pair.left, "match": pair.right, "weight": 1 / len(question.pairs)} for pair in question.pairs
        ]
        return pairs + [{"text": "", "match": text, "weight": 0.0} for text in question.others]
    if question.kind == "gap":
        return [
            {"gap": number, "text": one.text, "weight": one.weight, "feedback": one.feedback}
            for number, gap in enumerate(question.gaps, 1)
            for one in gap.accepted
        ]
    if question.kind == "number":
        return [
            {"text": f"{one.value:.12g}", "tolerance": one.tolerance, "weight": one.weight, "feedback": one.feedback}
            for one in question.numbers
        ]
    if question.kind == "ordering":
        return [{"text": option.text, "place": place} for place, option in enumerate(question.options, 1)]
    share = 1 / max(1, len(question.right))
    answers = []
    for option in question.options:
        usual = (share if option.correct else -share) if question.several else float(option.correct)
        weight = usual if option.weight is None else option.weight
        answers.append({"text": option.text, "weight": weight, "correct": option.correct, "feedback": option.feedback})
    return answers


def as_lines(found: Found) -> list[str]:
    """One line for the question, and one for everything there is to say about it."""
    where = f"regel {found.line}: " if found.line else ""
    question = found.question
    text = " ".join((question.text if question else found.title).split())[:80]
    lines = [f"  {where}{question.kind if question else 'overgeslagen'}: {text}"]
    return lines + [f"      {finding.sentence}" for finding in found.findings]
