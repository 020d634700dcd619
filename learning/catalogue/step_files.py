"""Steps with a file or a question of their own: what is frozen of them, and what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gehoord.core.models import Document, Image

FILMS, CAPTIONS = ("mp4", "webm"), "vtt"
WIDTH = "max-1240x700"


def _key(document: Document | None) -> int | None:
    return document.pk if document is not None else None


OWN_CONTENT: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "film": lambda value: {
        "film": _key(value["film"]), "captions": _key(value["captions"]), "body": value["transcript"].source,
    },
    "reflection": lambda value: {"question": value["question"]},
    "live": lambda value: {"body": value["body"].source},
    "download": lambda value: {"file": _key(value["file"]), "body": value["body"].source},
}  # fmt: skip


def file_faults(kind: str, value: Mapping[str, Any]) -> Iterator[str]:
    """Why a step with files cannot be followed by everybody, in plain sentences."""
    title = value["title"]
    if kind == "download" and value["file"] is None:
        yield f"Bij de stap “{title}” is geen bestand gekozen."
    if kind != "film":
        return
    film, captions = value["film"], value["captions"]
    if film is None or film.file_extension.lower() not in FILMS:
        yield f"Bij de stap “{title}” hoort een film als mp4- of webm-bestand."
    if captions is None or captions.file_extension.lower() != CAPTIONS or not _is_webvtt(captions):
        yield f"Bij de stap “{title}” hoort een ondertiteling: een vtt-bestand dat met WEBVTT begint."
    if not value["transcript"].source.strip():
        yield f"Bij de stap “{title}” hoort een uitgeschreven tekst, voor wie niet kijkt of niet hoort."


def _is_webvtt(document: Document) -> bool:
    with document.open_file() as file:
        return bool(file.read(16).lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"))


def document_of(more: Mapping[str, Any], part: str) -> Document | None:
    """The file of a frozen step ("film", "captions" or "file"); None where there is none, or it was thrown away since."""
    key = more.get(part)
    return Document.objects.filter(pk=key).first() if isinstance(key, int) else None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The image of a module, ready to show."""

    url: str
    alt: str
    width: int
    height: int


def picture_of(image_id: int | None) -> Picture | None:
    """None without an image, and where it was thrown away since."""
    image = Image.objects.filter(pk=image_id).first() if image_id else None
    if image is None:
        return None
    shown = image.get_rendition(WIDTH)
    return Picture(url=shown.url, alt=image.description, width=shown.width, height=shown.height)
