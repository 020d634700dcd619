from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation

from .links import ShortLink


class Sheet(models.Model):
    """What is printed for one place: the words of a poster or a flyer, and the short link whose code stands on it."""

    class Kind(models.TextChoices):
        POSTER = "poster", _("poster (A3 en A4)")
        FLYER = "flyer", _("flyer (A6, en A4 gevouwen tot A5)")

    class Theme(models.TextChoices):
        LILAC = "lilac", _("lila")
        NIGHT = "night", _("donkergroen")
        LIGHT = "light", _("wit, spaart inkt")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="sheets", verbose_name=_("organisatie")
    )
    short_link = models.ForeignKey(ShortLink, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("plek"))
    kind = models.CharField(_("soort"), max_length=6, choices=Kind, default=Kind.POSTER)
    theme = models.CharField(_("kleur"), max_length=5, choices=Theme, default=Theme.LILAC)
    headline = models.CharField(
        _("kop"), max_length=70, help_text=_("Wat een student hoort of denkt. Tussen aanhalingstekens als iemand het zegt.")
    )
    call = models.CharField(_("uitnodiging"), max_length=60, help_text=_("Bijvoorbeeld: Voelt dat oneerlijk? Vertel het ons."))
    text = models.CharField(_("tekst"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("poster of flyer")
        verbose_name_plural = _("posters en flyers")
        ordering = ["organisation", "short_link__place", "pk"]

    def __str__(self) -> str:
        return f"{self.headline} ({self.short_link.place})"

    def clean(self) -> None:
        if self.short_link_id and self.short_link.organisation_id != self.organisation_id:
            raise ValidationError({"short_link": _("Kies een plek van dezelfde school.")})
