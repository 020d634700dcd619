from __future__ import annotations


def whole_number(text: str | None, digits: int = 5) -> int | None:
    """A whole number from a form of at most so many digits; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None
