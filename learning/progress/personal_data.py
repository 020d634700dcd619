"""What this room holds of a person, and how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning.completion.personal_data import people_away
from learning.engine.skills import SKILLS

from .models import Answer, Attempt, Reflection, Refresher, RefresherWish, SavedQuestion, SkillMonth, StepDone
from .services import forget_answers

KEPT = timedelta(days=90)


def export(user: Any) -> dict[str, Any]:
    """Steps, attempts with their answers, and own sentences in plain words: for the person only."""
    return {
        "stappen": [
            {"module": done.module_key, "stap": done.step_key, "op": done.on}
            for done in StepDone.objects.of(user).order_by("module_key", "on", "pk")
        ],
        "pogingen": [
            _attempt(attempt)
            for attempt in Attempt.objects.of(user).prefetch_related("answers__essay").order_by("started_at", "pk")
        ],
        "vaardigheden per maand": [
            {"maand": row.month, "vaardigheid": SKILLS[row.skill].nl, "gekozen": row.chosen, "kansen": row.offered}
            for row in SkillMonth.objects.filter(user=user, skill__in=SKILLS).order_by("month", "skill")
        ],
        "opfrissers": [
            {"module": row.module_key, "gestuurd": row.sent_on, "na weken": row.weeks, "gesprek": row.step_key}
            for row in Refresher.objects.filter(user=user).order_by("sent_on", "pk")
        ],
        "wens over opfrissers": list(RefresherWish.objects.filter(user=user).values("is_off", "skill")),
        "gedachten voor jezelf": [
            {"module": one.module_key, "stap": one.step_key, "geschreven": one.written_on, "tekst": one.text}
            for one in Reflection.objects.filter(user=user).order_by("written_on", "pk")
        ],
        "vragen voor later": list(
            SavedQuestion.objects.filter(user=user).order_by("pk").values_list("module_key", "step_key", "question_key")
        ),
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "module": attempt.module_key,
        "stap": attempt.step_key,
        "soort": attempt.get_kind_display(),
        "begonnen": attempt.started_at,
        "geëindigd": attempt.ended_at,
        "bewaard op verzoek": attempt.is_kept,
        "met coach": attempt.coached,
        "met denkpauze": attempt.typing_pause,
        "neem ik mee": attempt.take_along,
        "antwoorden": [
            {"nummer": answer.sequence + 1, "gekozen": answer.payload, "eigen zin": answer.own_words} | sent_to_trainer(answer)
            for answer in attempt.answers.all()
        ],
    }


def sent_to_trainer(answer: Answer) -> dict[str, Any]:
    """What a learner let a trainer read, and what came back; nothing where the text never left."""
    essay = getattr(answer, "essay", None)
    if essay is None:
        return {}
    return {"gelezen door een trainer": {"aangeboden": essay.offered_on, "gelezen": essay.marked_on, "antwoord": essay.reply}}


@transaction.atomic
def erase(user: Any) -> int:
    """All of this room: answers and which steps were done. Completions are a level of their own."""
    own = (StepDone, SkillMonth, Refresher, RefresherWish)
    return forget_answers(user=user) + sum(model._default_manager.filter(user=user).delete()[0] for model in own)


@transaction.atomic
def forget_old_answers(now: datetime, dry_run: bool) -> int:
    """Erase attempts with their answers 90 days after they ended, and those that nobody touched for as long.

    What somebody wrote at a reflection step goes 90 days after it was last changed. What the learner chose to keep stays.
    """
    before = now - KEPT
    old = Attempt.objects.filter(Q(ended_at__lt=before) | Q(ended_at__isnull=True, started_at__lt=before), is_kept=False)
    thoughts = Reflection.objects.filter(written_on__lt=timezone.localdate(before), is_kept=False)
    number = old.count() + thoughts.count()
    if not dry_run:
        old.delete()
        thoughts.delete()
    return number


@transaction.atomic
def forget_inactive(now: datetime, dry_run: bool) -> int:
    """Erase what stays of a learner beside answers, of people who have not signed in for two years."""
    away = people_away(now)
    kept = [model._default_manager.filter(user__in=away) for model in (SkillMonth, Refresher, RefresherWish, StepDone)]
    return sum(rows.count() if dry_run else rows.delete()[0] for rows in kept)
