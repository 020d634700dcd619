"""What the student's doors keep beside the reports: who may frame a form, and hand-over codes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.core.sealed.keys import PublicKeys
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


class ToldByColleague(Unindexed):
    """The public halves of the code under which a colleague wrote something down; a signal has no code to look up.

    Who the colleague was is not here: the name lies sealed, and only after ticking "call me".
    """

    report = models.OneToOneField("reporting.Report", on_delete=models.CASCADE, related_name="told_by_colleague")
    lookup = models.CharField(max_length=32, unique=True, null=True)
    x25519 = models.BinaryField()
    ed25519 = models.BinaryField()
    readers_signature = models.BinaryField()
    exchanged_at = models.DateTimeField(null=True)
    exchange_signature = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("door een collega opgeschreven")
        verbose_name_plural = _("door een collega opgeschreven")

    def __str__(self) -> str:
        return str(self.report_id)

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(bytes(self.x25519), bytes(self.ed25519))
