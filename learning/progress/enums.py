from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlayedKind(models.TextChoices):
    """Steps of which every answer is kept as an attempt."""

    SCENARIO = "scenario", _("gesprek")
    QUIZ = "quiz", _("vragen")


class AttemptState(models.TextChoices):
    """An attempt is open, came to its end, or was left for another one."""

    OPEN = "open", _("bezig")
    FINISHED = "finished", _("klaar")
    LEFT = "left", _("verlaten")


class TallyState(models.TextChoices):
    """Only a learner's first finished attempt of a version is ever tallied, and only with four others."""

    NEVER = "never", _("telt niet mee")
    WAITING = "waiting", _("wacht op anderen")
    COUNTED = "counted", _("geteld")


class Judgement(models.TextChoices):
    """What a trainer says of a text. No mark: it never counts for completion."""

    STRONG = "strong", _("Dit is sterk")
    ALMOST = "almost", _("Je bent er bijna")
    AGAIN = "again", _("Probeer het nog eens")
