"""Whether a conversation with a student can end with care: the doors named, a yes asked, nothing promised that nobody can
keep, and, where the student said no, a signal without personal data offered.
"""

from __future__ import annotations

from .exploring import Exploration, Node
from .scenario import Scenario
from .skills import PERMISSION

PROMISE = "overpromising"
DOORS, SIGNAL, ASKED, PROMISED = "did:names_doors", "did:offers_signal", f"used:{PERMISSION}", f"used:{PROMISE}"


def careful_endings(scenario: Scenario) -> frozenset[str]:
    """The endings that can be reached with all of it. Empty also where the conversation is too large to walk."""
    explored = Exploration(scenario, also={DOORS, SIGNAL, ASKED, PROMISED})
    if explored.too_large:
        return frozenset()
    somebody_says_no = any(moment.refusal for moment in scenario.moments.values())
    ends = (node for node in explored.nodes if scenario.moments[node[0]].ending)
    return frozenset(node[0] for node in ends if _with_care(node, somebody_says_no))


def _with_care(node: Node, somebody_says_no: bool) -> bool:
    """A signal belongs to it in every conversation in which the student says no."""
    flags = node[2]
    return DOORS in flags and ASKED in flags and PROMISED not in flags and (SIGNAL in flags or not somebody_says_no)
