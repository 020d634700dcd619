"""Receivers of Django's own signals: each connection to PostgreSQL is told whose reports may be seen."""

from __future__ import annotations

from django.db.backends.signals import connection_created

from .tenancy import guard_rows


def connect() -> None:
    """Called once, when the app is ready."""
    connection_created.connect(guard_rows, dispatch_uid="reporting.guard_rows", weak=False)
