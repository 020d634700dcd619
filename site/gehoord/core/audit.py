"""The trail of what staff do: who, what, when, on which object. Never content."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from .models import AuditEvent


def record(*, by: Any, action: str, target: Model | None = None, organisation_id: int | None = None) -> AuditEvent:
    """Write one audit row in the caller's transaction. ``action`` is "room.what_happened"; ``by`` None is the system."""
    return AuditEvent.objects.create(
        actor=by if by is not None and by.pk else None,
        action=action,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        organisation_id=organisation_id,
    )


def unlink(target: Model) -> int:
    """Forget which object the rows of an erased one were about; that something was done stays."""
    return AuditEvent.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).update(target_id="")
