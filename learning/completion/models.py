from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import CompletedBy, ModuleState
from .errors import AppendOnlyError
from .queries import CompletionQuerySet, ModuleStatusQuerySet, TallyQuerySet


class ModuleStatus(models.Model):
    """How far one person is with one module: one row, upserted, with days and never a time of day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="module_statuses")
    module_key = models.CharField(_("module"), max_length=255)
    state = models.CharField(_("stand"), max_length=8, choices=ModuleState)
    invited_on = models.DateField(_("uitgenodigd op"), null=True, blank=True)
    started_on = models.DateField(_("begonnen op"), null=True, blank=True)
    finished_on = models.DateField(_("klaar op"), null=True, blank=True)

    objects = ModuleStatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand van een module")
        verbose_name_plural = _("standen van modules")
        constraints = [
            models.UniqueConstraint(fields=["user", "module_key"], name="one_status_per_module"),
            models.CheckConstraint(
                condition=Q(state=ModuleState.FINISHED, finished_on__isnull=False)
                | (~Q(state=ModuleState.FINISHED) & Q(finished_on__isnull=True)),
                name="status_finished_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["module_key", "state", "user"], name="status_by_module")]

    def __str__(self) -> str:
        return f"{self.module_key}: {self.get_state_display()}"


class Completion(models.Model):
    """The fact that somebody completed a module: who, which, on which day, how. Append-only, once per source."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="completions")
    module_key = models.CharField(_("module"), max_length=255)
    how = models.CharField(_("hoe"), max_length=16, choices=CompletedBy)
    on = models.DateField(_("op"))
    # What made it ("progress:12:herkennen-en-erkennen"): the same cause never counts twice.
    source = models.CharField(max_length=320, unique=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("afronding")
        verbose_name_plural = _("afrondingen")
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["user", "module_key"], name="completion_by_person")]

    def __str__(self) -> str:
        return f"{self.module_key}, {self.on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)


class Tally(models.Model):
    """How often a choice was made in one frozen version: no person, no day, and only in batches of five people or more."""

    version = models.ForeignKey("catalogue.FrozenVersion", on_delete=models.CASCADE, related_name="tallies")
    item = models.CharField(_("moment of vraag"), max_length=80)
    choice = models.CharField(_("keuze"), max_length=80)
    times = models.PositiveIntegerField(_("aantal"), default=0)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("telling")
        verbose_name_plural = _("tellingen")
        constraints = [models.UniqueConstraint(fields=["version", "item", "choice"], name="one_tally_per_choice")]

    def __str__(self) -> str:
        return f"{self.item} {self.choice}: {self.times}"
