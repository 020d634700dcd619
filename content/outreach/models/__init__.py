"""Places, displays and what they show, and paper."""

from __future__ import annotations

from .links import ALPHABET, CODE, ShortLink, ShortLinkDay, new_code
from .screens import Playlist, Screen, Slide
from .sheets import Sheet

__all__ = ["ALPHABET", "CODE", "Playlist", "Screen", "Sheet", "ShortLink", "ShortLinkDay", "Slide", "new_code"]
