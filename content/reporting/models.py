from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoord.core.sealed.entries import Place, SealedEntry
from gehoord.core.sealed.entries import Wrap as SealedWrap
from gehoord.core.sealed.keys import PublicKeys
from gehoord.organisations.models import Organisation

from .door_models import EmbedOrigin, ToldByColleague
from .enums import DONE_STATES, HAPPENS_ONCE, WAITING_STATES, AuthorKind, EventKind, ReportState
from .figure_models import ClockFact, FigureCounter, Publication, PublicFigures, PublishedCell
from .guide_models import GuideText
from .hold_models import LegalHold
from .keeper_models import FINGERPRINT, DeputyPeriod, EmergencyKey, KeeperSheet
from .queries import AdviserKeyQuerySet, ReportQuerySet
from .term_models import RetentionTerms
from .unindexed import Unindexed

__all__ = [
    "AdviserKey",
    "ClockFact",
    "DeputyPeriod",
    "EmbedOrigin",
    "EmergencyKey",
    "Entry",
    "FigureCounter",
    "FormOpening",
    "GuideText",
    "KeeperSheet",
    "KeyListVersion",
    "LegalHold",
    "PublicFigures",
    "Publication",
    "PublishedCell",
    "Report",
    "ReportEvent",
    "RetentionTerms",
    "ToldByColleague",
    "Tombstone",
    "UnlockTry",
    "Wrap",
    "school_id",
]  # fmt: skip


def school_id(organisation_id: int) -> str:
    """How a tenant is named inside the seal: by number, because a slug can change."""
    return f"organisation:{organisation_id}"


class AdviserKey(Unindexed):
    """One adviser's pair of keys in one organisation; the private halves are locked by a phrase and by a printed code."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="adviser_keys")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="adviser_keys")
    fingerprint = models.CharField(max_length=FINGERPRINT, unique=True)
    x25519 = models.BinaryField()
    ed25519 = models.BinaryField()
    locked_by_phrase = models.BinaryField()
    locked_by_code = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    phrase_proven_at = models.DateTimeField(null=True)
    code_proven_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    next_phrase = models.BinaryField(null=True)
    next_code = models.BinaryField(null=True)
    """The same key under a new phrase and code, until both are typed over from paper: until then the old ones open it."""
    replaces = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replacements")
    """The key that this one takes over from; nothing is sealed to it before that is done."""
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = AdviserKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("sleutel van een vertrouwenspersoon")
        verbose_name_plural = _("sleutels van vertrouwenspersonen")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(retired_at__isnull=True, replaces__isnull=True),
                name="one_live_key_per_adviser",
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:16]

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(bytes(self.x25519), bytes(self.ed25519))

    @property
    def is_proven(self) -> bool:
        return self.phrase_proven_at is not None and self.code_proven_at is not None

    @property
    def mark(self) -> str:
        """The start of the fingerprint in groups of four, for two people to compare aloud."""
        return " ".join(self.fingerprint[start : start + 4] for start in range(0, 16, 4))


class KeyListVersion(Unindexed):
    """One signed version of a school's list of keys. Which one counts is pinned outside the database."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="key_lists")
    version = models.PositiveIntegerField()
    serialised = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sleutellijst")
        verbose_name_plural = _("sleutellijsten")
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="unique_key_list_version")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.version}"


class FormOpening(Unindexed):
    """That a school's form opened, once two independent ways to open a report were proven."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="form_opening")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.organisation_id)


class Report(Unindexed):
    """A report: only what may be readable at rest. All else lies in sealed entries.

    SECURITY.md, point 9, has the complete list of columns; a test compares them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    received_at = models.DateTimeField()
    first_opened_at = models.DateTimeField(null=True)
    first_contact_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    aftercare_on = models.DateField(null=True)
    erase_after = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.RECEIVED)
    in_bin = models.BooleanField(default=False)
    is_test = models.BooleanField(default=False)
    on_hold = models.BooleanField(default=False)
    receipt_lookup = models.CharField(max_length=32, unique=True)
    receipt_x25519 = models.BinaryField()
    receipt_ed25519 = models.BinaryField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["organisation", "state", "received_at"], name="report_waiting")]
        constraints = [
            models.CheckConstraint(
                name="report_closed_has_time",
                condition=Q(state__in=sorted(DONE_STATES), closed_at__isnull=False)
                | (~Q(state__in=sorted(DONE_STATES)) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="report_in_contact_was_contacted",
                condition=~Q(state=ReportState.IN_CONTACT) | Q(first_contact_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_waiting_was_not_contacted",
                condition=~Q(state__in=sorted(WAITING_STATES)) | Q(first_contact_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def receipt_public(self) -> PublicKeys:
        return PublicKeys(bytes(self.receipt_x25519), bytes(self.receipt_ed25519))

    @property
    def school(self) -> str:
        return school_id(self.organisation_id)


class Entry(Unindexed):
    """One sealed entry of a report, appended and never edited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="entries")
    sequence = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    author_kind = models.CharField(max_length=9, choices=AuthorKind)
    key_list_version = models.PositiveIntegerField()
    previous = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        verbose_name = _("verzegeld stuk")
        verbose_name_plural = _("verzegelde stukken")
        ordering = ["report", "sequence"]
        constraints = [models.UniqueConstraint(fields=["report", "sequence"], name="unique_entry_sequence")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.sequence}"

    def sealed(self, school: str, wraps: list[Wrap]) -> SealedEntry:
        """This row as the envelope that `gehoord.core.sealed` opens."""
        place = Place(school, self.report_id.bytes, self.pk.bytes, self.sequence, bytes(self.previous), self.key_list_version)
        keys = tuple(SealedWrap(bytes.fromhex(w.recipient), w.key_list_version, bytes(w.sealed_key)) for w in wraps)
        return SealedEntry(place, bytes(self.body), keys)


class Wrap(Unindexed):
    """One entry's key, sealed to one present reader (or to the receipt)."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="wraps")
    recipient = models.CharField(max_length=FINGERPRINT, db_index=True)
    key_list_version = models.PositiveIntegerField()
    sealed_key = models.BinaryField()

    class Meta:
        verbose_name = _("sleutel van een stuk")
        verbose_name_plural = _("sleutels van stukken")
        constraints = [models.UniqueConstraint(fields=["entry", "recipient"], name="one_wrap_per_recipient")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.recipient[:16]}"


class ReportEvent(Unindexed):
    """What happened to a report and when, without a word of text. The student sees who looked."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=13, choices=EventKind)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("gebeurtenissen")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind"],
                condition=Q(kind__in=HAPPENS_ONCE),
                name="happens_once_per_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.kind}"


class Tombstone(Unindexed):
    """The id of an erased report, kept 60 days: a restored backup or a late retry must not bring it back."""

    report_id = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.report_id)


class UnlockTry(Unindexed):
    """A try at somebody's phrase that did not succeed (yet). Counted here, so that every process counts together."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.at:%H:%M}"
