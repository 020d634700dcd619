from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ModuleState(models.TextChoices):
    """How far somebody is with a module, in words that say nothing about how well."""

    INVITED = "invited", _("uitgenodigd")
    STARTED = "started", _("begonnen")
    FINISHED = "finished", _("klaar")


class AsideKind(models.TextChoices):
    """Why somebody is not asked now, in one word and no more."""

    LEAVE = "leave", _("met verlof")
    EXEMPTION = "exemption", _("hoeft niet")


class CompletedBy(models.TextChoices):
    """How a module was completed."""

    OWN_STEPS = "own_steps", _("zelf gedaan")
    LIVE_TRAINING = "live_training", _("training op locatie")
    EARLIER_TRAINING = "earlier_training", _("eerdere training")
