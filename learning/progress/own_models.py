"""What a learner keeps for oneself beside conversations and quizzes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .own_words import open_own_words


class Reflection(models.Model):
    """What a learner wrote at a reflection step: sealed, for the writer alone, in no list and no export of the school."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reflections")
    module_key = models.CharField(_("module"), max_length=255)
    step_key = models.CharField(_("stap"), max_length=80)
    text_sealed = models.TextField()
    written_on = models.DateField(_("geschreven op"))
    is_kept = models.BooleanField(_("bewaren"), default=False)

    class Meta:
        verbose_name = _("gedachte voor jezelf")
        verbose_name_plural = _("gedachten voor jezelf")
        constraints = [models.UniqueConstraint(fields=["user", "module_key", "step_key"], name="one_reflection_per_step")]
        indexes = [models.Index(fields=["written_on"], name="reflections_by_day")]

    def __str__(self) -> str:
        return f"{self.module_key}/{self.step_key}"

    @property
    def text(self) -> str:
        """The words, for the page and the export of their writer."""
        return open_own_words(self.text_sealed)


class SkillMonth(models.Model):
    """How often a learner could use a skill in a month, and did. The answers it came from may go; this stays one's own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skill_months")
    month = models.DateField(_("maand"))  # its first day
    skill = models.CharField(_("vaardigheid"), max_length=40)
    chosen = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("vaardigheid in een maand")
        verbose_name_plural = _("vaardigheden per maand")
        constraints = [
            models.UniqueConstraint(fields=["user", "month", "skill"], name="one_row_per_skill_and_month"),
            models.CheckConstraint(condition=models.Q(chosen__lte=models.F("offered")), name="chosen_was_offered"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}, {self.month:%Y-%m}"


class RefresherWish(models.Model):
    """What a learner wants of refreshers: none at all, or a skill picked by oneself."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refresher_wish")
    is_off = models.BooleanField(_("geen opfrissers"), default=False)
    skill = models.CharField(_("vaardigheid"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("wens over opfrissers")
        verbose_name_plural = _("wensen over opfrissers")

    def __str__(self) -> str:
        return str(self.user_id)


class Refresher(models.Model):
    """One refresher that was sent, so many weeks after a module; of thirteen weeks: the two questions."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refreshers")
    module_key = models.CharField(_("module"), max_length=255)
    weeks = models.PositiveSmallIntegerField()
    sent_on = models.DateField()
    # Which conversation; empty for the two questions.
    step_key = models.CharField(_("stap"), max_length=80, blank=True)
    is_answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("opfrisser")
        verbose_name_plural = _("opfrissers")
        constraints = [models.UniqueConstraint(fields=["user", "module_key", "weeks"], name="one_refresher_per_moment")]
        indexes = [models.Index(fields=["user", "sent_on"], name="refreshers_by_person")]

    def __str__(self) -> str:
        return f"{self.module_key} +{self.weeks}"
