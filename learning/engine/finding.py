"""One thing to mend in a conversation: how heavy, where, and in a plain sentence what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``severity`` "error" stops publishing; "warning" does not. ``reason`` is why a warning may stay, where one was written."""

    severity: str
    code: str
    place: str
    sentence: str
    reason: str = ""


def error(code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=ERROR, code=code, place=place, sentence=sentence)


def warning(code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=WARNING, code=code, place=place, sentence=sentence)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether something stops publishing."""
    return any(finding.severity == ERROR for finding in findings)


def unexplained(findings: Iterable[Finding]) -> list[Finding]:
    """The warnings for which nobody wrote yet why they may stay."""
    return [finding for finding in findings if finding.severity == WARNING and not finding.reason]
