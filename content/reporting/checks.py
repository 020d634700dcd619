"""System checks of the vault. Each has an id and a hint that says what to do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from gehoord.core.sealed.keys import PRODUCTION_COST

from .demo_keys import demo_fingerprints
from .key_lists import read_pin
from .models import AdviserKey
from .vault import cost

DEMO_HINT = "Start with an empty database and an empty KEY_PINS_DIR: everybody knows the phrases of the demo advisers."


@register(Tags.security, deploy=True)
def check_pinned_demo_keys(**_: Any) -> list[CheckMessage]:
    """No school's pinned list may hold a key whose phrase stands in the repository."""
    if settings.DEMO_PEOPLE:
        return []
    folder = Path(settings.KEY_PINS_DIR)
    pins = (
        [read_pin(int(path.stem)) for path in sorted(folder.glob("*.json")) if path.stem.isdigit()] if folder.is_dir() else []
    )
    if any(pin and pin[1].fingerprints & demo_fingerprints() for pin in pins):
        return [Error("A pinned key list holds a demo adviser's key.", id="reporting.E001", hint=DEMO_HINT)]
    return []


@register(Tags.database)
def check_stored_demo_keys(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """No adviser in the database may have a key whose phrase stands in the repository."""
    if settings.DEMO_PEOPLE or not databases or "default" not in databases:
        return []
    if AdviserKey._meta.db_table not in _tables():
        return []
    if AdviserKey.objects.filter(fingerprint__in=[fingerprint.hex() for fingerprint in demo_fingerprints()]).exists():
        return [Error("The database holds a demo adviser's key.", id="reporting.E002", hint=DEMO_HINT)]
    return []


@register(Tags.security, deploy=True)
def check_cost_of_a_try(**_: Any) -> list[CheckMessage]:
    """A stolen database must not make phrases cheap to try."""
    if cost().reaches(PRODUCTION_COST):
        return []
    hint = "Remove VAULT_ARGON2 from the settings: the default is four passes over 256 MiB."
    return [Error("One try at a phrase costs less than the floor.", id="reporting.E003", hint=hint)]


@register(Tags.security, deploy=True)
def check_pins_are_out_of_reach(**_: Any) -> list[CheckMessage]:
    """Who runs code in the web process should not be able to plant a key."""
    folder = Path(settings.KEY_PINS_DIR)
    if not settings.KEY_PINS_BY_HAND or (folder.is_dir() and os.access(folder, os.W_OK) and os.geteuid() != 0):
        hint = "Let another user own KEY_PINS_DIR, leave KEY_PINS_BY_HAND on, and run `manage.py pin_keys` as that user."
        return [Warning("The web process can write the pinned key lists.", id="reporting.W004", hint=hint)]
    return []


@register(Tags.database, deploy=True)
def check_role_is_bound(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """On PostgreSQL our role must not stand above row level security (ADR 18)."""
    if not databases or "default" not in databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        found = cursor.fetchone()
    if found and found[0]:
        hint = "Use a role that owns the database and nothing more: ALTER ROLE gehoord NOSUPERUSER NOBYPASSRLS."
        return [Error("The database role stands above row level security.", id="reporting.E005", hint=hint)]
    return []


def _tables() -> list[str]:
    return connection.introspection.table_names()
