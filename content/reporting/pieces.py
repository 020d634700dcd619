"""One opened entry, as everything above it reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gehoord.core.sealed.entries import OpenedEntry, Proof


@dataclass(frozen=True)
class Piece:
    """One opened entry with its clear columns."""

    sequence: int
    written_at: datetime
    author_kind: str
    opened: OpenedEntry

    @property
    def is_proven(self) -> bool:
        return self.opened.proof is Proof.PROVEN

    @property
    def is_readable(self) -> bool:
        return self.opened.proof is not Proof.UNREADABLE

    @property
    def kind(self) -> str:
        return self.opened.kind

    @property
    def payload(self) -> Mapping[str, Any]:
        return self.opened.payload

    def says(self, kind: str) -> bool:
        """Whether it proves that its author wrote something of this kind: only then it ever counts as a yes."""
        return self.opened.says(kind)
