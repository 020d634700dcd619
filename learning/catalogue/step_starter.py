"""A step of a module that we ship, as the editor holds it; its film or file is brought in with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.models import Collection, Locale
from wagtail.rich_text import RichText

from gehoord.core.models import Document
from gehoord.core.starter import to_rich_text

from .models import CataloguePage, GuidePage, ModulePage, QuizPage, ScenarioPage

# Modules have an address; a conversation or quiz of the same name stands beside them under a name of its own.
SLUG_PREFIX: dict[type[CataloguePage], str] = {GuidePage: "", ModulePage: "", ScenarioPage: "gesprek-", QuizPage: "quiz-"}
FILES = Path(settings.ROOT) / "content" / "starter" / "files"


def starter_file(name: str, title: str) -> Document:
    """A file of content/starter/files as a document; the same content is brought in once."""
    data = (FILES / name).read_bytes()
    found = Document.objects.filter(file_hash=sha1(data, usedforsecurity=False).hexdigest()).first()
    if found is not None:
        return found
    document = Document(title=title, collection=Collection.get_first_root_node())
    document.file.save(Path(name).name, ContentFile(data), save=False)
    document._set_document_file_metadata()
    document.file.close()  # Wagtail leaves it open after reading
    document.save()
    return document


def step_value(step: Mapping[str, Any], locale: Locale) -> dict[str, Any]:
    """One step: shared fields, and what its kind has."""
    value = {
        "key": step["key"],
        "title": step.get("title", ""),
        "lead": step.get("lead", ""),
        "minutes": step.get("minutes", 5),
        "required": step.get("required", True),
    }
    own = OWN.get(step["kind"])
    if own is not None:
        return {**value, **own(step)}
    model: type[CataloguePage] = ScenarioPage if step["kind"] == "scenario" else QuizPage
    named = model.objects.filter(slug=SLUG_PREFIX[model] + step[step["kind"]])
    target = named.filter(locale=locale).first() or named.first()
    assert target is not None, f"{step['key']} names {step[step['kind']]}, which is not in the starter content"
    value["title"] = value["title"] or target.title
    return {**value, "page": target.page_ptr}


def _text(step: Mapping[str, Any]) -> RichText:
    return RichText(to_rich_text(step["body"]))


OWN: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "reading": lambda step: {"body": _text(step)},
    "film": lambda step: {
        "film": starter_file(step["film"], step["title"]),
        "captions": starter_file(step["captions"], f"{step['title']} (vtt)"),
        "transcript": _text(step),
    },
    "reflection": lambda step: {"question": step["question"]},
    "live": lambda step: {"body": _text(step)},
    "download": lambda step: {"file": starter_file(step["file"], step["title"]), "body": _text(step)},
}
