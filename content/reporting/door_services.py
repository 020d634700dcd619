"""Writing to the doors: which sites may show a school's form."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.organisations.models import Organisation

from .door_models import EmbedOrigin
from .embedding import MOST_ORIGINS


class TooManyOriginsError(Exception):
    """More sites than a policy header should name."""


@transaction.atomic
def allow_origin(*, organisation: Organisation, origin: str, by: Any) -> EmbedOrigin:
    """Let a site show the form inside its own page; ``origin`` comes from ``clean_origin``. Raises TooManyOriginsError."""
    if EmbedOrigin.objects.filter(organisation=organisation).exclude(origin=origin).count() >= MOST_ORIGINS:
        raise TooManyOriginsError
    row, _made = EmbedOrigin.objects.get_or_create(organisation=organisation, origin=origin)
    audit.record(by=by, action="reporting.embed_origin_allowed", target=row, organisation_id=organisation.pk)
    return row


@transaction.atomic
def forbid_origin(*, row: EmbedOrigin, by: Any) -> None:
    """Stop a site from showing the form."""
    audit.record(by=by, action="reporting.embed_origin_forbidden", target=row, organisation_id=row.organisation_id)
    row.delete()
