from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """Where a report is. ``TRANSITIONS`` says what may follow what."""

    RECEIVED = "received", _("binnen")
    READ = "read", _("gelezen")
    IN_CONTACT = "in_contact", _("in gesprek")
    CLOSED = "closed", _("afgerond")


TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.RECEIVED: frozenset({ReportState.READ}),
    ReportState.READ: frozenset({ReportState.IN_CONTACT, ReportState.CLOSED}),
    ReportState.IN_CONTACT: frozenset({ReportState.CLOSED}),
    ReportState.CLOSED: frozenset({ReportState.IN_CONTACT}),
}
WAITING_STATES = frozenset({ReportState.RECEIVED, ReportState.READ})


class EntryKind(models.TextChoices):
    """What an entry is. Never a column: the kind lies inside the seal."""

    STORY = "story", _("verhaal")
    CONTACT = "contact", _("contact")
    WISHES = "wishes", _("wensen")
    MESSAGE = "message", _("bericht")
    ADDITION = "addition", _("aanvulling")
    CHOICE = "choice", _("keuze")
    CONSENT = "consent", _("toestemming")
    WITHDRAWAL = "withdrawal", _("intrekking")
    CONTACT_MADE = "contact_made", _("contact gelegd")
    NOTE = "note", _("notitie")


class AuthorKind(models.TextChoices):
    STUDENT = "student", _("student")
    ADVISER = "adviser", _("vertrouwenspersoon")


# Whose word an entry can be: an adviser cannot say yes for a student, nor the other way round.
KINDS_OF_AUTHOR: dict[AuthorKind, frozenset[EntryKind]] = {
    AuthorKind.STUDENT: frozenset(
        {
            EntryKind.STORY, EntryKind.CONTACT, EntryKind.WISHES, EntryKind.MESSAGE, EntryKind.ADDITION, EntryKind.CHOICE,
            EntryKind.CONSENT, EntryKind.WITHDRAWAL,
        }
    ),
    AuthorKind.ADVISER: frozenset({EntryKind.MESSAGE, EntryKind.CONTACT_MADE, EntryKind.NOTE}),
}  # fmt: skip


class EventKind(models.TextChoices):
    """What happened to a report, without text: its own trail, which the student sees too."""

    RECEIVED = "received", _("binnengekomen")
    OPENED = "opened", _("gelezen")
    FIRST_CONTACT = "first_contact", _("eerste contact")
    DEADLINE_NEAR = "deadline_near", _("waarnemer gewaarschuwd")
    OVERDUE = "overdue", _("te laat")


class ContactWay(models.TextChoices):
    """How the student wants the answer (sealed)."""

    CALL = "bel", _("Bel, app of mail mij")
    CODE = "code", _("Met een code, zonder naam")
    NONE = "geen", _("Ik hoef geen antwoord")


class DayPart(models.TextChoices):
    MORNING = "ochtend", _("Ochtend")
    AFTERNOON = "middag", _("Middag")
    EVENING = "avond", _("Avond")


class FirstContact(models.TextChoices):
    """How the clock stopped (sealed). "I called" without speaking is not in this list, on purpose."""

    SPOKEN = "spoken", _("Ik heb de student gesproken")
    NOT_WANTED = "not_wanted", _("De student wil geen antwoord. Ik heb het gelezen.")
