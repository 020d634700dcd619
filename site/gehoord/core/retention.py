"""Forgetting on time: the clock's daily run over every room's `RetentionRule`."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

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


def certificate_folder() -> Path:
    return Path(settings.PRIVATE_DIR) / "certificates"


def write_certificate(counts: dict[str, int], *, now: datetime) -> Path:
    """What went on a day, per rule with its term and ground: numbers only, so that the certificate itself may be kept.

    A second run on the same day adds to the first.
    """
    folder = certificate_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{now:%Y-%m-%d}.json"
    before = json.loads(path.read_text(encoding="utf-8"))["rules"] if path.exists() else {}
    rules = {
        rule.key: {
            "what": str(rule.label), "term": rule.term, "ground": rule.ground,
            "gone": counts[rule.key] + before.get(rule.key, {}).get("gone", 0),
        }
        for rule in registry.all(RetentionRule)
    }  # fmt: skip
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"day": f"{now:%Y-%m-%d}", "rules": rules}, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(path)
    return path
