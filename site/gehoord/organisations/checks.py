"""System checks of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from gehoord.accounts.models import User


@register(Tags.database)
def check_no_demo_person(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Demo people have public passphrases and doors: an installation that is no trial copy refuses to start with one."""
    if settings.DEMO_PEOPLE or not databases or "default" not in databases:
        return []
    if User._meta.db_table not in connection.introspection.table_names():
        return []
    number = User.objects.filter(email__iendswith="@" + settings.DEMO_EMAIL_DOMAIN).count()
    if not number:
        return []
    return [
        Error(
            f"{number} demo people are in the database.",
            id="organisations.E001",
            hint="This is a database of a trial copy. Start with an empty one: demo people never belong in production.",
        )
    ]
