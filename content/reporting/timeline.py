"""A case told in order: who said or did what, as sentences for the desk. Only what these keys open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gehoord.organisations.models import Contact, Organisation

from .casefile import CaseFile
from .enums import AuthorKind, ConsentSubject, EntryKind, FirstContact, PartnerKind, ReaderReason, ReportPart, SpokenBy
from .models import AdviserKey
from .pieces import Piece


@dataclass(frozen=True)
class People:
    """How the advisers of one organisation are called, by account and by key."""

    by_user: Mapping[int, str]
    by_key: Mapping[bytes, str]

    def user(self, user_id: Any) -> str:
        return self.by_user.get(int(user_id or 0), "") or _("een collega")

    def author(self, piece: Piece) -> str:
        return self.by_key.get(piece.opened.author, "") or _("een collega")


def people_of(organisation: Organisation) -> People:
    """Everybody who ever had a key here, present or not, in two queries."""
    cards = dict(
        Contact.objects.filter(organisation=organisation, user__isnull=False).order_by("-pk").values_list("user_id", "name")
    )
    by_user, by_key = {}, {}
    for key in AdviserKey.objects.filter(organisation=organisation).select_related("user"):
        name = str(cards.get(key.user_id, "") or key.user.get_full_name()).split(" ", 1)[0]
        by_user[key.user_id] = name
        by_key[bytes.fromhex(key.fingerprint)] = name
    return People(by_user, by_key)


@dataclass(frozen=True)
class Line:
    """One thing in the timeline."""

    head: str
    text: str
    at: datetime
    is_ours: bool
    """An adviser wrote it."""
    is_note: bool
    is_proven: bool
    report: str = ""
    """The id of another report, when this links to one."""


def lines_of(case_file: CaseFile, people: People) -> list[Line]:
    """Everything after the story, in order."""
    return [
        Line(
            head=_HEADS[EntryKind(piece.kind)](piece, people),
            text=_text_of(piece),
            at=piece.written_at,
            is_ours=piece.author_kind != AuthorKind.STUDENT,
            is_note=piece.kind == EntryKind.NOTE,
            is_proven=piece.is_proven,
        )
        for piece in case_file.conversation
        if piece.kind in _HEADS
    ]


def doubles_of(case_file: CaseFile) -> list[str]:
    """Ids of reports that were linked as being about the same thing."""
    return list(
        dict.fromkeys(str(piece.payload.get("report", "")) for piece in case_file.of(EntryKind.LINK) if piece.is_proven)
    )


def partner_of(case_file: CaseFile, people: People) -> str:
    """Whom the student wants to talk to, in words; empty while that is open."""
    choice = case_file.choice
    if choice is not None:
        return _partner(choice, people)
    chosen = case_file.wishes.get("chosen")
    return people.user(chosen) if chosen else ""


def _partner(piece: Piece, people: People) -> str:
    kind = str(piece.payload.get("partner", ""))
    if kind == PartnerKind.ADVISER:
        name = people.user(piece.payload.get("user"))
    else:
        label = str(PartnerKind(kind).label) if kind in PartnerKind.values else kind
        own = str(piece.payload.get("name", ""))
        name = f"{label} ({own})" if own else label
    return _("%(name)s, met een vriend of vriendin erbij") % {"name": name} if piece.payload.get("friend") else name


def _text_of(piece: Piece) -> str:
    if piece.kind == EntryKind.CLOSING:
        parts = (
            (_("Bij het bedrijf: %(text)s"), piece.payload.get("done")),
            (_("Tegen de student: %(text)s"), piece.payload.get("told")),
        )
        return "\n".join(sentence % {"text": text} for sentence, text in parts if text)
    if piece.kind in {EntryKind.CHOICE, EntryKind.READERS, EntryKind.REFERRAL, EntryKind.FEEDBACK}:
        return ""
    return str(piece.payload.get("text", ""))


def _readers(piece: Piece, people: People) -> str:
    why = str(piece.payload.get("why", ""))
    reason = str(ReaderReason(why).label) if why in ReaderReason.values else ""
    added = [people.user(user) for user, _mark in piece.payload.get("added", ())]
    removed = [people.user(user) for user, _mark in piece.payload.get("removed", ()) if people.user(user) not in added]
    sentences = []
    if added:
        sentences.append(_("%(names)s leest nu mee: %(reason)s") % {"names": get_text_list(added, _("en")), "reason": reason})
    if removed:
        sentences.append(
            _("%(names)s leest niet meer mee: %(reason)s") % {"names": get_text_list(removed, _("en")), "reason": reason}
        )
    return ". ".join(sentences)


def _referral(piece: Piece, people: People) -> str:
    to = str(piece.payload.get("to", ""))
    label = str(ConsentSubject(to).label) if to in ConsentSubject.values else to
    parts = [str(ReportPart(part).label) for part in piece.payload.get("parts", ()) if part in ReportPart.values]
    if not to:
        return _("Doorgestuurd door een vertrouwenspersoon van school, met een ja van de student")
    return _("%(who)s gaf door (%(what)s): %(parts)s") % {
        "who": people.author(piece),
        "what": label,
        "parts": get_text_list(parts, _("en")),
    }


def _contact(piece: Piece, people: People) -> str:
    who = {"who": people.author(piece)}
    how = piece.payload.get("how")
    if how == FirstContact.WRITTEN:
        return _("%(who)s schreef aan de student") % who
    if how == FirstContact.NOT_WANTED:
        return _("%(who)s las het; de student wil geen antwoord") % who
    by = str(piece.payload.get("by", ""))
    if by in SpokenBy.values:
        return _("%(who)s sprak de student (%(by)s)") % {**who, "by": str(SpokenBy(by).label).lower()}
    return _("%(who)s sprak de student") % who


def _message(piece: Piece, people: People) -> str:
    if piece.author_kind == AuthorKind.STUDENT:
        return _("De student schreef")
    return _("%(who)s schreef aan de student") % {"who": people.author(piece)}


def _by(sentence: str) -> Callable[[Piece, People], str]:
    return lambda piece, people: _(sentence) % {"who": people.author(piece)}


def _plain(sentence: str) -> Callable[[Piece, People], str]:
    return lambda piece, people: _(sentence)


def _withdrawal(piece: Piece, people: People) -> str:
    return _("De student trok een ja in") if piece.payload.get("ask") else _("De student trok de melding in")


def _exclusion(piece: Piece, people: People) -> str:
    name = {"name": people.user(piece.payload.get("user"))}
    if piece.kind == EntryKind.EXCLUSION:
        return _("De student wil niet dat %(name)s dit leest") % name
    return _("De student vindt het goed dat %(name)s dit weer leest") % name


def _feedback(piece: Piece, people: People) -> str:
    return _("De student keek terug")


_HEADS: dict[EntryKind, Callable[[Piece, People], str]] = {
    EntryKind.MESSAGE: _message,
    EntryKind.ADDITION: _plain(gettext_noop("De student vulde aan")),
    EntryKind.CHOICE: lambda piece, people: _("De student wil praten met %(name)s") % {"name": _partner(piece, people)},
    EntryKind.CONTACT_MADE: _contact,
    EntryKind.CONTACT_TRIED: _by(gettext_noop("%(who)s probeerde contact, zonder de student te spreken")),
    EntryKind.NOTE: _plain(gettext_noop("Jouw notitie. Alleen jij leest dit")),
    EntryKind.READERS: _readers,
    EntryKind.REFERRAL: _referral,
    EntryKind.CLOSING: _by(gettext_noop("%(who)s rondde dit af")),
    EntryKind.AFTERCARE: _by(gettext_noop("%(who)s deed de nazorg")),
    EntryKind.REOPENING: _by(gettext_noop("%(who)s heropende dit")),
    EntryKind.ABUSE: _by(gettext_noop("%(who)s vindt dit misbruik")),
    EntryKind.NO_ABUSE: _by(gettext_noop("%(who)s zette dit terug: het is echt")),
    EntryKind.WITHDRAWAL: _withdrawal,
    EntryKind.TAKEN_BACK: _plain(gettext_noop("De student gaat toch door")),
    EntryKind.EXCLUSION: _exclusion,
    EntryKind.EXCLUSION_LIFTED: _exclusion,
    EntryKind.FEEDBACK: _feedback,
}
