#!/usr/bin/env python
"""Put the house on the import path and hand over to Django."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoord.settings.development")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is not installed in this Python. Start with `make run`, or use .venv/bin/python.")
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the settings, so that a wrong value is a sentence
    except ImproperlyConfigured as error:
        sys.exit(f"Gehoord cannot start: {error}")
    except PermissionError as error:
        sys.exit(f"Gehoord cannot start: {error.filename} cannot be read or written. Choose another folder with DATA_DIR.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
