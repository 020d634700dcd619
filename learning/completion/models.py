from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.enums import LearnerFunction
from gehoord.organisations.models import Organisation, Team

from .enums import AsideKind, CompletedBy, ModuleState
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
    # "Not now", said by the learner, without a reason. Nobody else sees it; it only keeps reminders away.
    not_now = models.BooleanField(_("nu niet"), default=False)

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


class Assignment(models.Model):
    """A learning path for a team, a function or a whole organisation, with a date that is a wish."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="assignments")
    path = models.ForeignKey("catalogue.LearningPath", on_delete=models.CASCADE, related_name="assignments")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="assignments")
    function = models.CharField(_("functie"), max_length=20, choices=LearnerFunction, blank=True)
    wish_on = models.DateField(_("liefst voor"), null=True, blank=True)
    made_on = models.DateField(_("gemaakt op"))

    class Meta:
        verbose_name = _("toegewezen leerroute")
        verbose_name_plural = _("toegewezen leerroutes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(team__isnull=True) | Q(function=""), name="assigned_to_team_or_function"),
            models.UniqueConstraint(
                fields=["organisation", "path", "function"], condition=Q(team__isnull=True), name="assigned_to_function_once"
            ),
            models.UniqueConstraint(fields=["path", "team"], condition=Q(team__isnull=False), name="assigned_to_team_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path_id}: {self.team_id or self.function or self.organisation_id}"


class SetAside(models.Model):
    """A colleague who is on leave, or who need not take a module. Set by a coordinator; there is no field for a reason."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="set_aside")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="set_aside")
    kind = models.CharField(_("wat"), max_length=9, choices=AsideKind)
    # Of an exemption: which module. A leave holds for all.
    module_key = models.CharField(_("module"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("verlof of vrijstelling")
        verbose_name_plural = _("verlof en vrijstellingen")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user", "kind", "module_key"], name="set_aside_once"),
            models.CheckConstraint(
                condition=Q(kind=AsideKind.LEAVE, module_key="") | (Q(kind=AsideKind.EXEMPTION) & ~Q(module_key="")),
                name="exemption_names_its_module",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Reminder(models.Model):
    """That an organisation reminded everybody who had not finished a module, on a day. To whom it went is not kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="reminders")
    module_key = models.CharField(_("module"), max_length=255)
    sent_on = models.DateField(_("gestuurd op"))

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        constraints = [models.UniqueConstraint(fields=["organisation", "module_key", "sent_on"], name="one_reminder_a_day")]

    def __str__(self) -> str:
        return f"{self.module_key}, {self.sent_on}"


class FollowUp(models.Model):
    """Three months after a module: how often somebody said they had such a talk, and what they did. A counter, no person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="follow_ups")
    module_key = models.CharField(_("module"), max_length=255)
    quarter = models.CharField(_("kwartaal"), max_length=6)
    choice = models.CharField(_("keuze"), max_length=20)
    times = models.PositiveIntegerField(_("aantal"), default=0)

    class Meta:
        verbose_name = _("antwoord na drie maanden")
        verbose_name_plural = _("antwoorden na drie maanden")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "module_key", "quarter", "choice"], name="one_count_per_choice")
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.choice}: {self.times}"


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
