"""Learning paths, and what a school does not show of what the region offers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.enums import LearnerFunction
from gehoord.organisations.models import Organisation


class LearningPathQuerySet(models.QuerySet["LearningPath"]):
    def of(self, organisation: Organisation) -> LearningPathQuerySet:
        """Paths that an organisation may assign: the region's and its own."""
        return self.filter(models.Q(organisation__isnull=True) | models.Q(organisation=organisation))


class LearningPath(models.Model):
    """Modules in an order for a function. Without an organisation it is the region's."""

    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="paths")
    # Of the paths that we ship, so that they are brought in once; empty for what an organisation made.
    key = models.CharField(max_length=80, blank=True)
    title = models.CharField(_("naam"), max_length=120, blank=True)
    function = models.CharField(_("voor welke functie"), max_length=20, choices=LearnerFunction, blank=True)
    module_keys = models.JSONField(_("modules, op volgorde"), default=list)

    objects = LearningPathQuerySet.as_manager()

    class Meta:
        verbose_name = _("leerroute")
        verbose_name_plural = _("leerroutes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="one_path_per_key"),
            models.CheckConstraint(condition=~models.Q(title="") | ~models.Q(function=""), name="path_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """Its own name, or that of the function it is for."""
        if self.title:
            return self.title
        return _now("Leerroute voor de %(function)s") % {"function": LearnerFunction(self.function).label}


class HiddenModule(models.Model):
    """A module of the region that one organisation does not show to its people. Who had begun goes on."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="hidden_modules")
    module_key = models.CharField(_("module"), max_length=255)

    class Meta:
        verbose_name = _("verborgen module")
        verbose_name_plural = _("verborgen modules")
        constraints = [models.UniqueConstraint(fields=["organisation", "module_key"], name="hidden_once")]

    def __str__(self) -> str:
        return self.module_key
