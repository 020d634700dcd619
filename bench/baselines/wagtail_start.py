"""W: the home page of a fresh `wagtail start` site, as its own production settings serve it.

Nothing of ours is in it. Only what it cannot know is added: a secret, the host, and where its database is. On SQLite it
keeps the file and the options that it comes with; on PostgreSQL it gets connections that stay open, as ours do, so that
no ratio is won by connecting.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = "fresh"
KEPT = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"})
LOCAL = """
import json
SECRET_KEY = "only-for-the-bench-" + "x" * 40
ALLOWED_HOSTS = ["localhost"]
DATABASES = {{"default": json.loads({database!r})}} if {database!r} else DATABASES
"""


def make(folder: Path, database: dict[str, Any]) -> None:
    """Start the project, make its tables, collect its static files."""
    folder.mkdir(parents=True)
    wagtail = Path(sys.executable).with_name("wagtail")
    _run([str(wagtail), "start", PROJECT, "."], folder)
    # `from .base import *` is in production.py; local.py is read after it and sees none of its names.
    local = "from .base import *\n" + LOCAL.format(database=json.dumps(database) if database else "")
    (folder / PROJECT / "settings" / "local.py").write_text(local)
    wsgi = folder / PROJECT / "wsgi.py"
    wsgi.write_text(wsgi.read_text().replace(f"{PROJECT}.settings.dev", f"{PROJECT}.settings.production"))
    for command in (["migrate", "-v0", "--noinput"], ["collectstatic", "-v0", "--noinput"]):
        _run([sys.executable, "manage.py", *command], folder)


def environment() -> dict[str, str]:
    """What its processes run with: nothing of the product's settings."""
    keep = {key: value for key, value in os.environ.items() if key in KEPT}
    return {**keep, "DJANGO_SETTINGS_MODULE": f"{PROJECT}.settings.production"}


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])}: {done.stderr.strip()[-800:]}")
