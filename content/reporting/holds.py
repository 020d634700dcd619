"""Placing and lifting a legal hold: only somebody who can open the report, and always with a reason."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from gehoord.core import audit

from .entries import lock_report
from .hold_models import HoldReason, LegalHold
from .models import Report
from .vault import OpenVault


def hold_on(report: Report) -> LegalHold | None:
    """What keeps a report, and since when; None when nothing does."""
    return LegalHold.objects.filter(report=report).select_related("placed_by").first() if report.on_hold else None


@transaction.atomic
def place_hold(*, report_id: uuid.UUID, vault: OpenVault, reason: HoldReason, now: datetime) -> LegalHold:
    """Keep a report whatever its term says, until the hold is lifted. Raises NotVisibleError."""
    report = lock_report(report_id, vault)
    hold, _made = LegalHold.objects.update_or_create(
        report=report, defaults={"reason": reason, "placed_at": now, "placed_by": vault.key.user}
    )
    report.on_hold = True
    report.save(update_fields=["on_hold"])
    audit.record(by=vault.key.user, action="reporting.hold_placed", target=report, organisation_id=report.organisation_id)
    return hold


@transaction.atomic
def lift_hold(*, report_id: uuid.UUID, vault: OpenVault) -> Report:
    """The reason is over: the term counts again, as if it had never stood still. Raises NotVisibleError."""
    report = lock_report(report_id, vault)
    LegalHold.objects.filter(report=report).delete()
    report.on_hold = False
    report.save(update_fields=["on_hold"])
    audit.record(by=vault.key.user, action="reporting.hold_lifted", target=report, organisation_id=report.organisation_id)
    return report
