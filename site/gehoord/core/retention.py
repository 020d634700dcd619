"""Forgetting on time: the clock's daily run over every room's `RetentionRule`."""

from __future__ import annotations

from datetime import datetime, timedelta

from .models import AuditEvent
from .registry import RetentionRule, registry

AUDIT_KEPT = timedelta(days=365)


def forget_audit(now: datetime, dry_run: bool) -> int:
    """Erase audit rows over twelve months old."""
    old = AuditEvent.objects.filter(at__lt=now - AUDIT_KEPT)
    return old.count() if dry_run else old.delete()[0]


def run_retention(now: datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Run every rule; returns how many went (or would go) per rule."""
    return {rule.key: rule.forget(now, dry_run) for rule in registry.all(RetentionRule)}
