"""Everything between "the code is here" and "it can serve": folders, tables, texts, starter content, static files.

Each step looks first whether there is something to do, so that a second start takes seconds.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from .starter import is_empty, load_starter
from .texts import compile_room, rooms

STAMP = "prepared-static"


class NotReadyError(Exception):
    """A step cannot be done; the message says what to do."""


def prepare(say: Callable[[str], None]) -> None:
    """Do every step that is due. Raises NotReadyError."""
    make_folders()
    # Two starts at once from one folder do not prepare it twice.
    with (settings.DATA_DIR / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        migrate(say)
        for room in rooms():
            compile_room(room)
        if is_empty():
            say("Loading the starter content …")
            load_starter(say)
        collect_static(say)


def make_folders() -> None:
    """The folders under DATA_DIR; private ones are nobody else's to read."""
    try:
        for folder, mode in ((settings.DATA_DIR, 0o755), (settings.PRIVATE_DIR, 0o700), (settings.MEDIA_ROOT, 0o755)):
            Path(folder).mkdir(parents=True, exist_ok=True, mode=mode)
        (settings.DATA_DIR / "prepare.lock").touch()
    except OSError as error:
        raise NotReadyError(
            f"{error.filename} cannot be written ({error.strerror}). Make the folder yours, or choose another: DATA_DIR=/some/folder"
        ) from error


def migrate(say: Callable[[str], None]) -> None:
    """Bring the tables up to date, when they are not."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise NotReadyError(f"The database does not answer: {str(error).strip()}. Check DATABASE_URL and DATA_DIR.") from error
    if plan:
        say("Making the tables …" if len(plan) > 50 else f"Bringing the tables up to date ({len(plan)} steps) …")
        call_command("migrate", interactive=False, verbosity=0)
        if len(plan) <= 50:  # pages that are there already may be searched in more of their words now
            call_command("update_index", verbosity=0)


def static_fingerprint() -> str:
    """Changes when a static file of ours or of a package came, went or changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static(say: Callable[[str], None]) -> None:
    stamp = settings.DATA_DIR / STAMP
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and Path(settings.STATIC_ROOT).is_dir():
        return
    say("Collecting and compressing style, script and pictures …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint)
