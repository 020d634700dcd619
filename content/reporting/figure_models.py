"""Figures: counters that were never rows of a person, and what was published of them, once and for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation, Region

from .unindexed import Unindexed

QUARTER = 6  # "2026-4"


class Axis(models.TextChoices):
    """What is counted. The bureaus' four axes at closing; the rest when it happens."""

    RECEIVED = "received", _("meldingen en signalen")
    DOOR = "door", _("hoe het ons bereikte")
    CONTACT = "contact", _("eerste contact binnen de tijd")
    GROUND = "ground", _("grond")
    AREA = "area", _("waar")
    NATURE = "nature", _("aard")
    HANDLING = "handling", _("wat er is gedaan")
    HEARD = "heard", _("voelde zich gehoord")
    BELIEVED = "believed", _("voelde zich geloofd")


class FigureCounter(Unindexed):
    """How often, per school, quarter, axis and value. No combinations, and nothing from which a report follows."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="figure_counters")
    quarter = models.CharField(max_length=QUARTER)
    axis = models.CharField(max_length=8, choices=Axis)
    value = models.CharField(max_length=32)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("teller")
        verbose_name_plural = _("tellers")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "quarter", "axis", "value"], name="one_counter_per_value")
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.axis} {self.value}: {self.count}"


class ClockFact(Unindexed):
    """How long one first contact took, in whole minutes of open time. Points to no report. Kept 13 months."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="clock_facts")
    quarter = models.CharField(max_length=QUARTER, db_index=True)
    minutes = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("duur tot eerste contact")
        verbose_name_plural = _("duren tot eerste contact")

    def __str__(self) -> str:
        return f"{self.quarter}: {self.minutes}"


class Publication(Unindexed):
    """The figures of one closed quarter, of a school or (without one) of the region. Made once, together for the whole
    region, and never changed: there is no other version to subtract from it."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="figure_publications")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="figure_publications")
    quarter = models.CharField(max_length=QUARTER)
    published_at = models.DateTimeField()
    median_minutes = models.PositiveIntegerField(null=True)
    bol_students = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("gepubliceerde cijfers")
        verbose_name_plural = _("gepubliceerde cijfers")
        ordering = ["-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "quarter"], name="one_publication_per_quarter"),
            models.UniqueConstraint(
                fields=["region", "quarter"], condition=Q(organisation__isnull=True), name="one_regional_publication"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter}: {self.organisation_id or 'region'}"


class PublishedCell(Unindexed):
    """One number that is shown, or (without a number) one that is hidden."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="cells")
    axis = models.CharField(max_length=8, choices=Axis)
    value = models.CharField(max_length=32)
    count = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("gepubliceerd getal")
        verbose_name_plural = _("gepubliceerde getallen")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "axis", "value"], name="one_cell_per_value")]

    def __str__(self) -> str:
        return f"{self.axis} {self.value}: {self.count}"


class PublicFigures(Unindexed):
    """That a school shows its figures to everybody."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="public_figures")
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("openbare cijfers")
        verbose_name_plural = _("openbare cijfers")

    def __str__(self) -> str:
        return str(self.organisation_id)
