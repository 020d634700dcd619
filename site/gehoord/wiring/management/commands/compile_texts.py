from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gehoord.wiring.texts import compile_room, rooms


class Command(BaseCommand):
    help = "Compiles the English texts of every room, without the gettext tools. Does nothing where nothing changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compiled = [room.name for room in rooms() if compile_room(room)]
        if compiled and options["verbosity"]:
            self.stdout.write(f"Texts compiled: {', '.join(compiled)}.")
