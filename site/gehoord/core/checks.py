"""System checks of the foundation. Each has an id and a hint that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from .small_secrets import InvalidKeyError, check_keys

DEPLOY = {"deploy": True}


@register(Tags.database)
def check_durability(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A report that was confirmed must survive a power cut: anything less than full durability is refused."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
            cursor.execute("PRAGMA synchronous")
            synchronous = cursor.fetchone()[0]
            mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
            if (journal, synchronous, mode) == ("wal", 2, "IMMEDIATE"):
                return []
            found = f"journal_mode={journal}, synchronous={synchronous}, transaction_mode={mode}"
            return [
                Error(
                    f"SQLite is not durable enough: {found}.",
                    id="core.E001",
                    hint="Use WAL, synchronous FULL and IMMEDIATE, as settings/base.py does.",
                )
            ]
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')"
        )
        off = sorted(name for name, value in cursor.fetchall() if value == "off")
    if off:
        return [
            Error(
                f"PostgreSQL is not durable enough: {', '.join(off)} off.",
                id="core.E002",
                hint="Switch them on: a confirmed report must survive a power cut.",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_production_values(**_: Any) -> list[CheckMessage]:
    """Values that production must not run with."""
    found: list[CheckMessage] = []
    if not settings.HTTPS:
        found.append(
            Error("BASE_URL is not https.", id="core.E010", hint="Give BASE_URL the https:// address that students will see.")
        )
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", id="core.E011", hint="Unset DEBUG: error pages would show what people typed."))
    if settings.DEMO_PEOPLE:
        found.append(Error("Demo people are switched on.", id="core.E012", hint="Use gehoord.settings.production."))
    for name in ("SMALL_SECRETS_KEYS", "LEARNER_KEYS"):
        try:
            check_keys(getattr(settings, name))
        except InvalidKeyError as error:
            found.append(Error(f"{name}: {error}", id="core.E013", hint="Make a key with: python manage.py make_key"))
    if settings.EMAIL_BACKEND.endswith(
        ("filebased.EmailBackend", "locmem.EmailBackend", "dummy.EmailBackend", "console.EmailBackend")
    ):
        found.append(
            Error(
                "Mail goes nowhere.",
                id="core.E014",
                hint="Give EMAIL_URL a mail server, such as smtp+tls://user:secret@mail.example.nl:587.",
            )
        )
    if settings.CMS_HOST and settings.BASE_URL.split("://", 1)[1] == settings.CMS_HOST:
        found.append(Warning("CMS_HOST is the host of the desk.", id="core.W015", hint="Give the CMS a host name of its own."))
    return found
