"""Write the question bank as GIFT, Moodle XML or a CSV table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale

from gehoord.organisations.models import Organisation
from learning.catalogue.models import BankCategoryPage
from learning.exchange.bank_store import WRITERS, questions_of_bank, write_questions


class Command(BaseCommand):
    help = "Writes the question bank to a file, or to the screen. What a format has no word for is named on the error stream."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=sorted(WRITERS), required=True)
        parser.add_argument("--output", type=Path, help="The file to write; left out, the screen.")
        parser.add_argument("--language", default="nl")
        parser.add_argument("--school", default="", help="Slug of an organisation: its own questions instead of the region's.")
        parser.add_argument("--category", default="", help="Only this category, with what is below it.")

    def handle(self, *args: Any, **options: Any) -> None:
        locale = Locale.objects.filter(language_code=options["language"]).first()
        if locale is None:
            raise CommandError(f"De taal {options['language']} is hier niet ingesteld.")
        organisation = category = None
        if options["school"]:
            organisation = Organisation.objects.filter(slug=options["school"]).first()
            if organisation is None:
                raise CommandError(f"Er is geen organisatie met de naam {options['school']}.")
        if options["category"]:
            category = BankCategoryPage.objects.filter(locale=locale, title__iexact=options["category"]).first()
            if category is None:
                raise CommandError(f"Er is geen categorie “{options['category']}”.")
        text, left = write_questions(questions_of_bank(locale, organisation=organisation, category=category), options["format"])
        if options["output"]:
            options["output"].write_text(text, encoding="utf-8", newline="")
        else:
            self.stdout.write(text, ending="")
        for sentence in left:
            self.stderr.write(sentence)
