from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gehoord.wiring.supervisor import PARTS
from gehoord.wiring.work import work


class Command(BaseCommand):
    help = "Is one part of the supervisor: web, outbox or clock. `serve` starts all three."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=PARTS)

    def handle(self, *args: Any, **options: Any) -> None:
        work(options["part"])
