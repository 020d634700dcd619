"""The words of this room. What stands in clear in the database is here as states and events; the rest lies in seals."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """Where a report is. ``TRANSITIONS`` says what may follow what."""

    RECEIVED = "received", _("binnen")
    READ = "read", _("gelezen")
    IN_CONTACT = "in_contact", _("in gesprek")
    CLOSED = "closed", _("afgerond, nazorg volgt")
    ENDED = "ended", _("nazorg gedaan")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    ABUSE = "abuse", _("misbruik")


TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.RECEIVED: frozenset({ReportState.READ, ReportState.WITHDRAWN}),
    ReportState.READ: frozenset({ReportState.IN_CONTACT, ReportState.WITHDRAWN, ReportState.ABUSE}),
    ReportState.IN_CONTACT: frozenset({ReportState.CLOSED, ReportState.WITHDRAWN}),
    ReportState.CLOSED: frozenset({ReportState.IN_CONTACT, ReportState.ENDED, ReportState.WITHDRAWN}),
    ReportState.ENDED: frozenset({ReportState.IN_CONTACT, ReportState.WITHDRAWN}),
    # Only the student takes a withdrawal back: to where the report was, before or after first contact.
    ReportState.WITHDRAWN: frozenset({ReportState.READ, ReportState.IN_CONTACT}),
    ReportState.ABUSE: frozenset({ReportState.READ}),
}
WAITING_STATES = frozenset({ReportState.RECEIVED, ReportState.READ})
OPEN_STATES = WAITING_STATES | {ReportState.IN_CONTACT}
DONE_STATES = frozenset({ReportState.CLOSED, ReportState.ENDED, ReportState.WITHDRAWN, ReportState.ABUSE})
"""Nothing more is being done: ``closed_at`` says since when."""
COUNTED_STATES = frozenset({ReportState.CLOSED, ReportState.ENDED})
"""Closed by an adviser with the four axes: what the figures count."""


class EntryKind(models.TextChoices):
    """What an entry is. Never a column: the kind lies inside the seal. At most 24 bytes.

    The payload of each, every key of it optional to read:

    STORY text · CONTACT way, phone, email, name, day_parts, voicemail, never_tell · WISHES chosen, bureau, deputy,
    excluded, readers ([user, fingerprint] each), language, door, asked, consent, check (Check) · MESSAGE text · ADDITION text · CHOICE partner
    (PartnerKind), user, name, friend · CONSENT_ASKED subject (ConsentSubject), text, parts, user · CONSENT_GIVEN and
    CONSENT_REFUSED ask (the sequence of the entry that asked), and for the bureau lookup, x25519, ed25519 of the
    student's own receipt there · WITHDRAWAL ask (that yes) or no ask (the whole report) · TAKEN_BACK nothing: the
    withdrawal of the report is undone · EXCLUSION and EXCLUSION_LIFTED user · FEEDBACK heard, believed · CONTACT_MADE
    how, by (SpokenBy), text · CONTACT_TRIED how, text · NOTE text · LINK report · READERS added, removed ([user, fingerprint] each),
    why (ReaderReason) · REFERRAL to, parts, ask, report · CLOSING done, not_done, told, aftercare_on, grounds, area, nature,
    handling · AFTERCARE text · REOPENING text · ABUSE text · NO_ABUSE text.
    """

    STORY = "story", _("verhaal")
    CONTACT = "contact", _("contact")
    WISHES = "wishes", _("wensen")
    MESSAGE = "message", _("bericht")
    ADDITION = "addition", _("aanvulling")
    CHOICE = "choice", _("keuze")
    CONSENT_ASKED = "consent_asked", _("toestemming gevraagd")
    CONSENT_GIVEN = "consent_given", _("toestemming gegeven")
    CONSENT_REFUSED = "consent_refused", _("toestemming geweigerd")
    WITHDRAWAL = "withdrawal", _("intrekking")
    TAKEN_BACK = "taken_back", _("toch doorgaan")
    EXCLUSION = "exclusion", _("mag dit niet lezen")
    EXCLUSION_LIFTED = "exclusion_lifted", _("mag dit weer lezen")
    FEEDBACK = "feedback", _("terugblik")
    CONTACT_MADE = "contact_made", _("contact gelegd")
    CONTACT_TRIED = "contact_tried", _("contact geprobeerd")
    NOTE = "note", _("notitie")
    LINK = "link", _("verwante melding")
    READERS = "readers", _("lezers")
    REFERRAL = "referral", _("doorgestuurd")
    CLOSING = "closing", _("afronding")
    AFTERCARE = "aftercare", _("nazorg")
    REOPENING = "reopening", _("heropend")
    ABUSE = "abuse", _("misbruik")
    NO_ABUSE = "no_abuse", _("toch geen misbruik")


class AuthorKind(models.TextChoices):
    """Who can be the author of an entry, in clear."""

    STUDENT = "student", _("student")
    ADVISER = "adviser", _("vertrouwenspersoon")
    COLLEAGUE = "colleague", _("collega")
    """Wrote down what a student told; the word counts as told, never as a yes."""
    REFERRER = "referrer", _("verwijzer")
    """An adviser of the organisation that referred this report by vault."""


# Whose word an entry can be: an adviser cannot say yes for a student, nor the other way round.
KINDS_OF_AUTHOR: dict[AuthorKind, frozenset[EntryKind]] = {
    AuthorKind.STUDENT: frozenset(
        {
            EntryKind.STORY, EntryKind.CONTACT, EntryKind.WISHES, EntryKind.MESSAGE, EntryKind.ADDITION, EntryKind.CHOICE,
            EntryKind.CONSENT_GIVEN, EntryKind.CONSENT_REFUSED, EntryKind.WITHDRAWAL, EntryKind.TAKEN_BACK,
            EntryKind.EXCLUSION, EntryKind.EXCLUSION_LIFTED, EntryKind.FEEDBACK, EntryKind.READERS,
        }
    ),
    AuthorKind.ADVISER: frozenset(
        {
            EntryKind.MESSAGE, EntryKind.CONTACT_MADE, EntryKind.CONTACT_TRIED, EntryKind.NOTE, EntryKind.CONSENT_ASKED,
            EntryKind.LINK, EntryKind.READERS, EntryKind.REFERRAL, EntryKind.CLOSING, EntryKind.AFTERCARE,
            EntryKind.REOPENING, EntryKind.ABUSE, EntryKind.NO_ABUSE,
        }
    ),
    AuthorKind.COLLEAGUE: frozenset({EntryKind.STORY, EntryKind.CONTACT, EntryKind.WISHES}),
    AuthorKind.REFERRER: frozenset({EntryKind.STORY, EntryKind.CONTACT, EntryKind.WISHES, EntryKind.REFERRAL}),
}  # fmt: skip
SEALED_TO_AUTHOR_ONLY = frozenset({EntryKind.NOTE})
NOT_FOR_THE_STUDENT = frozenset({EntryKind.NOTE, EntryKind.LINK})
"""Of somebody else's report, or the adviser's own: everything else in a report the student can read with the code."""


class EventKind(models.TextChoices):
    """What happened to a report, without text: its own trail, which the student sees too. None tells what was said."""

    RECEIVED = "received", _("binnengekomen")
    OPENED = "opened", _("gelezen")
    FIRST_CONTACT = "first_contact", _("eerste contact")
    DEADLINE_NEAR = "deadline_near", _("waarnemer gewaarschuwd")
    OVERDUE = "overdue", _("te laat")
    CHANGED = "changed", _("bijgewerkt")
    READERS = "readers", _("wie het leest veranderde")
    EMERGENCY = "emergency", _("noodsleutel gebruikt")
    CLOSED = "closed", _("afgerond")
    ENDED = "ended", _("nazorg gedaan")
    REOPENED = "reopened", _("heropend")
    WITHDRAWN = "withdrawn", _("ingetrokken")


HAPPENS_ONCE = (EventKind.RECEIVED, EventKind.FIRST_CONTACT, EventKind.DEADLINE_NEAR, EventKind.OVERDUE)


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
    WRITTEN = "written", _("Ik schreef een bericht dat de student met de code kan lezen")
    NOT_WANTED = "not_wanted", _("De student wil geen antwoord. Ik heb het gelezen.")


class SpokenBy(models.TextChoices):
    """How adviser and student spoke: both of them said something (sealed)."""

    PHONE = "telefoon", _("Aan de telefoon")
    IN_PERSON = "samen", _("We zagen elkaar")
    CHAT = "app", _("In een app, over en weer")
    MAIL = "mail", _("Per mail, en de student schreef terug")


class PartnerKind(models.TextChoices):
    """Whom the student chose to talk to (sealed)."""

    ADVISER = "adviser", _("een vertrouwenspersoon")
    MENTOR = "mentor", _("mijn mentor of een docent")
    BUREAU = "bureau", _("iemand buiten school")


class ConsentSubject(models.TextChoices):
    """What an adviser proposes and the student says yes or no to (sealed)."""

    COMPANY = "company", _("praten met het stagebedrijf")
    SCHOOL = "school", _("iemand van school erbij halen")
    ADVISER = "adviser", _("een andere vertrouwenspersoon laten meelezen")
    BUREAU = "bureau", _("doorsturen naar het bureau")
    SBB = "sbb", _("doorgeven aan SBB")
    OTHER = "other", _("iets anders")


class ReportPart(models.TextChoices):
    """What of a report may leave the house, each part only with its own yes (sealed)."""

    STORY = "story", _("wat je vertelde")
    ADDITIONS = "additions", _("wat je later toevoegde")
    CONTACT = "contact", _("hoe we je bereiken")
    STEPS = "steps", _("wat wij al deden")


class ReaderReason(models.TextChoices):
    """Why somebody began or stopped reading (sealed; the student reads it)."""

    CHOSEN = "chosen", _("jij koos dit")
    CONSENT = "consent", _("jij zei ja")
    SUCCESSOR = "successor", _("opvolger van wie vertrok")
    NEW_KEY = "new_key", _("dezelfde persoon, een nieuwe sleutel")
    RECOVERY = "recovery", _("dezelfde persoon, met hulp van een collega")
    EMERGENCY = "emergency", _("met de noodsleutel van school")
    EXCLUDED = "excluded", _("jij wilde dat")
    STEPPED_BACK = "stepped_back", _("gaf het over aan een ander")
    LEFT = "left", _("werkt hier niet meer als vertrouwenspersoon")


class SheetPlace(models.TextChoices):
    """The three sheets of an emergency key. Any two of them share one line."""

    FIRST = "A", "A"
    SECOND = "B", "B"
    THIRD = "C", "C"


class Check(models.TextChoices):
    """Why an adviser is asked to look first whether somebody real wrote a report (sealed)."""

    QUICK = "quick", _("heel snel verstuurd")
    MANY = "many", _("veel berichten van één netwerk, in korte tijd")
    FILLED = "filled", _("een vakje dat niemand ziet was ingevuld; dat doet meestal een programma")


class Asks(models.TextChoices):
    """What a case asks of an adviser now: one way to sift the list."""

    LATE = "te-laat", _("wacht te lang op antwoord")
    NEWS = "nieuws", _("de student schreef het laatst")
    YES = "ja", _("een vraag wacht op een ja")
    AFTERCARE = "nazorg", _("nazorg is nu")
    BIN = "nakijken", _("eerst nakijken")
    HOLD = "bewaren", _("moet bewaard blijven")
    TEST = "proef", _("proefmelding")
