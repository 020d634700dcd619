"""The clock's job of each minute: who waits long is warned about at 75% and named late at 100%."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localtime

from gehoord.core import outbox
from gehoord.core.registry import Health
from gehoord.organisations.models import Organisation

from .deadlines import WARN_AT, Deadlines
from .deputies import deputies_of
from .emergency import CHECK_EVERY
from .enums import EventKind
from .key_lists import has_alarm
from .models import AdviserKey, EmergencyKey, FormOpening, KeeperSheet, Report, ReportEvent, Wrap
from .tenancy import sees, sees_everything

logger = logging.getLogger(__name__)
STEPS = ((EventKind.DEADLINE_NEAR, WARN_AT, "reporting.deadline_near"), (EventKind.OVERDUE, 1.0, "reporting.overdue"))


@sees_everything()
def watch_the_clock(now: datetime) -> None:
    """Warn about every report that waits too long. Safe to run again: each warning is an event that happens once."""
    waiting = Report.objects.waiting()
    for organisation in Organisation.objects.filter(pk__in=waiting.values("organisation")):
        deadlines = Deadlines(organisation)
        for report in waiting.filter(organisation=organisation).prefetch_related("events"):
            done = {event.kind for event in report.events.all()}
            for kind, share, mail in STEPS:
                if kind not in done and now >= deadlines.due(report.received_at, share=share):
                    _warn(report, kind, mail, now)


@transaction.atomic
def _warn(report: Report, kind: EventKind, mail: str, now: datetime) -> None:
    _event, made = ReportEvent.objects.get_or_create(report=report, kind=kind, defaults={"at": now})
    if not made:
        return
    present = Wrap.objects.filter(entry__report=report, entry__sequence=1).values("recipient")
    readers = set(AdviserKey.objects.live().filter(fingerprint__in=present).values_list("user_id", flat=True))
    for user_id in sorted(readers):
        outbox.enqueue(kind=mail, account_id=user_id, context={"report": str(report.pk)})
    # A deputy without a key to this report is warned as well: to call a colleague, not to read.
    for user_id in sorted(deputies_of(report.organisation_id, readers, localtime(now).date())):
        outbox.enqueue(kind="reporting.deputy_warned", account_id=user_id, context={"report": str(report.pk)})


def check_key_lists(now: datetime) -> None:
    """Say it in the log, by number only, when a school's key list does not follow from the pinned one."""
    for organisation_id in FormOpening.objects.values_list("organisation_id", flat=True):
        if has_alarm(organisation_id):
            logger.error("Key list of organisation %s differs from the pinned one", organisation_id)


def key_health(now: datetime) -> Health:
    """Counts alarms, and schools whose sheets nobody looked at for a year, without being dead of them: an alarm or a lapsed
    proof must never take the form off the air."""
    alarms = sum(
        has_alarm(organisation_id) for organisation_id in FormOpening.objects.values_list("organisation_id", flat=True)
    )
    late = now - CHECK_EVERY
    lapsed = KeeperSheet.objects.filter(emergency_key__in=EmergencyKey.objects.live(), checked_at__lt=late)
    organisations = lapsed.values("emergency_key__organisation").distinct().count()
    return Health(alive=True, detail=f"key list alarms {alarms}, lapsed proofs {organisations}")


def waiting_panel(request: HttpRequest, organisation: Any) -> dict[str, bool]:
    """All a coordinator learns: whether somebody waits too long. No number, no name, no day."""
    deadlines, now = Deadlines(organisation), timezone.now()
    waiting = Report.objects.waiting().filter(organisation=organisation, is_test=False)
    with sees(tenants=[organisation.pk]):
        received = list(waiting.values_list("received_at", flat=True))
    return {"waits_too_long": any(now >= deadlines.due(received_at) for received_at in received)}
