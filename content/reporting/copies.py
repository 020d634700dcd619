"""A student's copy of everything that the code opens: a text to read, in plain words, that any device can show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .casefile import CaseFile
from .doors import Teller
from .enums import AuthorKind, ConsentSubject, ContactWay, DayPart, EntryKind, FirstContact, PartnerKind, ReportPart
from .pieces import Piece
from .templatetags.moments import day, time_of_day

LINE = "-" * 60
HEARD = {"yes": gettext_noop("Ja"), "partly": gettext_noop("Een beetje"), "no": gettext_noop("Nee")}


@dataclass(frozen=True)
class Told:
    """What stands around one entry: the case it is in, and how the student knows its people."""

    case_file: CaseFile
    names: Mapping[int, str]

    def name(self, user_id: Any) -> str:
        return self.names.get(int(user_id or 0), "") or _("Een vertrouwenspersoon")

    def author(self, piece: Piece) -> str:
        return self.name(self.case_file.recorded.get(piece.opened.author))


def copy_of(case_file: CaseFile, *, names: Mapping[int, str], now: datetime) -> str:
    """All entries in their order, each with when and by whom. A byte order mark lets every editor show the accents."""
    head = [
        _("Kopie van wat jij vertelde en wat wij schreven"),
        _("Gemaakt op %(day)s, %(time)s uur.") % {"day": day(now), "time": time_of_day(now)},
        _("Bewaar dit waar alleen jij erbij kunt."),
    ]
    told = Told(case_file, names)
    parts = ["\n".join(head), *(_entry(piece, told) for piece in case_file.pieces)]
    return "\ufeff" + f"\n\n{LINE}\n\n".join(parts).replace("\n", "\r\n") + "\r\n"


def _entry(piece: Piece, told: Told) -> str:
    when = f"{day(piece.written_at)}, {time_of_day(piece.written_at)}"
    proof = "" if piece.is_proven else f" ({_('niet bewezen')})"
    if not piece.is_readable or piece.kind not in _WRITERS:
        return f"{when}{proof}\n{_('Dit stuk gaat niet open.')}"
    title, lines = _WRITERS[EntryKind(piece.kind)](piece, told)
    if piece.author_kind != AuthorKind.STUDENT:
        who = told.author(piece) if piece.author_kind == AuthorKind.ADVISER else str(AuthorKind(piece.author_kind).label)
        title = title if title == who else f"{title} ({who})"
    return "\n".join([f"{when} – {title}{proof}", *(line for line in lines if line)])


Written = tuple[str, Iterable[str]]


def _answer(question: str, answer: Any) -> str:
    """A question of the form with its answer on one line; nothing where nothing was answered."""
    sign = "" if question.endswith(("?", "؟", ":")) else ":"
    return f"{question}{sign} {answer}" if answer else ""


def _labels(kinds: Any, values: Iterable[str]) -> str:
    return get_text_list([str(kinds(value).label) for value in values if value in kinds.values], _("en"))


def _contact(piece: Piece, told: Told) -> Written:
    plan = piece.payload
    way = str(plan.get("way", ""))
    calls = way == ContactWay.CALL
    return _("Hoe we je bereiken"), (
        _labels(ContactWay, [way]),
        _answer(_("Je telefoonnummer"), plan.get("phone")),
        _answer(_("Of je e-mailadres"), plan.get("email")),
        _answer(_("Hoe mogen we je noemen?"), plan.get("name")),
        _answer(_("Wanneer kun jij rustig praten?"), _labels(DayPart, plan.get("day_parts", ()))),
        _answer(_("Mogen we je voicemail inspreken?"), _("Ja") if plan.get("voicemail") else _("Nee, liever niet"))
        if calls
        else "",
        _answer(_("Wie mag hier niets van weten?"), plan.get("never_tell")),
    )


def _wishes(piece: Piece, told: Told) -> Written:
    wish = piece.payload
    chosen = told.name(wish["chosen"]) if wish.get("chosen") else _("Dat kies ik later")
    if wish.get("bureau"):
        chosen = told.case_file.report.organisation.called
    readers = get_text_list([told.name(user) for user, _mark in wish.get("readers", ())], _("en"))
    return _("Wat jij koos"), (
        _answer(_("Over wie gaat het?"), _labels(Teller, [str(wish.get("teller", ""))])),
        _answer(_("Met wie wil je praten?"), chosen),
        _answer(_("Wie mag dit niet lezen?"), get_text_list([told.name(user) for user in wish.get("excluded", ())], _("en"))),
        _("Dit kunnen lezen: %(names)s. En jij, met je code.") % {"names": readers} if readers else "",
    )


def _choice(piece: Piece, told: Told) -> Written:
    choice = piece.payload
    kind = choice.get("partner")
    if kind == PartnerKind.ADVISER:
        who = told.name(choice.get("user"))
    elif kind == PartnerKind.MENTOR:
        own = str(choice.get("name", ""))
        who = f"{_('Mijn mentor of een docent')} ({own})" if own else _("Mijn mentor of een docent")
    else:
        who = str(PartnerKind.BUREAU.label)
    friend = _("Ik neem iemand mee, bijvoorbeeld een vriend of vriendin") if choice.get("friend") else ""
    return _("Met wie wil je praten?"), (who, friend)


def _asked(piece: Piece, told: Told) -> Written:
    parts = _labels(ReportPart, piece.payload.get("parts", ()))
    subject = _labels(ConsentSubject, [str(piece.payload.get("subject", ""))])
    return _("Wat wij voorstellen"), (
        subject[:1].upper() + subject[1:],
        str(piece.payload.get("text", "")),
        _answer(_("Wat er dan meegaat:"), parts),
    )


def _answered(sentence: str) -> Callable[[Piece, Told], Written]:
    def write(piece: Piece, told: Told) -> Written:
        number = piece.payload.get("ask")
        asked = next((ask for ask in told.case_file.of(EntryKind.CONSENT_ASKED) if ask.sequence == number), None)
        return _(sentence), (_labels(ConsentSubject, [str(asked.payload.get("subject", ""))]) if asked else "",)

    return write


def _withdrawal(piece: Piece, told: Told) -> Written:
    if piece.payload.get("ask"):
        return _answered(gettext_noop("Je nam je antwoord terug. Het gebeurt niet."))(piece, told)
    return _("Jij stopte"), ()


def _feedback(piece: Piece, told: Told) -> Written:
    heard, believed = (HEARD.get(str(piece.payload.get(key, "")), "") for key in ("heard", "believed"))
    return _("Hoe was het voor jou?"), (
        _answer(_("Voelde je je gehoord?"), _(heard) if heard else ""),
        _answer(_("Voelde je je geloofd?"), _(believed) if believed else ""),
    )


def _first_contact(piece: Piece, told: Told) -> Written:
    how = piece.payload.get("how")
    title = _("Jullie hadden contact")
    if how == FirstContact.WRITTEN:
        title = _("Je hebt antwoord")
    elif how == FirstContact.NOT_WANTED:
        title = _("Gelezen en meegeteld")
    return title, (str(piece.payload.get("text", "")),)


def _readers(piece: Piece, told: Told) -> Written:
    changes = [("+", user) for user, _mark in piece.payload.get("added", ())]
    changes += [("−", user) for user, _mark in piece.payload.get("removed", ())]
    return _("Wie het leest, veranderde"), (", ".join(f"{sign} {told.name(user)}" for sign, user in changes),)


def _message(piece: Piece, told: Told) -> Written:
    own = piece.author_kind == AuthorKind.STUDENT
    return _("Jij") if own else told.author(piece), (str(piece.payload.get("text", "")),)


def _said(title: str, key: str = "text") -> Callable[[Piece, Told], Written]:
    return lambda piece, told: (_(title), (str(piece.payload.get(key, "")),))


def _excluded(sentence: str) -> Callable[[Piece, Told], Written]:
    return lambda piece, told: (_(sentence) % {"name": told.name(piece.payload.get("user"))}, ())


_WRITERS: dict[EntryKind, Callable[[Piece, Told], Written]] = {
    EntryKind.STORY: _said(gettext_noop("Jij vertelde")),
    EntryKind.CONTACT: _contact,
    EntryKind.WISHES: _wishes,
    EntryKind.MESSAGE: _message,
    EntryKind.ADDITION: _said(gettext_noop("Jij voegde toe")),
    EntryKind.CHOICE: _choice,
    EntryKind.CONSENT_ASKED: _asked,
    EntryKind.CONSENT_GIVEN: _answered(gettext_noop("Jij zei ja.")),
    EntryKind.CONSENT_REFUSED: _answered(gettext_noop("Jij zei nee. Het gebeurt niet.")),
    EntryKind.WITHDRAWAL: _withdrawal,
    EntryKind.TAKEN_BACK: _said(gettext_noop("Ik wil toch verder")),
    EntryKind.EXCLUSION: _excluded(gettext_noop("Niet %(name)s")),
    EntryKind.EXCLUSION_LIFTED: _excluded(gettext_noop("%(name)s mag weer")),
    EntryKind.FEEDBACK: _feedback,
    EntryKind.CONTACT_MADE: _first_contact,
    EntryKind.CONTACT_TRIED: _said(gettext_noop("We probeerden je te bereiken")),
    EntryKind.READERS: _readers,
    EntryKind.REFERRAL: _said(gettext_noop("Doorgegeven, zoals jij goedvond")),
    EntryKind.CLOSING: _said(gettext_noop("Afgerond"), "told"),
    EntryKind.AFTERCARE: _said(gettext_noop("We vroegen nog hoe het ging")),
    EntryKind.REOPENING: _said(gettext_noop("Het gaat weer verder")),
    EntryKind.ABUSE: _said(gettext_noop("Je bericht is opzijgelegd")),
    EntryKind.NO_ABUSE: _said(gettext_noop("Het gaat weer verder")),
}
