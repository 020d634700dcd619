"""Signs of life of the supervisor's parts, and the clock that runs the rooms' jobs."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from .models import Heartbeat, JobRun, OutboxMessage
from .registry import Health, Job, registry

logger = logging.getLogger(__name__)
DEAD_AFTER = timedelta(minutes=10)


def beat(part: str, now: datetime | None = None) -> None:
    """Note that a part is alive."""
    Heartbeat.objects.update_or_create(part=part, defaults={"beat_at": now or timezone.now()})


def part_health(part: str, now: datetime) -> Health:
    """Alive when the part gave a sign in the last ten minutes (SECURITY.md: a dead clock job alarms in ten minutes)."""
    last = Heartbeat.objects.filter(part=part).values_list("beat_at", flat=True).first()
    if last is None:
        return Health(alive=False, detail="no sign of life yet")
    age = int((now - last).total_seconds())
    return Health(alive=now - last < DEAD_AFTER, detail=f"last sign of life {max(age, 0)} s ago")


def outbox_health(now: datetime) -> Health:
    """Dead when the worker is, or when a mail could not be sent for an hour."""
    worker = part_health("outbox", now)
    State = OutboxMessage.State
    stuck = OutboxMessage.objects.filter(
        state__in=[State.WAITING, State.SENDING], created_at__lt=now - timedelta(hours=1), attempts__gt=0
    ).count()
    failed = OutboxMessage.objects.filter(state=State.FAILED).count()
    return Health(alive=worker.alive and not stuck, detail=f"{worker.detail}; stuck {stuck}, given up {failed}")


def clock_health(now: datetime) -> Health:
    """Dead when the clock is, or when a job of each minute has not ended well for ten minutes."""
    clock = part_health("clock", now)
    keys = [job.key for job in registry.all(Job) if job.every == "minute"]
    rows = JobRun.objects.filter(key__in=keys, failed_at__isnull=False)
    failing = sorted(row.key for row in rows if row.finished_at is None or now - row.finished_at >= DEAD_AFTER)
    detail = f"{clock.detail}; failing: {', '.join(failing)}" if failing else clock.detail
    return Health(alive=clock.alive and not failing, detail=detail)


def run_due_jobs(now: datetime | None = None) -> list[str]:
    """Run every job that is due, one failing job never stopping the next. Returns the keys that ran well."""
    now = now or timezone.now()
    ran = []
    for job in registry.all(Job):
        row, _ = JobRun.objects.get_or_create(key=job.key)
        if not _is_due(job, row, now):
            continue
        JobRun.objects.filter(key=job.key).update(started_at=now)
        try:
            job.run(now)
        except Exception as error:  # a job's fault is noted and shown on the health page
            logger.exception("Job %s failed", job.key)
            JobRun.objects.filter(key=job.key).update(failed_at=now, last_error=type(error).__qualname__)
        else:
            JobRun.objects.filter(key=job.key).update(finished_at=now, failed_at=None, last_error="")
            ran.append(job.key)
    return ran


def _is_due(job: Job, row: JobRun, now: datetime) -> bool:
    if row.finished_at is None or job.every == "minute":
        return True
    local_day = timezone.localtime(now).date()
    return timezone.localtime(row.finished_at).date() < local_day
