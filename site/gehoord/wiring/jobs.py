"""The clock's work that belongs to no single room."""

from __future__ import annotations

from datetime import datetime

from django.core.management import call_command

from gehoord.core.retention import run_retention, write_certificate


def publish(now: datetime) -> None:
    """Publish and take down what Wagtail's editors planned."""
    call_command("publish_scheduled", verbosity=0)


def forget(now: datetime) -> None:
    """Erase what is over its term, and write down how much went."""
    write_certificate(run_retention(now), now=now)


def clear_sessions(now: datetime) -> None:
    """Erase sessions that ended."""
    call_command("clearsessions", verbosity=0)
