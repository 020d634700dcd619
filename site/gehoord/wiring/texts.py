"""The house's texts: found in code and templates, kept in one PO file per room, compiled without the gettext tools.

The source text is Dutch, what a student reads. English stands in ``<room>/locale/en/LC_MESSAGES/django.po``.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "en"
# Function → which of its first arguments are: s(ingular), p(lural), c(ontext).
CALLS = {"_": "s", "gettext": "s", "ngettext": "sp", "pgettext": "cs", "npgettext": "csp"}
CALLS |= {f"{name}_lazy": roles for name, roles in CALLS.items() if name != "_"} | {"gettext_noop": "s"}
_IN_TEMPLATE = re.compile(r"\b(" + "|".join(sorted(CALLS, key=len, reverse=True)) + r")\(")
_LITERAL = re.compile(r"\s*u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?")
HEADER = {
    "Project-Id-Version": "Gehoord",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, order=True)
class Text:
    """One source text, where it stands, its plural and its context."""

    msgid: str
    plural: str
    context: str
    place: str


def rooms() -> list[Path]:
    """The folders of our own apps (a virtual environment may lie in the checkout too)."""
    ours = tuple(Path(settings.ROOT) / part for part in ("site", "content", "learning"))
    folders = (Path(config.path) for config in apps.get_app_configs())
    return sorted(path for path in folders if any(path.is_relative_to(part) for part in ours))


def _text(roles: str, strings: list[str], place: str) -> Text:
    found = dict(zip(roles, strings, strict=False))
    return Text(found["s"], found.get("p", ""), found.get("c", ""), place)


def _in_python(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        roles = CALLS.get(name, "")
        values = [arg.value for arg in node.args[: len(roles)] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if roles and len(values) == len(roles):
            yield _text(roles, values, path.name)


def _in_template(path: Path) -> Iterator[Text]:
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _IN_TEMPLATE.finditer(code):
        strings: list[str] = []
        roles, at = CALLS[call[1]], call.end()
        while len(strings) < len(roles) and (literal := _LITERAL.match(code, at)):
            strings.append(ast.literal_eval(literal[1]))
            at = literal.end()
        if len(strings) == len(roles):
            yield _text(roles, strings, path.name)


def texts_of(room: Path, only: frozenset[str] | None = None) -> list[Text]:
    """Every source text of a room (or of the named files of it), each once, in a steady order."""
    found: dict[tuple[str, str], Text] = {}
    sources = [(path, _in_python) for path in room.rglob("*.py") if "migrations" not in path.parts]
    sources += [(path, _in_template) for suffix in ("html", "txt") for path in room.glob(f"templates/**/*.{suffix}")]
    for path, reader in sorted(sources, key=lambda source: source[0].as_posix()):
        if only is not None and path.name not in only:
            continue
        for text in reader(path):
            key = (text.context, text.msgid)
            if text.msgid and (key not in found or (text.plural and not found[key].plural)):
                found[key] = text
    return sorted(found.values())


def po_path(room: Path, language: str = LANGUAGE) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def form_languages() -> list[str]:
    """Languages that only the form and the page behind the code speak."""
    pages = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    return [code for code, _name in settings.LANGUAGES if code not in pages]


def form_sources(room: Path) -> frozenset[str]:
    """The files of a room whose texts a student can meet there: ``locale/form_sources.txt``, one name a line."""
    path = room / "locale" / "form_sources.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


def form_texts_of(room: Path) -> list[Text]:
    """What those languages must have in a room."""
    sources = form_sources(room)
    return texts_of(room, sources) if sources else []


def missing_in(room: Path, language: str) -> list[str]:
    """Texts of the form without a whole translation, or with other placeholders than their source."""
    path = po_path(room, language)
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    name = re.compile(r"%\((\w+)\)[sd]")
    found = []
    for text in form_texts_of(room):
        entry = known.get((text.context, text.msgid))
        if entry is None or not entry.translated() or entry.fuzzy:
            found.append(f"{language} {room.name}/{text.place}: {text.msgid}")
        elif set(name.findall(text.msgid)) != set(name.findall(entry.msgstr or " ".join(entry.msgstr_plural.values()))):
            found.append(f"{language} {room.name}/{text.place}: other placeholders in {text.msgid}")
    return found


def _catalogue(path: Path) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=120)
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = dict(HEADER)
    return catalogue


def collect(room: Path) -> tuple[int, int]:
    """Bring a room's PO file up to date with its sources. Returns how many texts came and went."""
    texts, path = texts_of(room), po_path(room)
    if not texts and not path.exists():
        return 0, 0
    old = {(entry.msgctxt or "", entry.msgid): entry for entry in _catalogue(path)}
    fresh = polib.POFile(wrapwidth=120)
    fresh.metadata = dict(HEADER)
    came = 0
    for text in texts:
        entry = old.get((text.context, text.msgid))
        if entry is None or entry.obsolete or bool(entry.msgid_plural) != bool(text.plural):
            entry, came = _new_entry(text), came + 1
        entry.occurrences = [(text.place, "")]
        fresh.append(entry)
    went = len(set(old) - {(text.context, text.msgid) for text in texts})
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path), newline="\n")
    return came, went


def _new_entry(text: Text) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context or None)
    if text.plural:
        entry.msgid_plural, entry.msgstr_plural = text.plural, {0: "", 1: ""}
    return entry


def missing(room: Path) -> list[str]:
    """Source texts of a room without a whole English text; a fuzzy one counts as missing."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in _catalogue(po_path(room))}
    found = []
    for text in texts_of(room):
        entry = known.get((text.context, text.msgid))
        if entry is None or not entry.translated() or entry.fuzzy:
            found.append(f"{room.name}/{text.place}: {text.msgid}")
    return found


def wrong_placeholders(room: Path) -> list[str]:
    """English texts whose named placeholders are not those of their source."""
    name = re.compile(r"%\((\w+)\)[sd]|{(\w+)}")
    found = []
    for entry in _catalogue(po_path(room)):
        wanted = set(name.findall(entry.msgid + entry.msgid_plural))
        given = set(name.findall(entry.msgstr + "".join(entry.msgstr_plural.values())))
        if entry.translated() and wanted != given:
            found.append(f"{room.name}: {entry.msgid}")
    return found


def compile_room(room: Path) -> bool:
    """Compile a room's PO file when it is newer than what was compiled. True when it was."""
    made = False
    for source in room.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            half = target.with_suffix(f".{os.getpid()}.half")
            polib.pofile(str(source)).save_as_mofile(str(half))
            half.replace(target)  # whole or not at all: another process may be compiling too
            made = True
    return made
