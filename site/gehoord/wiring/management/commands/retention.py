from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from gehoord.core.registry import RetentionRule, registry
from gehoord.core.retention import run_retention, write_certificate


class Command(BaseCommand):
    help = "Erases what is over its term, as the clock does each day. With --dry-run it only counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, erase nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        counts = run_retention(now, dry_run=options["dry_run"])
        verb = "would go" if options["dry_run"] else "gone"
        for rule in registry.all(RetentionRule):
            self.stdout.write(f"{counts[rule.key]:>6} {verb}  {rule.key}  (kept {rule.term}; {rule.ground})")
        if not options["dry_run"]:
            self.stdout.write(f"Certificate: {write_certificate(counts, now=now)}")
