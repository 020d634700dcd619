from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from gehoord.organisations.models import WEEKDAYS, Organisation

from .links import CODE, ShortLink, new_code


class Playlist(ClusterableModel):
    """Slides that displays of a school show after one another."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("organisatie"))
    name = models.CharField(_("naam"), max_length=80, help_text=_("Alleen voor jullie zelf. Bijvoorbeeld: gewone weken."))

    class Meta:
        verbose_name = _("afspeellijst")
        verbose_name_plural = _("afspeellijsten")
        ordering = ["organisation", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation.called})"


class WeekdaysField(models.JSONField):
    """Weekdays as numbers (Monday is 0), ticked in a row. None ticked means every day."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.TypedMultipleChoiceField(
            label=self.verbose_name, help_text=self.help_text, choices=WEEKDAYS, coerce=int, required=False,
            widget=forms.CheckboxSelectMultiple, empty_value=[], initial=list,
        )  # fmt: skip


class Slide(Orderable):
    """One picture on a display: a message, a fact with its source, the people to talk to, or a large code to scan."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("bericht")
        FACT = "fact", _("feit met bron")
        PEOPLE = "people", _("met wie kan ik praten")
        FORM = "form", _("grote code naar het formulier")

    class Theme(models.TextChoices):
        NIGHT = "night", _("donkergroen")
        LILAC = "lilac", _("lila")
        LIGHT = "light", _("licht")

    playlist = ParentalKey(Playlist, on_delete=models.CASCADE, related_name="slides")
    kind = models.CharField(_("soort"), max_length=7, choices=Kind, default=Kind.MESSAGE)
    title = models.CharField(
        _("kop"), max_length=60, help_text=_("Eén korte zin. Wie acht meter verder langsloopt, leest alleen deze.")
    )
    text = models.CharField(_("tekst"), max_length=160, blank=True, help_text=_("Hoogstens twee korte zinnen."))
    source = models.CharField(
        _("bron"), max_length=120, blank=True, help_text=_("Bij een feit: waar het staat, en van wanneer.")
    )
    theme = models.CharField(_("kleur"), max_length=5, choices=Theme, default=Theme.NIGHT)
    seconds = models.PositiveSmallIntegerField(
        _("seconden in beeld"), default=15, validators=[MinValueValidator(6), MaxValueValidator(120)]
    )
    first_day = models.DateField(_("vanaf"), null=True, blank=True)
    last_day = models.DateField(_("tot en met"), null=True, blank=True)
    weekdays = WeekdaysField(_("op deze dagen"), default=list, blank=True, help_text=_("Niets aangevinkt: elke dag."))
    from_hour = models.PositiveSmallIntegerField(_("vanaf uur"), default=0, validators=[MaxValueValidator(23)])
    until_hour = models.PositiveSmallIntegerField(
        _("tot uur"), default=24, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )

    class Meta(Orderable.Meta):
        verbose_name = _("dia")
        verbose_name_plural = _("dia's")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(until_hour__gt=models.F("from_hour")), name="slide_hours_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        wrong: dict[str, Any] = {}
        if self.kind == self.Kind.FACT and not self.source.strip():
            wrong["source"] = _("Een feit heeft een bron. Schrijf op waar het staat, en van wanneer.")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            wrong["last_day"] = _("De laatste dag ligt voor de eerste. Draai ze om.")
        if self.from_hour is not None and self.until_hour is not None and self.until_hour <= self.from_hour:
            wrong["until_hour"] = _("Dit uur moet later zijn dan het eerste.")
        if wrong:
            raise ValidationError(wrong)

    def is_due(self, at: datetime) -> bool:
        """Whether it is shown at a moment, by the school's own clock."""
        day = timezone.localdate(at)
        if (self.first_day and day < self.first_day) or (self.last_day and day > self.last_day):
            return False
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        return self.from_hour <= at.hour < self.until_hour


class Screen(models.Model):
    """One display in a school's halls, at an address of its own that does not change."""

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, validators=[CODE])
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="screens", verbose_name=_("organisatie")
    )
    place = models.CharField(_("plek"), max_length=80)
    short_link = models.ForeignKey(ShortLink, on_delete=models.PROTECT, related_name="screens", verbose_name=_("korte link"))
    playlist = models.ForeignKey(
        Playlist, null=True, blank=True, on_delete=models.SET_NULL, related_name="screens", verbose_name=_("afspeellijst")
    )
    portrait = models.BooleanField(_("staand"), default=False)
    title = models.CharField(
        _("kop"), max_length=80, help_text=_("Dit staat er als geen enkele dia aan de beurt is. Een scherm is nooit leeg.")
    )
    text = models.TextField(_("tekst"), max_length=240)

    class Meta:
        verbose_name = _("scherm")
        verbose_name_plural = _("schermen")
        ordering = ["organisation", "place"]

    def __str__(self) -> str:
        return f"/scherm/{self.code} ({self.place})"

    def clean(self) -> None:
        for name in ("short_link", "playlist"):
            chosen = getattr(self, name, None) if getattr(self, f"{name}_id") else None
            if chosen is not None and chosen.organisation_id != self.organisation_id:
                raise ValidationError({name: _("Kies er een van dezelfde school.")})
