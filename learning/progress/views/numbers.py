from __future__ import annotations


def whole_number(text: str | None) -> int | None:
    """A small whole number from a form; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
