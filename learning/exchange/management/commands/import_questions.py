"""Bring questions from GIFT, Moodle XML, a CSV table or our own YAML into the question bank."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from wagtail.models import Locale

from gehoord.organisations.models import Organisation
from learning.exchange.bank_store import store_questions
from learning.exchange.files import FORMATS, read_path
from learning.exchange.found import Found, UnreadableFileError
from learning.exchange.reporting_lines import as_data, as_lines


class Command(BaseCommand):
    help = "Brings questions into the question bank: all files or none. Twice gives no doubles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Only say what is in the files.")
        parser.add_argument("--json", action="store_true", help="Print data instead of sentences.")
        parser.add_argument("--format", choices=FORMATS, default="", help="Left out, the file's name tells.")
        parser.add_argument("--language", default="nl")
        parser.add_argument(
            "--school", default="", help="Slug of the organisation whose questions they are; else the region's."
        )
        parser.add_argument("--category", default="", help='Put all of them here: "Category / Sub-category".')
        parser.add_argument("--publish", action="store_true", help="Publish at once; else they wait as drafts.")

    def handle(self, *args: Any, **options: Any) -> None:
        files: dict[str, list[Found]] = {}
        for path in options["files"]:
            try:
                files[str(path)] = read_path(path, options["format"])
            except UnreadableFileError as error:
                self._refuse(path, error, as_json=options["json"])
        result = None if options["dry_run"] else self._store(files, options)
        if options["json"]:
            rows = [{"file": name, "questions": [as_data(one) for one in found]} for name, found in files.items()]
            self.stdout.write(json.dumps({"files": rows, "stored": result}, ensure_ascii=False, indent=1))
            return
        for name, found in files.items():
            taken = sum(one.data is not None for one in found)
            self.stdout.write(f"{name}: {taken} vragen gelezen, {len(found) - taken} overgeslagen.")
            for one in found:
                self.stdout.write("\n".join(as_lines(one)))
        if result is None:
            self.stdout.write("Er is niets veranderd (--dry-run).")
        else:
            self.stdout.write(
                f"Toegevoegd: {result['added']}. Stond er al: {result['there']}. Overgeslagen: {result['skipped']}."
            )

    def _refuse(self, path: Path, error: UnreadableFileError, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(
                json.dumps({"files": [{"file": str(path), "sentence": error.sentence}], "stored": None}, ensure_ascii=False)
            )
        raise CommandError(f"{path}: {error.sentence} Er is niets veranderd.") from error

    @transaction.atomic
    def _store(self, files: dict[str, list[Found]], options: dict[str, Any]) -> dict[str, int]:
        locale = Locale.objects.filter(language_code=options["language"]).first()
        if locale is None:
            raise CommandError(f"De taal {options['language']} is hier niet ingesteld.")
        organisation = None
        if options["school"]:
            organisation = Organisation.objects.filter(slug=options["school"]).first()
            if organisation is None:
                raise CommandError(f"Er is geen organisatie met de naam {options['school']}.")
        total = {"added": 0, "there": 0, "skipped": 0}
        for found in files.values():
            try:
                stored = store_questions(
                    by=None, found=found, locale=locale, organisation=organisation, publish=options["publish"],
                    category=[part.strip() for part in options["category"].split(" / ") if part.strip()],
                )  # fmt: skip
            except UnreadableFileError as error:
                raise CommandError(error.sentence) from error
            for name in total:
                total[name] += getattr(stored, name)
        return total
