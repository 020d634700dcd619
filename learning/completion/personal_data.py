"""What this room holds of a person, and how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import Completion, ModuleStatus, SetAside

INACTIVE = timedelta(days=730)


def export(user: Any) -> dict[str, Any]:
    """Modules with their days, and completions."""
    return {
        "modules": [
            {
                "module": status.module_key,
                "stand": status.get_state_display(),
                "uitgenodigd": status.invited_on,
                "begonnen": status.started_on,
                "klaar": status.finished_on,
                "nu niet": status.not_now,
            }
            for status in ModuleStatus.objects.filter(user=user).order_by("module_key")
        ],
        "verlof of vrijstelling": [
            {"wat": row.get_kind_display(), "module": row.module_key}
            for row in SetAside.objects.filter(user=user).order_by("pk")
        ],
        "afrondingen": [
            {"module": completion.module_key, "op": completion.on, "hoe": completion.get_how_display()}
            for completion in Completion.objects.filter(user=user)
        ],
    }


@transaction.atomic
def erase(user: Any) -> int:
    """The second level of erasing: completions go too. The first (answers only) lies in learning.progress."""
    kept = (ModuleStatus, Completion, SetAside)
    return sum(model._default_manager.filter(user=user).delete()[0] for model in kept)


def people_away(now: datetime) -> Any:
    """Who has not signed in for two years."""
    since = now - INACTIVE
    return get_user_model().objects.filter(Q(last_login__lt=since) | Q(last_login__isnull=True, created_at__lt=since))


@transaction.atomic
def forget_inactive(now: datetime, dry_run: bool) -> int:
    """Erase what is kept of people who have not signed in for two years."""
    since = now - INACTIVE
    away = people_away(now)
    statuses, completions = (
        ModuleStatus.objects.filter(user__in=away),
        Completion.objects.filter(user__in=away, on__lt=timezone.localdate(since)),
    )
    if dry_run:
        return statuses.count() + completions.count()
    aside = SetAside.objects.filter(user__in=away).delete()[0]
    return statuses.delete()[0] + completions.delete()[0] + aside
