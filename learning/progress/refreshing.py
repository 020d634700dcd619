"""Refreshers: two, six and twelve weeks after a module a conversation of three minutes; after three months two questions.

The clock asks once a day. A mail is written down in the same transaction as the row that says it was sent, so nobody gets
one twice. Nobody gets two in one week, and whoever said so gets none at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from gehoord.core import outbox
from gehoord.organisations.enums import Role
from gehoord.organisations.held import holding
from learning.catalogue.queries import FrozenModule, refreshers_for
from learning.completion.models import FollowUp, ModuleStatus

from .own_models import Refresher, RefresherWish
from .permissions import learning_organisations
from .skill_history import skill_to_practise

WEEKS = (2, 6, 12)
QUESTIONS = 13
"""Weeks after which the two questions are asked."""
LATEST = timedelta(days=6)
"""A moment that the clock missed is made up for so many days."""
APART = timedelta(days=7)
DID = ("listened", "acknowledged", "doors", "together", "nothing")
HAD = ("yes", "no", "unsure")


def send_refreshers(today: date) -> int:
    """Everything that is due today; returns how many mails were written down."""
    return sum(_send(status, weeks, today) for weeks in (*WEEKS, QUESTIONS) for status in _due(weeks, today))


def _due(weeks: int, today: date) -> list[ModuleStatus]:
    last = today - timedelta(weeks=weeks)
    statuses = ModuleStatus.objects.finished().filter(
        finished_on__gt=last - LATEST, finished_on__lte=last, user__is_active=True
    )
    return list(statuses.exclude(user__refresher_wish__is_off=True).select_related("user").order_by("finished_on", "pk"))


@transaction.atomic
def _send(status: ModuleStatus, weeks: int, today: date) -> bool:
    user = status.user
    sent = Refresher.objects.filter(user=user)
    if sent.filter(module_key=status.module_key, weeks=weeks).exists() or sent.filter(sent_on__gt=today - APART).exists():
        return False
    organisations = learning_organisations(user)
    step_key = "" if weeks == QUESTIONS else choose_refresher(user, refreshers_for(organisations))
    if not organisations or (not step_key and weeks != QUESTIONS):
        return False
    row, made = Refresher.objects.get_or_create(
        user=user, module_key=status.module_key, weeks=weeks, defaults={"sent_on": today, "step_key": step_key}
    )
    if made:
        kind = "progress.follow_up" if weeks == QUESTIONS else "progress.refresher"
        outbox.enqueue(kind=kind, account_id=user.pk, context={"refresher": row.pk})
    return made


def choose_refresher(user: Any, shelf: FrozenModule) -> str:
    """The conversation that practises the skill that needs it; one that was not sent before where there is one."""
    wish = RefresherWish.objects.filter(user=user).first()
    skill = skill_to_practise(user, picked=wish.skill if wish is not None else "")
    before = set(Refresher.objects.filter(user=user).values_list("step_key", flat=True))
    fits = [step.key for step in shelf.steps if skill in step.more["practises"]]
    return _first_new([*fits, *(step.key for step in shelf.steps)], before)


def _first_new(keys: Iterable[str], before: Collection[str]) -> str:
    keys = list(keys)
    return next((key for key in keys if key not in before), keys[0] if keys else "")


@transaction.atomic
def set_refreshers(*, user: Any, is_off: bool, skill: str | None = None) -> RefresherWish:
    """No refreshers any more, or again; and which skill, where the learner picked one."""
    changed = {"is_off": is_off} | ({"skill": skill} if skill is not None else {})
    return RefresherWish.objects.update_or_create(user=user, defaults=changed)[0]


@transaction.atomic
def answer_follow_up(*, user: Any, refresher: Refresher, had: str, did: Collection[str], on: date) -> bool:
    """Add two answers to the counters of an own organisation; False when they were given before. Who said what is not kept."""
    if not Refresher.objects.filter(pk=refresher.pk, user=user, weeks=QUESTIONS, is_answered=False).update(is_answered=True):
        return False
    membership = next(iter(holding(user, (Role.LEARNER,))), None)
    if membership is not None:
        quarter = f"{on.year}-{(on.month - 1) // 3 + 1}"
        for choice in [f"had-{had}", *(f"did-{one}" for one in did if had == "yes")]:
            row: dict[str, Any] = {
                "organisation_id": membership.organisation_id, "module_key": refresher.module_key, "quarter": quarter,
                "choice": choice,
            }  # fmt: skip
            FollowUp.objects.get_or_create(**row)
            FollowUp.objects.filter(**row).update(times=F("times") + 1)
    return True
