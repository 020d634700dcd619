"""What a conversation gave the chance to say, and what was said: per skill that opens. No skill is weighed against another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .conversation import advance, begin, open_replies
from .scenario import Scenario
from .skills import OPENING


def chances(scenario: Scenario, answers: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """(chosen, offered) per opening skill: one chance for each moment at which a reply with that skill was open.

    A summary in own words (ticked key points) offers no replies and counts for nothing.
    """
    chosen: Counter[str] = Counter()
    offered: Counter[str] = Counter()
    state = begin(scenario)
    for answer in answers:
        replies = open_replies(scenario, state)
        offered.update({skill for reply in replies for skill in reply.skills if skill in OPENING})
        chosen.update(skill for reply in replies if reply.key == answer for skill in set(reply.skills) & OPENING)
        state = advance(scenario, state, answer)
    return chosen, offered
