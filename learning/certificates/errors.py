from __future__ import annotations


class NotFinishedError(Exception):
    """There is no completion of this module by this person: nothing to certify."""
