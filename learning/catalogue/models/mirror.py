from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.catalogue.engine_words import worded
from learning.engine.mirror import Pattern, PatternError, check_pattern


class MirrorPattern(models.Model):
    """Words that often close a conversation, with why, and with an opening. The region's trainers keep the list."""

    language = models.CharField(_("taal"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    key = models.CharField(
        _("vaste naam"), max_length=60, validators=[RegexValidator(r"^[a-z0-9-]+$", _("Gebruik kleine letters, cijfers en streepjes."))],
        help_text=_("Kleine letters en streepjes. Blijft altijd gelijk."),
    )  # fmt: skip
    phrasings = models.TextField(
        _("zo kan iemand het zeggen"), help_text=_("Eén per regel. Hoe je ze schrijft staat onder het formulier.")
    )
    exceptions = models.TextField(
        _("behalve als er dit staat"),
        blank=True,
        help_text=_("Eén per regel, op dezelfde manier. In die zin zwijgt de spiegel."),
    )
    why = models.CharField(
        _("wat dit doet in een gesprek"), max_length=300, help_text=_("Eén of twee korte zinnen, zonder verwijt.")
    )
    instead = models.CharField(_("een opening"), max_length=200, help_text=_("Een zin die wel ruimte geeft."))
    is_active = models.BooleanField(_("doet mee"), default=True)

    class Meta:
        verbose_name = _("patroon van de spiegel")
        verbose_name_plural = _("spiegel")
        ordering = ["language", "key"]
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="one_mirror_pattern_per_key")]

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        """A phrasing that cannot be read is named, with what to do."""
        for name in ("phrasings", "exceptions"):
            for words in lines_of(getattr(self, name)):
                try:
                    check_pattern(Pattern(key=self.key, words=(words,), why="", instead=""))
                except PatternError as error:
                    raise ValidationError({name: f"“{words}”: {worded(error.args[0])}"}) from error

    @property
    def pattern(self) -> Pattern:
        """As the engine holds it."""
        return Pattern(
            key=self.key,
            words=tuple(lines_of(self.phrasings)),
            why=self.why,
            instead=self.instead,
            unless=tuple(lines_of(self.exceptions)),
        )


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
