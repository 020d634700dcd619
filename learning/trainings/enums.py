from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignUpState(models.TextChoices):
    """Where somebody stands with one live training."""

    SEATED = "seated", _("aangemeld")
    WAITING = "waiting", _("op de wachtlijst")
    CANCELLED = "cancelled", _("afgemeld")


# Who still counts on it: their mails and calendars follow every change.
ACTIVE_STATES = frozenset({SignUpState.SEATED, SignUpState.WAITING})


class Attendance(models.TextChoices):
    """What the trainer's list says afterwards."""

    UNKNOWN = "", _("nog niet ingevuld")
    PRESENT = "present", _("was erbij")
    ABSENT = "absent", _("was er niet")
