"""How long a school keeps what it has handled: within limits, and longer than usual only with a reason."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation

from .unindexed import Unindexed

USUAL_DAYS, SHORTEST_DAYS, LONGEST_DAYS = 30, 7, 90
USUAL_MONTHS, SHORTEST_MONTHS, LONGEST_MONTHS = 12, 6, 24


class TermReason(models.TextChoices):
    """Why a school keeps longer. From a list, as with a hold: free text in clear could say what a report is about."""

    COMPLAINTS = "complaints", _("onze klachtenregeling heeft een langere termijn")
    FG = "fg", _("advies van onze functionaris gegevensbescherming")
    LAW = "law", _("een andere wet of regeling vraagt het")


class RetentionTerms(Unindexed):
    """A school's own terms; without a row the usual ones hold."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="retention_terms")
    days_after_aftercare = models.PositiveSmallIntegerField(default=USUAL_DAYS)
    quiet_months = models.PositiveSmallIntegerField(default=USUAL_MONTHS)
    reason = models.CharField(max_length=10, choices=TermReason, blank=True)

    class Meta:
        verbose_name = _("bewaartermijn")
        verbose_name_plural = _("bewaartermijnen")
        constraints = [
            models.CheckConstraint(
                name="terms_within_limits",
                condition=models.Q(days_after_aftercare__range=(SHORTEST_DAYS, LONGEST_DAYS))
                & models.Q(quiet_months__range=(SHORTEST_MONTHS, LONGEST_MONTHS)),
            ),
            models.CheckConstraint(
                name="longer_terms_have_a_reason",
                condition=models.Q(days_after_aftercare__lte=USUAL_DAYS, quiet_months__lte=USUAL_MONTHS) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.days_after_aftercare}, {self.quiet_months}"
