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
