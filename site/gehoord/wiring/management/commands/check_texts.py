from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gehoord.wiring.texts import missing, rooms, wrong_placeholders


class Command(BaseCommand):
    help = "Fails when a text has no English, a fuzzy one, or one with other placeholders than its source."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        without = [text for room in rooms() for text in missing(room)]
        wrong = [text for room in rooms() for text in wrong_placeholders(room)]
        for text in without:
            self.stderr.write(f"no English: {text}")
        for text in wrong:
            self.stderr.write(f"other placeholders: {text}")
        if without or wrong:
            raise CommandError(f"{len(without)} texts without English, {len(wrong)} with other placeholders: make messages.")
        self.stdout.write("Every text has its English.")
