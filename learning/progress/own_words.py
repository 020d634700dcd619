"""What a learner wrote, sealed at rest under the environment's learner keys.

It protects against a stolen database, not against the host; the page says so.
"""

from __future__ import annotations

from django.conf import settings

from gehoord.core.small_secrets import SecretUnreadableError, open_small, seal_small

LONGEST = 1000
"""Characters of an own sentence that are kept."""
LONGEST_TEXT = 8000
"""Characters of an essay or an open answer that are kept."""


def seal_own_words(words: str) -> str:
    """Sealed words; nothing for nothing."""
    words = " ".join(words.split())[:LONGEST]
    return seal_small(words, keys=settings.LEARNER_KEYS) if words else ""


def seal_text(text: str) -> str:
    """A longer text with its lines, sealed; nothing for nothing."""
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))[:LONGEST_TEXT]
    return seal_small(lines, keys=settings.LEARNER_KEYS) if lines else ""


def open_own_words(sealed: str) -> str:
    """The words again; nothing when the installation no longer has their key (they are lost, the conversation is not)."""
    if not sealed:
        return ""
    try:
        return open_small(sealed, keys=settings.LEARNER_KEYS)
    except SecretUnreadableError:
        return ""
