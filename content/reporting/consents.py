"""What an adviser proposed and what the student said to it. Only the student's own, proven word is ever a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .enums import ConsentSubject, EntryKind, ReportPart
from .pieces import Piece

ANSWERS = frozenset({EntryKind.CONSENT_GIVEN, EntryKind.CONSENT_REFUSED, EntryKind.WITHDRAWAL})


@dataclass(frozen=True)
class Consent:
    """One proposal with its latest answer."""

    ask: Piece
    answer: Piece | None

    @property
    def number(self) -> int:
        """How the answer names it: the sequence of the entry that asked."""
        return self.ask.sequence

    @property
    def subject(self) -> str:
        return str(self.ask.payload.get("subject", ""))

    @property
    def subject_label(self) -> str:
        return str(ConsentSubject(self.subject).label) if self.subject in ConsentSubject.values else ""

    @property
    def text(self) -> str:
        return str(self.ask.payload.get("text", ""))

    @property
    def parts(self) -> tuple[ReportPart, ...]:
        """What of the report may leave the house with this yes."""
        named = self.ask.payload.get("parts", ())
        return tuple(part for part in ReportPart if part.value in named)

    @property
    def user_id(self) -> int | None:
        """The colleague it is about, when it is about one."""
        user = self.ask.payload.get("user")
        return int(user) if user else None

    @property
    def is_open(self) -> bool:
        return self.answer is None

    @property
    def is_given(self) -> bool:
        return self.ask.is_proven and self.answer is not None and self.answer.says(EntryKind.CONSENT_GIVEN)

    @property
    def is_refused(self) -> bool:
        return self.answer is not None and self.answer.kind == EntryKind.CONSENT_REFUSED

    @property
    def is_withdrawn(self) -> bool:
        return self.answer is not None and self.answer.kind == EntryKind.WITHDRAWAL


def consents_in(pieces: Sequence[Piece]) -> list[Consent]:
    """Proposals in their order. A "no" or a withdrawal counts even unproven; a "yes" never does."""
    found: list[Consent] = []
    for ask in pieces:
        if ask.kind != EntryKind.CONSENT_ASKED:
            continue
        answers = [piece for piece in pieces if piece.kind in ANSWERS and _is_about(piece, ask.sequence)]
        counted = [piece for piece in answers if piece.is_proven or piece.kind != EntryKind.CONSENT_GIVEN]
        found.append(Consent(ask, counted[-1] if counted else None))
    return found


def _is_about(answer: Piece, sequence: int) -> bool:
    if answer.sequence < sequence:
        return False
    whole_report = answer.kind == EntryKind.WITHDRAWAL and not answer.payload.get("ask")
    return whole_report or answer.payload.get("ask") == sequence
