from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
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

    def leading_on(self) -> ShortLinkQuerySet:
        """Links that still lead somewhere: open ones, and retired ones whose place moved to an open one."""
        return self.filter(Q(retired_on__isnull=True) | Q(moved_to__retired_on__isnull=True, moved_to__isnull=False))


class ShortLink(models.Model):
    """What a QR code holds: one per place. It counts per day and keeps nothing else."""

    class Kind(models.TextChoices):
        POSTER = "poster", _("poster")
        FLYER = "flyer", _("stapel flyers")
        SCREEN = "screen", _("scherm")
        SIGNATURE = "signature", _("handtekening onder mail")
        SOCIAL = "social", _("bericht op sociale media")
        OTHER = "other", _("iets anders")

    class Target(models.TextChoices):
        FORM = "form", _("het formulier")
        SCHOOL = "school", _("de pagina van de school")

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, validators=[CODE])
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="short_links", verbose_name=_("organisatie")
    )
    place = models.CharField(_("plek"), max_length=80, help_text=_("Bijvoorbeeld: aula, kantine, flyer september."))
    kind = models.CharField(_("wat hangt of ligt er"), max_length=9, choices=Kind, default=Kind.OTHER)
    target = models.CharField(_("waar komt iemand uit"), max_length=6, choices=Target, default=Target.FORM)
    retired_on = models.DateField(
        _("gestopt op"), null=True, blank=True,
        help_text=_("Vul dit in als de poster weg is of de flyers op zijn. De tellingen blijven staan."),
    )  # fmt: skip
    moved_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("gaat verder als"),
        help_text=_("Alleen voor een gestopte link: wie een oude poster scant, komt dan uit waar deze link heen gaat."),
    )  # fmt: skip

    objects = ShortLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("korte link")
        verbose_name_plural = _("korte links")
        ordering = ["organisation", "place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | Q(retired_on__isnull=False), name="only_a_retired_link_moves_on"
            )
        ]

    def __str__(self) -> str:
        return f"/q/{self.code} ({self.place})"

    def clean(self) -> None:
        if self.moved_to is None:
            return
        if self.retired_on is None:
            raise ValidationError(
                {"retired_on": _("Vul in wanneer deze link stopte. Pas dan kan hij verdergaan als een andere.")}
            )
        if self.moved_to.organisation_id != self.organisation_id:
            raise ValidationError({"moved_to": _("Kies een link van dezelfde school.")})
        if self.moved_to.retired_on is not None or self.moved_to_id == self.pk:
            raise ValidationError({"moved_to": _("Kies een link die zelf nog werkt.")})


class ShortLinkDay(models.Model):
    """How often a place's code was followed on a day: a number and nothing else. Kept 13 months."""

    short_link = models.ForeignKey(ShortLink, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["short_link", "day"], name="one_count_per_place_and_day")]

    def __str__(self) -> str:
        return f"{self.short_link_id} {self.day}: {self.count}"
