"""One friendly reminder to everybody who has not finished a module, at most once in fourteen days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gehoord.core import audit, outbox
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation

from .enums import ModuleState
from .errors import RemindedRecentlyError
from .models import ModuleStatus, Reminder, SetAside

APART = timedelta(days=14)


def next_reminder_on(organisation: Organisation, module_key: str) -> date | None:
    """The first day on which the next reminder may go; None when there was none yet."""
    last = Reminder.objects.filter(organisation=organisation, module_key=module_key).order_by("-sent_on").first()
    return last.sent_on + APART if last is not None else None


@transaction.atomic
def remind_not_yet(*, organisation: Organisation, module_key: str, on: date, by: Any) -> Reminder:
    """Write down one mail for each learner who has not finished. Raises RemindedRecentlyError.

    Who is on leave, need not take it, or said "not now" gets none. How many that were is not told: it would say who did.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)  # two clicks at once send one round
    earliest = next_reminder_on(organisation, module_key)
    if earliest is not None and on < earliest:
        raise RemindedRecentlyError
    outbox.enqueue_for_all(
        kind="insights.reminder",
        account_ids=_people_to_remind(organisation, module_key),
        context={"organisation": organisation.pk, "module": module_key},
    )
    audit.record(by=by, action="completion.reminded", target=organisation, organisation_id=organisation.pk)
    return Reminder.objects.create(organisation=organisation, module_key=module_key, sent_on=on)


def _people_to_remind(organisation: Organisation, module_key: str) -> list[int]:
    learners = Membership.objects.open().of_role(Role.LEARNER).filter(organisation=organisation, user__is_active=True)
    done = ModuleStatus.objects.of_module(module_key).filter(Q(state=ModuleState.FINISHED) | Q(not_now=True))
    aside = SetAside.objects.filter(organisation=organisation, module_key__in=["", module_key])
    wanted = learners.exclude(user__in=done.values("user")).exclude(user__in=aside.values("user"))
    return list(wanted.order_by("user_id").values_list("user_id", flat=True).distinct())
