"""Who else can help to open a report: three keepers with an emergency key on paper, and deputies for the clock."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gehoord.core.sealed.keys import PublicKeys
from gehoord.organisations.models import Organisation

from .enums import SheetPlace
from .queries import DeputyPeriodQuerySet, EmergencyKeyQuerySet
from .unindexed import Unindexed

FINGERPRINT = 64


class EmergencyKey(Unindexed):
    """A school's emergency key: only its public halves. Any two of three keepers hold it, on paper."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="emergency_keys")
    fingerprint = models.CharField(max_length=FINGERPRINT, unique=True)
    x25519 = models.BinaryField()
    ed25519 = models.BinaryField()
    made_at = models.DateTimeField()
    listed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = EmergencyKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("noodsleutel")
        verbose_name_plural = _("noodsleutels")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(listed_at__isnull=False, retired_at__isnull=True),
                name="one_live_emergency_key",
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:16]

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(bytes(self.x25519), bytes(self.ed25519))


class KeeperSheet(Unindexed):
    """One of the three sheets of an emergency key: hashes of its two lines, to see that the paper is right. Nobody's name."""

    emergency_key = models.ForeignKey(EmergencyKey, on_delete=models.CASCADE, related_name="sheets")
    place = models.CharField(max_length=1, choices=SheetPlace)
    first_hash = models.BinaryField()
    second_hash = models.BinaryField()
    proven_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("vel van een bewaarder")
        verbose_name_plural = _("vellen van bewaarders")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["emergency_key", "place"], name="one_sheet_per_keeper")]

    def __str__(self) -> str:
        return f"{self.emergency_key_id}: {self.place}"

    @property
    def mark(self) -> str:
        """What stands at the foot of the sheet, for the yearly look: it opens nothing."""
        digest = sha256(bytes(self.first_hash) + bytes(self.second_hash)).hexdigest()[:8]
        return f"{digest[:4]} {digest[4:]}"


class DeputyPeriod(Unindexed):
    """From when to when one adviser stands in for another. It hands over warnings, never keys."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="deputy_periods")
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = DeputyPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("waarneming")
        verbose_name_plural = _("waarnemingen")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="deputy_period_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="deputy_is_somebody_else", condition=~Q(adviser=F("deputy"))),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on}"
