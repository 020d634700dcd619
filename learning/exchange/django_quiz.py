"""A `dumpdata` of django-quiz-app (2012 to 2015) as plain rows: which quizzes, questions, answers and sittings are in it. Pure.

Its later versions keep their kinds of question in apps of their own (multichoice, true_false, essay), its earlier ones in `quiz`;
under Python 2 texts may be written as ``u'…'`` and booleans as numbers. Models are known here by their last name alone.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from learning.engine.said import said

from .found import UnreadableFileError

LARGEST = 50 * 1024 * 1024


@dataclass(kw_only=True)
class Dump:
    """Rows by model and key. ``emails``: the address of each user that the dump holds."""

    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    other: int = 0

    def of(self, model: str) -> dict[str, dict[str, Any]]:
        return self.rows.get(model, {})


KNOWN = {
    "category", "subcategory", "quiz", "progress", "sitting", "question", "mcquestion", "answer", "tf_question", "essay_question",
    "essayquestion", "tfquestion",
}  # fmt: skip
ALIASES = {"essayquestion": "essay_question", "tfquestion": "tf_question"}


def read_dump(data: bytes) -> Dump:
    """The rows of a dump; raises UnreadableFileError with a sentence."""
    if len(data) > LARGEST:
        raise UnreadableFileError(
            said(
                "Dit bestand is groter dan %(most)s MB. Maak een dump van alleen de quiztabellen.", most=LARGEST // 1024 // 1024
            )
        )
    rows = _parsed(data)
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) and "model" in row and "fields" in row for row in rows):
        raise UnreadableFileError("Dit is geen dump van Django: er horen rijen in te staan met model en fields.")
    dump = Dump()
    for row in rows:
        app, _, model = str(row["model"]).lower().rpartition(".")
        model = ALIASES.get(model, model)
        key, fields = str(row.get("pk", "")), dict(row["fields"])
        if model == "user" or (fields.get("email") and "password" in fields):
            dump.emails[key] = str(fields.get("email") or "").strip().lower()
        elif model in KNOWN and app in {"quiz", "multichoice", "true_false", "essay", "truefalse"}:
            dump.rows.setdefault(model, {})[key] = fields
        else:
            dump.other += 1
    if not dump.of("quiz") and not dump.of("question"):
        raise UnreadableFileError("In deze dump staan geen quizzen of vragen van django-quiz-app.")
    return dump


def _parsed(data: bytes) -> Any:
    for encoding in ("utf-8-sig", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return json.loads(text)
        except ValueError:
            continue
        except RecursionError as error:
            raise UnreadableFileError("Dit bestand is te diep genest om een dump te zijn.") from error
    raise UnreadableFileError("Dit is geen JSON. Maak de dump opnieuw met dumpdata, zonder meldingen ertussen.")


def truth(value: Any) -> bool:
    """A boolean of any era."""
    return str(value).strip().lower() in {"true", "1", "t", "yes"}


def whole(value: Any) -> int | None:
    try:
        return int(value) if value not in {None, ""} else None
    except (TypeError, ValueError):
        return None


def numbers(text: Any) -> list[str]:
    """A comma list, with or without a comma at its end."""
    if isinstance(text, list):
        return [str(one) for one in text]
    return [part.strip() for part in str(text or "").split(",") if part.strip()]


def answers_given(text: Any) -> dict[str, str]:
    """What somebody answered, by question: JSON, or a dictionary as Python 2 printed it."""
    if isinstance(text, Mapping):
        return {str(key): str(value) for key, value in text.items()}
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(str(text or "{}"))
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(found, Mapping):
            return {str(key): str(value) for key, value in found.items()}
    return {}


def moment(value: Any) -> datetime | None:
    """A moment; one without a zone is taken as UTC."""
    try:
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def question_of(dump: Dump, key: str) -> tuple[dict[str, Any] | None, str]:
    """One question as plain data, or None and why not."""
    row = dump.of("question").get(key, {})
    text = str(row.get("content") or "").strip()
    if not text:
        return None, "zonder tekst"
    shared = {"text": text, "explanation": str(row.get("explanation") or "")}
    if key in dump.of("mcquestion"):
        return _multiple_choice(dump, key, shared)
    if key in dump.of("tf_question"):
        return {**shared, "kind": "true_false", "is_true": truth(dump.of("tf_question")[key].get("correct"))}, ""
    if key in dump.of("essay_question"):
        return {**shared, "kind": "essay"}, ""
    if any(str(answer.get("question")) == key for answer in dump.of("answer").values()):
        return _multiple_choice(dump, key, shared)
    return None, "van een soort die we niet kennen"


def answers_of(dump: Dump, key: str) -> list[str]:
    """Keys of a question's answers, in the order in which they are shown."""
    own = [pk for pk, answer in dump.of("answer").items() if str(answer.get("question")) == key]
    order = dump.of("mcquestion").get(key, {}).get("answer_order")
    if order == "content":
        return sorted(own, key=lambda pk: str(dump.of("answer")[pk].get("content") or ""))
    return sorted(own, key=lambda pk: (whole(pk) or 0, pk))


def _multiple_choice(dump: Dump, key: str, shared: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """One option is chosen there; where several are right, each of them counts whole."""
    rows = [(pk, dump.of("answer")[pk]) for pk in answers_of(dump, key)]
    options: list[dict[str, Any]] = []
    for pk, row in rows:
        right = truth(row.get("correct"))
        first = right and not any(option["correct"] for option in options)
        option = {"key": f"a{pk}", "text": str(row.get("content") or "").strip(), "correct": first}
        if right and not first:
            option["weight"] = 1.0
        options.append(option)
    if len(options) < 2:
        return None, "met minder dan twee antwoorden"
    if not any(option["correct"] for option in options):
        return None, "zonder goed antwoord"
    order = dump.of("mcquestion").get(key, {}).get("answer_order")
    return {**shared, "kind": "single", "options": options, "keep_order": order in {"content", "none"}}, ""
