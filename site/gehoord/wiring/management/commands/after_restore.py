from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gehoord.core.page_cache import purge
from gehoord.wiring.safekeeping import ERASED, BackupError, check_backup, settle_after_restore


class Command(BaseCommand):
    help = "Run it once after putting a backup back: erased reports go again, old mail is not sent twice, sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the newest backup, whose list of erased reports counts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_backup(options["folder"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        for what, number in settle_after_restore(options["folder"] / ERASED, now=timezone.now()).items():
            self.stdout.write(f"{number:6}  {what}")
        purge()
        self.stdout.write("Look at the desk today: notices of reports that were waiting to be mailed are there only.")
