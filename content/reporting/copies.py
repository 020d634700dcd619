"""A student's copy of everything that the code opens: plain text that any device can show."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from .casefile import CaseFile
from .enums import AuthorKind, EntryKind
from .pieces import Piece
from .templatetags.moments import day, time_of_day

LINE = "-" * 60


def copy_of(case_file: CaseFile, *, now: datetime) -> str:
    """All entries in their order, each with when and by whom. A byte order mark lets every editor show the accents."""
    head = [
        _("Kopie van wat jij vertelde en wat wij schreven"),
        _("Gemaakt op %(day)s, %(time)s uur.") % {"day": day(now), "time": time_of_day(now)},
    ]
    head.append(_("Bewaar dit waar alleen jij erbij kunt."))
    parts = ["\n".join(head)]
    for piece in case_file.pieces:
        lines = _lines(piece)
        if lines:
            parts.append("\n".join([_title(piece), *lines]))
    return "\ufeff" + f"\n\n{LINE}\n\n".join(parts).replace("\n", "\r\n") + "\r\n"


def _title(piece: Piece) -> str:
    who = AuthorKind(piece.author_kind).label
    kind = EntryKind(piece.kind).label if piece.kind in EntryKind.values else ""
    proof = "" if piece.is_proven else f" ({_('niet bewezen')})"
    return f"{day(piece.written_at)}, {time_of_day(piece.written_at)} – {kind} ({who}){proof}"


def _lines(piece: Piece) -> list[str]:
    """The words in an entry. Keys of the seal itself (readers, marks, public keys) say nothing to anybody and are left out."""
    if not piece.is_readable:
        return [_("Dit stuk gaat niet open.")]
    shown = ("text", "told", "name", "phone", "email", "never_tell")
    return [str(piece.payload[key]) for key in shown if piece.payload.get(key)] or ["–"]
