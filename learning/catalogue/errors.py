from __future__ import annotations

from collections.abc import Sequence


class FrozenForeverError(Exception):
    """A frozen version cannot be changed or deleted: somebody may be in the middle of it."""


class NotFreezableError(Exception):
    """A page cannot be frozen; ``sentences`` say where and why."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = list(sentences)


class NothingToCopyError(Exception):
    """A module that was never published has no version with which a copy could be compared."""
