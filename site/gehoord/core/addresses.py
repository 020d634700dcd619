"""Addresses of pages, worked out once: a signed-in page names a dozen, and each costs Django a walk through the patterns."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language


def address(name: str, *args: str) -> str:
    """``reverse``, kept for each language. For what comes back on many pages; never with a number of a person or a report."""
    return _address(name, args, get_language())


@lru_cache(maxsize=2048)
def _address(name: str, args: tuple[str, ...], _language: str | None) -> str:
    return reverse(name, args=args)
