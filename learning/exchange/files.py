"""From a file to questions: what it is, whether it may be read, and by which reader. A hostile file gets a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from learning.engine.said import said

from .csv_table import read_csv
from .found import Found, UnreadableFileError
from .gift import read_gift
from .moodle_xml import read_moodle_xml

LARGEST = 10 * 1024 * 1024
"""Bytes of one file. Ten thousand questions of a thousand characters fit in it."""
TOO_LARGE = "Dit bestand is %(size)s MB. We lezen hoogstens %(most)s MB; knip het in stukken."
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
FORMATS = ("gift", "moodlexml", "csv", "yaml")


def read_path(path: Path, form: str = "") -> list[Found]:
    """All questions of a file on disk; raises UnreadableFileError."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFileError(_too_large(path.stat().st_size))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            said("Het bestand %(name)s is er niet, of mag niet gelezen worden.", name=path.name)
        ) from error
    return read_bytes(data, path.name, form)


def read_bytes(data: bytes, name: str, form: str = "") -> list[Found]:
    """All questions of a file's bytes. ``form`` is one of FORMATS; left out, the name and the first sign tell."""
    if len(data) > LARGEST:
        raise UnreadableFileError(_too_large(len(data)))
    if data.startswith(ARCHIVES):
        raise UnreadableFileError("Dit is een ingepakt bestand. Pak het eerst uit, en kies het bestand met de vragen.")
    form = form or _form_of(data, name)
    if form == "moodlexml":
        return read_moodle_xml(data)
    text = decoded(data)
    if not text.strip():
        raise UnreadableFileError("Dit bestand is leeg.")
    readers: dict[str, Callable[[str], list[Found]]] = {"gift": read_gift, "csv": read_csv, "yaml": read_yaml}
    return readers[form](text)


def _too_large(size: int) -> str:
    return said(TOO_LARGE, size=round(size / 1024 / 1024), most=LARGEST // 1024 // 1024)


def _form_of(data: bytes, name: str) -> str:
    ending = Path(name).suffix.lower()
    if ending == ".xml" or data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return "moodlexml"
    return {".csv": "csv", ".yaml": "yaml", ".yml": "yaml"}.get(ending, "gift")


def decoded(data: bytes) -> str:
    """UTF-8, or UTF-16 that says so; anything else is refused rather than guessed wrong."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFileError(
                    "De letters van dit bestand zijn niet te lezen. Sla het op als UTF-8 en probeer het opnieuw."
                ) from error
            if "\x00" in text:
                raise UnreadableFileError("Dit is geen tekstbestand. Kies een bestand met GIFT, Moodle XML, CSV of YAML.")
            return text
    raise AssertionError


class _PlainLoader(yaml.SafeLoader):
    """Aliases can blow a small text up to gigabytes; nobody needs them here."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)


def read_yaml(text: str) -> list[Found]:
    """Our own format (docs/question-format.md)."""
    try:
        content = yaml.load(text, Loader=_PlainLoader)  # noqa: S506  # nosec B506 - a SafeLoader without aliases
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableFileError(said("Op regel %(line)s klopt het inspringen of een leesteken niet.", line=line)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableFileError("Dit YAML-bestand kan niet gelezen worden.") from error
    if (
        not isinstance(content, dict)
        or content.get("format") != "gehoord-questions/1"
        or not isinstance(content.get("questions"), list)
    ):
        raise UnreadableFileError("Dit is geen bestand in het formaat gehoord-questions/1.")
    category = tuple(str(content[name]) for name in ("category", "subcategory") if content.get(name))
    found = []
    for number, row in enumerate(content["questions"], 1):
        one = Found(line=None, category=category, title=str(row.get("key", number)) if isinstance(row, dict) else str(number))
        if isinstance(row, dict):
            one.keep(row)
        else:
            one.skip("Hier hoort een vraag met namen en waarden.")
        found.append(one)
    return found
