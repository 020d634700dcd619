"""Who may read a report: one pure function, and nowhere else.

SECURITY.md, the vault, point 3. Bureau chosen: only the bureau. Otherwise the intake advisers less those the student
excluded; after a choice the chosen one, and the deputy whom the student saw named and did not exclude.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gehoord.core.sealed.keys import PublicKeys


@dataclass(frozen=True)
class Candidate:
    """Somebody a report can be sealed to: an adviser now, with a key in the pinned list."""

    user_id: int
    keys: PublicKeys


@dataclass(frozen=True)
class Wish:
    """What the student said about who may read it."""

    bureau: bool = False
    excluded: frozenset[int] = frozenset()
    chosen: int | None = None
    named_deputy: int | None = None
    """The adviser whom the student saw named as the one who steps in."""


class NobodyLeftError(Exception):
    """Nobody may read it: the page offers the bureau before anything is sent."""


def decide_readers(*, school: Sequence[Candidate], bureau: Sequence[Candidate], wish: Wish) -> tuple[Candidate, ...]:
    """The readers, in the order of the candidates. Raises NobodyLeftError."""
    if wish.bureau:
        readers = [candidate for candidate in bureau if candidate.user_id not in wish.excluded]
    else:
        readers = [candidate for candidate in school if candidate.user_id not in wish.excluded]
        if any(candidate.user_id == wish.chosen for candidate in readers):
            readers = [candidate for candidate in readers if candidate.user_id in {wish.chosen, wish.named_deputy}]
    if not readers:
        raise NobodyLeftError
    return tuple(readers)


def may_ever_read(*, user_id: int, wish: Wish) -> bool:
    """Whether a re-wrap for this person may be made at all: an exclusion holds until the student lifts it."""
    return user_id not in wish.excluded
