from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.core.prepared import Prepared, PreparedInsert

from .enums import AttemptState, PlayedKind, TallyState
from .errors import AnswerAppendedOnceError
from .own_words import open_own_words
from .queries import AttemptQuerySet, StepDoneQuerySet


def new_seed() -> int:
    """Decides the order of replies and options of one attempt, so that it stays the same on every device."""
    return secrets.randbelow(2**31)


class StepDone(models.Model):
    """A learner completed a step, on a day. It stays when the answers go."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="steps_done")
    module_key = models.CharField(_("module"), max_length=255)
    step_key = models.CharField(_("stap"), max_length=80)
    on = models.DateField(_("op"))
    # The last day on which it was done again; empty after the first time.
    again_on = models.DateField(_("opnieuw op"), null=True)

    objects = StepDoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("gedane stap")
        verbose_name_plural = _("gedane stappen")
        constraints = [models.UniqueConstraint(fields=["user", "module_key", "step_key"], name="one_row_per_step_done")]

    def __str__(self) -> str:
        return f"{self.module_key}/{self.step_key}"


class Attempt(models.Model):
    """One run of a learner through a scenario or a quiz, pinned to one frozen version to its end."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    module_key = models.CharField(_("module"), max_length=255)
    step_key = models.CharField(_("stap"), max_length=80)
    kind = models.CharField(_("soort"), max_length=8, choices=PlayedKind)
    version = models.ForeignKey("catalogue.FrozenVersion", on_delete=models.PROTECT, related_name="attempts")
    seed = models.PositiveIntegerField(default=new_seed)
    state = models.CharField(_("stand"), max_length=8, choices=AttemptState, default=AttemptState.OPEN)
    started_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    ended_at = models.DateTimeField(_("geëindigd"), null=True, blank=True)
    # "Try again from here": the attempt whose replies were played again at the start of this one.
    replays = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replayed_by")
    # "Say it yourself first": what was said at the place where the conversation stands, waiting for its reply.
    said_at = models.PositiveSmallIntegerField(null=True, blank=True)
    said_sealed = models.TextField(blank=True)
    take_along_sealed = models.TextField(blank=True)
    # Coach mode is off at first, and the learner's choice; that it was on is named when looking back.
    coach = models.BooleanField(_("coachstand"), default=False)
    coached = models.BooleanField(_("met coachstand"), default=False)
    typing_pause = models.BooleanField(_("typpauze"), default=True)
    is_kept = models.BooleanField(_("bewaren"), default=False)
    # So many answers stood there from the start: what was right already, when only the missed ones are done again.
    head = models.PositiveSmallIntegerField(default=0)
    tally = models.CharField(max_length=7, choices=TallyState, default=TallyState.NEVER)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("poging")
        verbose_name_plural = _("pogingen")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "module_key", "step_key"],
                condition=Q(state=AttemptState.OPEN),
                name="one_open_attempt_per_step",
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, ended_at__isnull=True)
                | (~Q(state=AttemptState.OPEN) & Q(ended_at__isnull=False)),
                name="attempt_ended_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["version", "user"], condition=Q(tally=TallyState.WAITING), name="attempts_waiting_for_tally"),
            models.Index(fields=["ended_at"], name="attempts_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.module_key}/{self.step_key}"

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.OPEN

    @property
    def is_finished(self) -> bool:
        return self.state == AttemptState.FINISHED

    def payloads(self) -> list[Any]:
        """What was answered so far, in its order."""
        return _payloads(self.pk)

    @property
    def said(self) -> str:
        """What the learner said first, at the place where the conversation stands."""
        return open_own_words(self.said_sealed)

    @property
    def take_along(self) -> str:
        """The learner's own sentence for the next real conversation."""
        return open_own_words(self.take_along_sealed)


class Answer(models.Model):
    """One answer of an attempt, in its place. Appended once; the state of the attempt is rebuilt from these alone."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    sequence = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    own_words_sealed = models.TextField(blank=True)

    class Meta:
        verbose_name = _("antwoord")
        verbose_name_plural = _("antwoorden")
        ordering = ["attempt_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["attempt", "sequence"], name="one_answer_per_place")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.sequence}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AnswerAppendedOnceError
        super().save(*args, **kwargs)

    @property
    def own_words(self) -> str:
        return open_own_words(self.own_words_sealed)


# Django finds the tables of an app by this module.
from .own_models import Reflection, Refresher, RefresherWish, SkillMonth  # noqa: E402, F401
from .quiz_models import Essay, SavedQuestion  # noqa: E402, F401

_payloads = Prepared(
    lambda attempt_id: Answer.objects.filter(attempt_id=attempt_id).order_by("sequence").values_list("payload", flat=True), int
)
_played_last = Prepared(
    lambda user_id, module_key, step_key: (
        Attempt.objects.filter(user_id=user_id)
        .of_step(module_key, step_key)
        .exclude(state=AttemptState.LEFT)
        .select_related("version")
        # Read by the engine once per process: with a bank behind it a version can be large.
        .defer("version__content")
        .order_by(Case(When(state=AttemptState.OPEN, then=0), default=1), F("ended_at").desc(), "-pk")[:1]
    ),
    int,
    str,
    str,
)


_open = Prepared(
    lambda user_id, module_key, step_key: (
        Attempt.objects.filter(user_id=user_id, state=AttemptState.OPEN)
        .of_step(module_key, step_key)
        .values_list("pk", flat=True)
    ),
    int,
    str,
    str,
)


def open_attempt_id(user: Any, module_key: str, step_key: str) -> int | None:
    """Which attempt somebody is in the middle of at this step."""
    found: int | None = _open.first(user.pk, module_key, step_key)
    return found


def played_last(user: Any, module_key: str, step_key: str) -> Attempt | None:
    """The attempt that a step's page shows: the open one, else the one finished last; None where nobody began."""
    found: Attempt | None = _played_last.first(user.pk, module_key, step_key)
    return found


_locked = Prepared(
    lambda user_id, module_key, step_key: (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("version")
        .defer("version__content")
        .filter(user_id=user_id, state=AttemptState.OPEN)
        .of_step(module_key, step_key)
    ),
    int,
    str,
    str,
)


def lock_open_attempt(user: Any, module_key: str, step_key: str) -> Attempt | None:
    """The attempt that somebody is in the middle of at this step; nobody else changes it until the transaction ends."""
    found: Attempt | None = _locked.first(user.pk, module_key, step_key)
    return found


_finished = Prepared(
    lambda user_id, module_key, step_key: (
        Attempt.objects.filter(user_id=user_id).of_step(module_key, step_key).finished().values_list("version_id", flat=True)
    ),
    int,
    str,
    str,
)


def finished_versions(user: Any, module_key: str, step_key: str) -> list[int]:
    """The version of each attempt that somebody finished at this step."""
    return _finished(user.pk, module_key, step_key)


append_answer = PreparedInsert(Answer, "attempt_id", "sequence", "payload", "own_words_sealed")
"""Adds one answer; raises IntegrityError where its place is taken."""
