"""Steps beside conversations and quizzes: a reflection that is the learner's own, and a live training that was attended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from learning.catalogue.queries import live_step_keys

from .own_models import Reflection
from .own_words import seal_text
from .services import mark_step_done


@transaction.atomic
def write_reflection(*, user: Any, module_key: str, step_key: str, text: str, keep: bool) -> Reflection | None:
    """Keep what somebody wrote at a reflection step, sealed; an empty text takes it away."""
    sealed = seal_text(text)
    if not sealed:
        Reflection.objects.filter(user=user, module_key=module_key, step_key=step_key).delete()
        return None
    written = {"text_sealed": sealed, "written_on": timezone.localdate(), "is_kept": keep}
    return Reflection.objects.update_or_create(user=user, module_key=module_key, step_key=step_key, defaults=written)[0]


@transaction.atomic
def record_attended(user: Any, module_key: str, on: date) -> None:
    """Somebody was at a live training: its step of the module is done, and nothing else of the module. Safe to call twice."""
    for step_key in sorted(live_step_keys(module_key)):
        mark_step_done(user=user, module_key=module_key, step_key=step_key, on=on)
