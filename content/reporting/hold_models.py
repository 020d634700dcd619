"""A legal hold: that a report may not be erased for now, with the reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .unindexed import Unindexed


class HoldReason(models.TextChoices):
    """Why a report must stay. From a list, because free text in clear could say what it is about."""

    POLICE = "police", _("vordering van politie of justitie")
    COURT = "court", _("rechtszaak of bezwaar")
    COMPLAINT = "complaint", _("klacht die loopt")
    ACCESS = "access", _("verzoek om inzage dat loopt")
    DUTY = "duty", _("meldplicht van de school")


class LegalHold(Unindexed):
    """Placed by an adviser who can open the report; the student sees that it is there."""

    report = models.OneToOneField("reporting.Report", on_delete=models.CASCADE, related_name="legal_hold")
    reason = models.CharField(max_length=9, choices=HoldReason)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("bewaarplicht")
        verbose_name_plural = _("bewaarplichten")

    def __str__(self) -> str:
        return f"{self.report_id}: {self.reason}"
