"""What this room holds of people with an account: an adviser's keys, and the trail of what they did."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from gehoord.organisations.enums import Role

from .models import AdviserKey, LegalHold, ReportEvent
from .recovery import drop_wraps_of
from .tenancy import sees, sees_everything

logger = logging.getLogger(__name__)


def export(user: Any) -> Mapping[str, Any]:
    """Keys by mark and date. A report is never part of it: only an adviser can answer such a request, from the vault."""
    return {
        "keys": [
            {"organisation": str(key.organisation), "mark": key.mark, "made": key.created_at.isoformat()}
            for key in AdviserKey.objects.filter(user=user).select_related("organisation")
        ]
    }


def erase(user: Any) -> int:
    """Forget a person's keys, and whose hand did what in a report's trail."""
    with sees_everything():
        events = ReportEvent.objects.filter(actor=user).update(actor=None)
        LegalHold.objects.filter(placed_by=user).update(placed_by=None)
    return events + AdviserKey.objects.filter(user=user).delete()[0]


def membership_changed(membership: Any, by: Any) -> None:
    """An adviser who leaves is sealed to no more, from this moment on; coming back starts with a new key."""
    if membership.role != Role.ADVISER or membership.ended_on is None or membership.ended_on > timezone.localdate():
        return
    for key in AdviserKey.objects.filter(
        user=membership.user_id, organisation=membership.organisation_id, retired_at__isnull=True
    ):
        key.retired_at = timezone.now()
        key.save(update_fields=["retired_at"])
        with sees(tenants=[key.organisation_id]):
            _gone, kept = drop_wraps_of(key)
        if kept:
            logger.error("%s reports of organisation %s open for nobody present", kept, key.organisation_id)
