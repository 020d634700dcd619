from __future__ import annotations


class TrainingClosedError(Exception):
    """The training is cancelled, has begun or is over: nobody can sign up or off any more."""


class NotInvitedError(Exception):
    """This training is not for an organisation of this person: for them it does not exist."""


class WrongCodeError(Exception):
    """The code on the screen is another one, or it is not shown now."""


class InUseError(Exception):
    """A training with people in it is cancelled, never deleted: they must hear of it."""
