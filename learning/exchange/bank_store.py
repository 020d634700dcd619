"""Questions of a file into the bank, and of the bank into a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from learning.catalogue.bank_queries import category_of, category_paths
from learning.catalogue.bank_services import add_question, bank_of, category_for, many_questions
from learning.catalogue.models import BankCategoryPage, BankQuestionPage
from learning.catalogue.quiz_data import fingerprint_of, question_data
from learning.engine.quiz import Question, question_from_dict

from .csv_table import write_csv
from .found import Found, UnreadableFileError
from .gift_writer import write_gift
from .moodle_xml_writer import write_moodle_xml

WRITERS = {"gift": write_gift, "moodlexml": write_moodle_xml, "csv": write_csv}
ENDINGS = {"gift": "gift", "moodlexml": "xml", "csv": "csv"}
WITHOUT_CATEGORY = ("Zonder categorie",)


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What became of a file's questions."""

    added: int
    there: int
    skipped: int


@transaction.atomic
def store_questions(
    *, by: Any, found: Sequence[Found], locale: Locale, organisation: Any = None, publish: bool = False,
    category: Sequence[str] = (),
) -> Stored:  # fmt: skip
    """Add what could be taken, all or nothing; a question with the same kind and words that is there stays as it is.

    ``category`` replaces the file's own. Raises UnreadableFileError where the installation has no catalogue yet.
    """
    bank = bank_of(locale)
    if bank is None:
        raise UnreadableFileError("Er is nog geen vragenbank in deze taal. Laad eerst de startinhoud.")
    mine = BankQuestionPage.objects.filter(locale=locale, organisation=organisation)
    there = set(mine.values_list("fingerprint", flat=True))
    added = known = 0
    with many_questions():
        for one in found:
            if one.data is None:
                continue
            fingerprint = fingerprint_of(one.data["kind"], one.data["text"])
            if fingerprint in there:
                known += 1
                continue
            there.add(fingerprint)
            names = tuple(category) or one.category or WITHOUT_CATEGORY
            page = category_for(bank, names, organisation=organisation)
            add_question(by=by, category=page, question=one.data, organisation=organisation, publish=publish)
            added += 1
    return Stored(added=added, there=known, skipped=sum(one.data is None for one in found))


def questions_of_bank(
    locale: Locale, *, organisation: Any = None, category: BankCategoryPage | None = None
) -> Iterable[tuple[list[str], Question]]:
    """(Category names, question) of the region's bank, or of one organisation's; in the order of the tree."""
    paths = category_paths(locale)
    found = BankQuestionPage.objects.filter(locale=locale, organisation=organisation)
    if category is not None:
        found = found.descendant_of(category)
    for page in found.order_by("path").prefetch_related("tagged_items__tag"):
        if not page.question:
            continue
        block = page.question[0]
        data = {
            **question_data(block.block_type, block.value),
            "key": page.slug,
            "difficulty": page.difficulty,
            "tags": sorted(item.tag.name for item in page.tagged_items.all()),
        }
        names = category_of(page, paths).split(" / ")
        yield [name for name in names if name], question_from_dict(data, language=locale.language_code)


def write_questions(rows: Iterable[tuple[Sequence[str], Question]], form: str) -> tuple[str, list[str]]:
    """The file, and a sentence for all that is not in it."""
    kept = list(rows)
    text, left = WRITERS[form](kept)
    if form != "csv":
        left += [f"De afbeelding of film bij “{row.text[:60]}” staat er niet in." for _, row in kept if row.media is not None]
    return text, left
