"""What a quiz keeps beside its answers: questions to come back to, and texts that a learner lets a trainer read."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation

from .enums import Judgement
from .own_words import open_own_words
from .quiz_queries import EssayQuerySet


class SavedQuestion(models.Model):
    """A question that a learner wants to see again. For the learner alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_questions")
    module_key = models.CharField(_("module"), max_length=255)
    step_key = models.CharField(_("stap"), max_length=80)
    question_key = models.CharField(_("vraag"), max_length=80)

    class Meta:
        verbose_name = _("vraag voor later")
        verbose_name_plural = _("vragen voor later")
        constraints = [
            models.UniqueConstraint(fields=["user", "module_key", "step_key", "question_key"], name="one_saved_question")
        ]

    def __str__(self) -> str:
        return self.question_key


class Essay(models.Model):
    """A text that its writer lets the trainers read: a copy, sealed, with the day and without a name.

    It goes when the learner takes it back or erases the answer, and 30 days after it was marked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The learner's way back to what the trainer wrote. Nothing that a trainer sees follows it.
    answer = models.OneToOneField("progress.Answer", on_delete=models.CASCADE, related_name="essay")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("catalogue.FrozenVersion", on_delete=models.PROTECT, related_name="+")
    question_key = models.CharField(max_length=80)
    text_sealed = models.TextField()
    offered_on = models.DateField(_("aangeboden op"))
    judgement = models.CharField(_("oordeel"), max_length=8, choices=Judgement, blank=True)
    marked_on = models.DateField(_("gelezen op"), null=True, blank=True)
    reply_sealed = models.TextField(blank=True)

    objects = EssayQuerySet.as_manager()

    class Meta:
        verbose_name = _("tekst om te lezen")
        verbose_name_plural = _("teksten om te lezen")
        constraints = [
            models.CheckConstraint(
                condition=Q(marked_on__isnull=True, judgement="") | (Q(marked_on__isnull=False) & ~Q(judgement="")),
                name="essay_marked_has_its_day",
            )
        ]
        indexes = [models.Index(fields=["organisation", "marked_on"], name="essays_to_read")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def text(self) -> str:
        return open_own_words(self.text_sealed)

    @property
    def reply(self) -> str:
        return open_own_words(self.reply_sealed)

    @property
    def is_marked(self) -> bool:
        return self.marked_on is not None
