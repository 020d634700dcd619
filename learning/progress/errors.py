from __future__ import annotations


class StepClosedError(Exception):
    """The module is not open for new starts; who was underway goes on."""


class WrongReplyError(Exception):
    """What was sent is not among the replies of this moment, or no answer was chosen."""


class AnswerAppendedOnceError(Exception):
    """An answer is appended, never changed."""


class NoTriesLeftError(Exception):
    """This quiz may be done a limited number of times, and those are done."""


class NobodyReadsError(Exception):
    """There is no trainer who could read a text of this organisation."""


class AlreadyMarkedError(Exception):
    """A text was marked before; nothing changes then."""
