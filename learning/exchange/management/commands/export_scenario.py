"""Write the newest draft of a conversation to standard output."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning.catalogue.models import ScenarioPage
from learning.catalogue.scenario_services import draft_of
from learning.exchange.scenario_files import FORMATS, write_file


class Command(BaseCommand):
    help = "Schrijft het nieuwste concept van een gesprek als Twee 3 of YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=FORMATS, default="yaml")
        parser.add_argument("--language", default="nl")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = ScenarioPage.objects.filter(locale__language_code=options["language"])
        # The starter's conversations stand beside their module under a longer name: the short one is understood too.
        page = pages.filter(slug=options["slug"]).first() or pages.filter(slug=f"gesprek-{options['slug']}").first()
        if page is None:
            raise CommandError(f"Er is geen gesprek “{options['slug']}” in het {options['language']}.")
        draft = draft_of(page)
        self.stdout.write(write_file(draft.graph, title=draft.title, slug=draft.slug, form=options["format"]), ending="")
