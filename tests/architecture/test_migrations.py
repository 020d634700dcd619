"""Migrations are complete, named, and can be taken back."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.architecture.house import FOLDER

pytestmark = pytest.mark.django_db


def test_none_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("room", sorted(FOLDER))
def test_each_is_named_and_reversible(room: str) -> None:
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        if label != room:
            continue
        assert re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name)
        assert not re.fullmatch(r"\d{4}_auto_.*", name)
        for operation in migration.operations:
            assert operation.reversible, f"{label}.{name}: {operation} cannot be taken back"
