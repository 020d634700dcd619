"""Bring in what a school made with django-quiz-app, from a dumpdata of its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from gehoord.organisations.models import Organisation
from learning.exchange.django_quiz import LARGEST, read_dump
from learning.exchange.found import UnreadableFileError
from learning.exchange.quiz_import import import_quizzes


class Command(BaseCommand):
    help = "Brings in quizzes, questions, answers, categories and (for known e-mail addresses) sittings: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dump", type=Path)
        parser.add_argument("--school", default="", help="Slug of the organisation whose quizzes they are; else the region's.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = None
        if options["school"]:
            organisation = Organisation.objects.filter(slug=options["school"]).first()
            if organisation is None:
                raise CommandError(f"Er is geen organisatie met de naam {options['school']}.")
        try:
            if options["dump"].stat().st_size > LARGEST:
                raise UnreadableFileError("Dit bestand is te groot. Maak een dump van alleen de quiztabellen.")
            dump = read_dump(options["dump"].read_bytes())
            with transaction.atomic():
                report = import_quizzes(by=None, dump=dump, organisation=organisation)
                transaction.set_rollback(options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['dump']}: het bestand is er niet, of mag niet gelezen worden.") from error
        except ValidationError as error:
            raise CommandError(
                f"Dit past niet bij wat er al staat: {'; '.join(error.messages)} Er is niets veranderd."
            ) from error
        except UnreadableFileError as error:
            raise CommandError(f"{error.sentence} Er is niets veranderd.") from error
        for line in report.lines:
            self.stdout.write(line)
        self.stdout.write("Samen: " + ", ".join(f"{name} {number}" for name, number in sorted(report.counts.items())) + ".")
        if options["dry_run"]:
            self.stdout.write("Er is niets veranderd (--dry-run).")
