from __future__ import annotations

import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation

# No 0/o, 1/l/i: somebody types this from a wall.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE = RegexValidator(r"^[a-z0-9-]{2,16}$", _("Gebruik 2 tot 16 kleine letters, cijfers of streepjes."))


def new_code() -> str:
    """Six characters that are easy to type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


class ShortLinkQuerySet(models.QuerySet["ShortLink"]):
    def open(self) -> ShortLinkQuerySet:
        return self.filter(retired_on__isnull=True)


class ShortLink(models.Model):
    """What a QR code holds: one per place. It counts per day and keeps nothing else."""

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, validators=[CODE])
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="short_links", verbose_name=_("organisatie")
    )
    place = models.CharField(_("plek"), max_length=80, help_text=_("Bijvoorbeeld: aula, kantine, flyer september."))
    retired_on = models.DateField(_("gestopt op"), null=True, blank=True)

    objects = ShortLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("korte link")
        verbose_name_plural = _("korte links")
        ordering = ["organisation", "place"]

    def __str__(self) -> str:
        return f"/q/{self.code} ({self.place})"


class ShortLinkDay(models.Model):
    """How often a place's code was followed on a day: a number and nothing else. Kept 13 months."""

    short_link = models.ForeignKey(ShortLink, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["short_link", "day"], name="one_count_per_place_and_day")]

    def __str__(self) -> str:
        return f"{self.short_link_id} {self.day}: {self.count}"


class Screen(models.Model):
    """A full-screen page for one display in a school's halls."""

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, validators=[CODE])
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="screens", verbose_name=_("organisatie")
    )
    place = models.CharField(_("plek"), max_length=80)
    short_link = models.ForeignKey(ShortLink, on_delete=models.PROTECT, related_name="screens", verbose_name=_("korte link"))
    portrait = models.BooleanField(_("staand"), default=False)
    title = models.CharField(_("kop"), max_length=80)
    text = models.TextField(_("tekst"), max_length=240)

    class Meta:
        verbose_name = _("scherm")
        verbose_name_plural = _("schermen")
        ordering = ["organisation", "place"]

    def __str__(self) -> str:
        return f"/scherm/{self.code} ({self.place})"
