from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gehoord.wiring.starter import load_starter


class Command(BaseCommand):
    help = (
        "Loads the starter content: the region, its pages, modules and conversations. Never overwrites what was written since."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        run = load_starter(self.stdout.write)
        made = ", ".join(f"{number} {what}" for what, number in run.made.items())
        self.stdout.write(f"Starter content loaded: {made or 'nothing new'}.")
