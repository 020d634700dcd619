from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gehoord.wiring.safekeeping import BackupError, check_backup, make_backup


class Command(BaseCommand):
    help = "Makes a complete backup in a folder of its own, while everything runs: database, uploads, key pins, erased ids."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, default=30, metavar="N", help="how many to keep (30)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] < 1:
            raise CommandError("Keep at least one: --keep 1.")
        try:
            whole = make_backup(options["folder"], keep=options["keep"], now=timezone.localtime(), say=self.stdout.write)
            check_backup(whole)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{whole} is complete.")
