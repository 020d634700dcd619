"""What is wrong with a conversation: `validate`. Errors stop publishing; a warning that stays has a written reason."""

from __future__ import annotations

from dataclasses import replace

from .finding import ERROR, WARNING, Finding, error, has_errors, unexplained
from .played import played_findings
from .said import said
from .scenario import Scenario
from .written import reading_findings, written_findings

__all__ = ["ERROR", "WARNING", "Finding", "has_errors", "unexplained", "validate"]

# With these there is no graph to walk yet.
NOT_WALKABLE = frozenset({"unknown-start", "unknown-target", "no-target"})


def validate(scenario: Scenario, *, language: str = "nl") -> list[Finding]:
    """All findings, errors first; warnings that are accepted in the scenario carry their reason.

    How hard the lines are to read is looked at in Dutch only.
    """
    found = [*written_findings(scenario), *(reading_findings(scenario) if language == "nl" else ())]
    if not any(finding.code in NOT_WALKABLE for finding in found):
        found += played_findings(scenario)
    found = [_with_reason(scenario, finding) for finding in found]
    found += _accepted_without_reason(scenario)
    return sorted(found, key=lambda finding: (finding.severity != ERROR, finding.place, finding.code))


def _with_reason(scenario: Scenario, finding: Finding) -> Finding:
    if finding.severity != WARNING:
        return finding
    fitting = [one for one in scenario.accepted if one.code == finding.code and one.place in {"", finding.place}]
    return replace(finding, reason=fitting[0].reason) if fitting else finding


def _accepted_without_reason(scenario: Scenario) -> list[Finding]:
    return [
        error("no-reason", f"accepted, regel {number}", said("Schrijf waarom “%(code)s” mag blijven staan.", code=one.code))
        for number, one in enumerate(scenario.accepted, 1)
        if not one.reason
    ]
