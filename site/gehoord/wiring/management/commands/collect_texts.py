from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gehoord.wiring.texts import collect, missing, rooms


class Command(BaseCommand):
    help = "Brings each room's locale/en/LC_MESSAGES/django.po up to date with its code and templates (make messages)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for room in rooms():
            came, went = collect(room)
            open_texts = len(missing(room))
            if came or went or open_texts:
                self.stdout.write(f"{room.name}: {came} new, {went} gone, {open_texts} without English")
