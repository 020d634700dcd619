from __future__ import annotations


class AppendOnlyError(Exception):
    """A completion is a fact: it is never changed, only made or, with the person, erased."""


class RemindedRecentlyError(Exception):
    """An organisation reminds its people of a module at most once in fourteen days."""


class TooFewLearnersError(ValueError):
    """A tally moves only by a batch of at least five different learners, so that no step can be traced to a person."""
