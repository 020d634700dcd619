"""What the student's doors keep beside the reports: who may frame a form, and hand-over codes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation

from .unindexed import Unindexed


class EmbedOrigin(Unindexed):
    """One exact origin, such as https://www.school.nl, that may show the school's form inside its own page."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="embed_origins")
    origin = models.CharField(_("site"), max_length=200)

    class Meta:
        verbose_name = _("site met ons formulier erin")
        verbose_name_plural = _("sites met ons formulier erin")
        ordering = ["origin"]
        constraints = [models.UniqueConstraint(fields=["organisation", "origin"], name="one_row_per_embed_origin")]

    def __str__(self) -> str:
        return self.origin
