from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrozenKind(models.TextChoices):
    MODULE = "module", _("module")
    SCENARIO = "scenario", _("gesprek")
    QUIZ = "quiz", _("quiz")
