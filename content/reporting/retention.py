"""What this room forgets, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from gehoord.core import outbox

from .enums import OPEN_STATES
from .figure_models import Publication
from .models import AdviserKey, Entry, Report, Tombstone, UnlockTry, Wrap
from .services import erase_report
from .tenancy import sees_everything
from .terms import quiet_terms

TOMBSTONES_KEPT = timedelta(days=60)
TRIES_KEPT = timedelta(days=1)
INACTIVE_AFTER = timedelta(days=365)
TIME_TO_RENEW = timedelta(days=30)
PUBLISHED_KEPT = timedelta(days=5 * 366)


@sees_everything()
def forget_reports(now: datetime, dry_run: bool) -> int:
    """Erase reports whose term is over and that nobody holds. Nothing is ever erased because nobody looked."""
    over = Report.objects.filter(erase_after__lte=now, on_hold=False)
    if dry_run:
        return over.count()
    reports = list(over)
    for report in reports:
        erase_report(report=report, now=now)
    return len(reports)


@sees_everything()
def forget_inactive(now: datetime, dry_run: bool) -> int:
    """Twelve months (or the school's own term) without a word in an opened report: its readers are asked to renew it, and thirty days later it goes.

    A report that nobody opened yet never goes by time alone, in the bin or not (SECURITY.md, threats: spam).
    """
    own = quiet_terms()
    groups = [({"organisation": pk}, term) for pk, term in own.items()]
    usual = Report.objects.exclude(organisation__in=own)
    found = [_quiet(usual, INACTIVE_AFTER, now), *(_quiet(Report.objects.filter(**only), term, now) for only, term in groups)]
    if dry_run:
        return sum(quiet.count() for _renewed, quiet in found)
    asked = 0
    for renewed, quiet in found:
        for report in renewed:
            Report.objects.filter(pk=report.pk).update(erase_after=None)
        for report in list(quiet):
            _ask_to_renew(report, now)
            asked += 1
    return asked


def _quiet(reports: QuerySet[Report], term: timedelta, now: datetime) -> tuple[QuerySet[Report], QuerySet[Report]]:
    """Reports in which somebody wrote again after being asked, and those without a word for this long."""
    last = Entry.objects.filter(report=OuterRef("pk")).order_by("-sequence").values("written_at")[:1]
    open_ones = reports.filter(state__in=sorted(OPEN_STATES), first_opened_at__isnull=False, on_hold=False).annotate(
        last_at=Subquery(last)
    )
    renewed = open_ones.filter(erase_after__isnull=False, last_at__gt=now - term)
    return renewed, open_ones.filter(erase_after__isnull=True, last_at__lte=now - term)


@transaction.atomic
def _ask_to_renew(report: Report, now: datetime) -> None:
    Report.objects.filter(pk=report.pk).update(erase_after=now + TIME_TO_RENEW)
    present = Wrap.objects.filter(entry__report=report, entry__sequence=1).values("recipient")
    for user_id in AdviserKey.objects.live().filter(fingerprint__in=present).values_list("user_id", flat=True):
        outbox.enqueue(kind="reporting.renew_or_erase", account_id=user_id, context={"report": str(report.pk)})


def forget_publications(now: datetime, dry_run: bool) -> int:
    """Published figures over five years old."""
    old = Publication.objects.filter(published_at__lt=now - PUBLISHED_KEPT)
    return old.count() if dry_run else old.delete()[0]


def forget_tombstones(now: datetime, dry_run: bool) -> int:
    return _forget(Tombstone.objects.filter(erased_at__lt=now - TOMBSTONES_KEPT), dry_run)


def forget_tries(now: datetime, dry_run: bool) -> int:
    return _forget(UnlockTry.objects.filter(at__lt=now - TRIES_KEPT), dry_run)


def _forget(rows: QuerySet[Tombstone] | QuerySet[UnlockTry], dry_run: bool) -> int:
    return rows.count() if dry_run else rows.delete()[0]
