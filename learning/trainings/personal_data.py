"""What this room holds of a person, and how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from .models import CalendarFeed, SignUp

KEPT = timedelta(days=395)  # a school year and the summer after it


def export(user: Any) -> dict[str, Any]:
    """Live trainings somebody signed up for."""
    rows = SignUp.objects.of(user).select_related("training")
    return {
        "trainingen": [
            {
                "training": row.training.title,
                "begint": row.training.starts_at,
                "stand": row.get_state_display(),
                "aanwezig": row.get_attendance_display(),
            }
            for row in rows
        ]
    }


@transaction.atomic
def erase(user: Any) -> int:
    """Sign-ups and the calendar's address; completions are another room's."""
    return SignUp.objects.of(user).delete()[0] + CalendarFeed.objects.filter(user=user).delete()[0]


@transaction.atomic
def forget_old_sign_ups(now: datetime, dry_run: bool) -> int:
    """Who came is kept for thirteen months; that a module was completed stands elsewhere."""
    old = SignUp.objects.filter(training__ends_at__lt=now - KEPT)
    return old.count() if dry_run else old.delete()[0]
