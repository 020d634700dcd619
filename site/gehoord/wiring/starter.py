"""The starter content: what every room ships, loaded in the order in which the rooms ask for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from gehoord.core.registry import StarterLoader, StarterRun, registry
from gehoord.organisations.models import Organisation

FOLDER = Path(settings.ROOT) / "content" / "starter"


def is_empty() -> bool:
    """True while nobody has put an organisation into this installation."""
    return not Organisation.objects.exists()


def load_starter(say: Callable[[str], None]) -> StarterRun:
    """Run every room's loader: all of it arrives, or nothing. Demo people come only where demo people may exist."""
    run = StarterRun(folder=FOLDER, today=timezone.localdate(), say=say)
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        for loader in registry.all(StarterLoader):
            if settings.DEMO_PEOPLE or not loader.demo:
                loader.load(run)
    return run
