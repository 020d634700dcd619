"""Counting a scan, and nothing more."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from .models import ShortLink, ShortLinkDay

COUNTS_KEPT = timedelta(days=396)


def count_scan(*, short_link: ShortLink, on: date | None = None) -> None:
    """Add one to the place's count of the day. No address, no cookie, no time of day; a scan writes no audit row."""
    day = on or timezone.localdate()
    counter = ShortLinkDay.objects.filter(short_link=short_link, day=day)
    if counter.update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            ShortLinkDay.objects.create(short_link=short_link, day=day, count=1)
    except IntegrityError:  # somebody else's scan was the day's first at the same moment
        counter.update(count=F("count") + 1)


def forget_counts(now: datetime, dry_run: bool) -> int:
    """Erase counts per day over thirteen months old."""
    old = ShortLinkDay.objects.filter(day__lt=timezone.localdate(now) - COUNTS_KEPT)
    return old.count() if dry_run else old.delete()[0]
