from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gehoord.wiring.preparation import NotReadyError, prepare


class Command(BaseCommand):
    help = "Gets an installation or an update ready: tables, texts, starter content when it is empty, static files."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepare(self.stdout.write)
        except NotReadyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Ready.")
