from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation

from .enums import Attendance, SignUpState
from .queries import LiveTrainingQuerySet, SignUpQuerySet


class LiveTraining(models.Model):
    """A dated group training: planned by a trainer, open to people of one or more organisations."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="trainings_given", verbose_name=_("wie geeft de training")
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="trainings_given",
        verbose_name=_("trainer"),
    )
    schools = models.ManyToManyField(Organisation, related_name="trainings", verbose_name=_("voor wie"))
    title = models.CharField(_("titel"), max_length=120)
    # The module whose live step attending completes; empty for a training on its own.
    module_key = models.CharField(_("module"), max_length=255, blank=True)
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))
    place = models.CharField(_("plaats"), max_length=200, blank=True)
    link = models.URLField(_("link om online mee te doen"), blank=True)
    seats = models.PositiveSmallIntegerField(
        _("aantal plaatsen"), default=12, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    note = models.TextField(_("goed om te weten"), max_length=1000, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    # iCalendar (RFC 5545): one UID for ever, a SEQUENCE that rises with each change of time or place.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # Shown on the screen in the room while the trainer wants it; empty otherwise.
    screen_code = models.CharField(max_length=6, blank=True, editable=False)

    objects = LiveTrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training op locatie")
        verbose_name_plural = _("trainingen op locatie")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="training_ends_after_start"),
            models.CheckConstraint(condition=~Q(place="") | ~Q(link=""), name="training_is_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.starts_at:%Y-%m-%d})"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def where(self) -> str:
        """One line for a card and a calendar."""
        return self.place or self.link


class SignUp(models.Model):
    """One person and one live training. Signing up again after signing off joins the end of the line."""

    training = models.ForeignKey(LiveTraining, on_delete=models.CASCADE, related_name="sign_ups")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ups")
    # Through which organisation somebody came: its coordinator sees the seat, no other does.
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("stand"), max_length=9, choices=SignUpState)
    since = models.DateTimeField()
    attendance = models.CharField(_("aanwezig"), max_length=7, choices=Attendance, blank=True, default=Attendance.UNKNOWN)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanmelding")
        verbose_name_plural = _("aanmeldingen")
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["training", "user"], name="one_sign_up_per_training")]

    def __str__(self) -> str:
        return f"{self.training_id}: {self.get_state_display()}"


def new_feed_token() -> str:
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """The secret address under which a calendar program reads somebody's live trainings. A new one makes the old one dead."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="training_feed")
    token = models.CharField(max_length=40, unique=True, default=new_feed_token)

    def __str__(self) -> str:
        return str(self.user_id)
