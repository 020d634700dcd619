"""The picture or film of a question, ready to show. Two queries for a question that has one, none for the others."""

from __future__ import annotations

from dataclasses import dataclass

from gehoord.core.models import Document, Image
from learning.engine.quiz import Question

WIDTH = "max-1240x1240"


@dataclass(frozen=True, kw_only=True)
class MediaShown:
    """An image has ``alt`` and its size; a film has ``captions`` (an address) or a ``transcript``."""

    kind: str
    url: str
    alt: str = ""
    width: int = 0
    height: int = 0
    captions: str = ""
    transcript: str = ""


def media_of(question: Question) -> MediaShown | None:
    """None where there is none, and where its file was thrown away since: the question goes on without it."""
    media = question.media
    if media is None:
        return None
    if media.kind == "image":
        image = Image.objects.filter(pk=media.file).first()
        if image is None:
            return None
        shown = image.get_rendition(WIDTH)
        return MediaShown(kind="image", url=shown.url, alt=media.alt, width=shown.width, height=shown.height)
    files = {document.pk: document for document in Document.objects.filter(pk__in=[media.file, media.captions or 0])}
    if media.file not in files:
        return None
    captions = files.get(media.captions or 0)
    return MediaShown(
        kind="film",
        url=files[media.file].url,
        captions=captions.url if captions is not None else "",
        transcript=media.transcript,
    )
