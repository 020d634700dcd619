"""Backups, and what must happen after one was put back."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, transaction

from content.reporting.models import Report, Tombstone
from content.reporting.services import erase_report
from content.reporting.tenancy import sees_everything
from gehoord.core.models import OutboxMessage

NAME = "gehoord-%Y%m%d-%H%M%S"
DATABASE, DUMP, ERASED, SUMS = "gehoord.sqlite3", "gehoord.dump", "erased.txt", "checksums.txt"


class BackupError(Exception):
    """It could not be made or read; the message says why."""


def make_backup(folder: Path, *, keep: int, now: datetime, say: Callable[[str], None]) -> Path:
    """A complete backup in a folder of its own, readable by its owner only; older ones beyond ``keep`` go.

    Reports in it are sealed. Names of people, learners' progress and sealed secrets are in it: keep it encrypted, and keep the
    environment file apart from it. Raises BackupError.
    """
    os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / (now.strftime(NAME) + ".part")
        part.mkdir()
        _copy_database(part)
        _pack(Path(settings.KEY_PINS_DIR), part / "key-pins.tar")
        if isinstance(storages["default"], FileSystemStorage):
            _pack(Path(settings.MEDIA_ROOT), part / "media.tar")
        # Erased reports stay erased after a restore: their ids, which say nothing else.
        ids = sorted(str(pk) for pk in Tombstone.objects.values_list("pk", flat=True))
        (part / ERASED).write_text("".join(f"{pk}\n" for pk in ids))
        _write_sums(part)
        whole = part.with_suffix("")
        part.rename(whole)
        for old in sorted(folder.glob("gehoord-*-*[0-9]"))[:-keep]:
            shutil.rmtree(old)
            say(f"Removed {old.name}.")
    except OSError as error:
        raise BackupError(f"{error.filename or folder} cannot be written ({error.strerror}).") from error
    return whole


def _copy_database(folder: Path) -> None:
    """SQLite by its own online copy, which needs nobody to stop; PostgreSQL by pg_dump."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        target = folder / DATABASE
        with closing(sqlite3.connect(found["NAME"])) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise BackupError("The copy of the database is damaged. Look at the disk.")
        return
    # Row level security holds for the owner too: a dump says that it wants every report (ADR 18), or pg_dump refuses.
    environment = {**os.environ, "PGPASSWORD": str(found["PASSWORD"] or ""), "PGOPTIONS": "-c gehoord.tenants=*"}
    places = (("-h", found["HOST"]), ("-p", found["PORT"]), ("-U", found["USER"]))
    where = [str(word) for flag, value in places if value for word in (flag, value)]
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError("pg_dump is not on this machine (Debian, Ubuntu: apt-get install postgresql-client).")
    command = [program, "-Fc", "--enable-row-security", "-f", str(folder / DUMP), *where, str(found["NAME"])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no input in it
    if done.returncode:
        raise BackupError(f"pg_dump failed: {done.stderr.strip()[-300:]}")


def _pack(folder: Path, target: Path) -> None:
    with tarfile.open(target, "w") as archive:
        if folder.is_dir():
            archive.add(folder, arcname=folder.name)


def _write_sums(folder: Path) -> None:
    lines = [f"{_sum(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / SUMS).write_text("".join(lines))


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_backup(folder: Path) -> None:
    """Every file is there and is what it was. Raises BackupError."""
    try:
        lines = (folder / SUMS).read_text().splitlines()
    except OSError as error:
        raise BackupError(f"{folder} is no backup: {SUMS} is not in it.") from error
    for line in lines:
        wanted, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or _sum(path) != wanted:
            raise BackupError(f"{path.name} is missing or damaged. Take an older backup.")


@sees_everything()
def settle_after_restore(erased: Path, *, now: datetime) -> dict[str, int]:
    """What an older database has forgotten: reports erased since go again, waiting mail is not sent a second time, and
    everybody signs in anew. ``erased`` is the list of the newest backup, or of the database that was lost."""
    ids = [line.strip() for line in erased.read_text().splitlines() if line.strip()]
    with transaction.atomic():
        gone = 0
        for report in Report.objects.filter(pk__in=ids):
            erase_report(report=report, now=now)
            gone += 1
        for pk in ids:
            Tombstone.objects.get_or_create(pk=pk, defaults={"erased_at": now})
        state = OutboxMessage.State
        waiting = OutboxMessage.objects.filter(state__in=[state.WAITING, state.SENDING])
        mails = waiting.update(state=state.NOT_NEEDED, done_at=now, lease_until=None, context={})
        sessions, _ = Session.objects.all().delete()
    return {"reports erased again": gone, "waiting mails not sent": mails, "sessions ended": sessions}
