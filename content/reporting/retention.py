"""What this room forgets, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from .models import Report, Tombstone, UnlockTry
from .services import erase_report

TOMBSTONES_KEPT = timedelta(days=60)
TRIES_KEPT = timedelta(days=1)


def forget_reports(now: datetime, dry_run: bool) -> int:
    """Erase reports whose term is over and that nobody holds. Nothing is ever erased because nobody looked."""
    over = Report.objects.filter(erase_after__lte=now, on_hold=False)
    if dry_run:
        return over.count()
    reports = list(over)
    for report in reports:
        erase_report(report=report, now=now)
    return len(reports)


def forget_tombstones(now: datetime, dry_run: bool) -> int:
    return _forget(Tombstone.objects.filter(erased_at__lt=now - TOMBSTONES_KEPT), dry_run)


def forget_tries(now: datetime, dry_run: bool) -> int:
    return _forget(UnlockTry.objects.filter(at__lt=now - TRIES_KEPT), dry_run)


def _forget(rows: QuerySet[Tombstone] | QuerySet[UnlockTry], dry_run: bool) -> int:
    return rows.count() if dry_run else rows.delete()[0]
