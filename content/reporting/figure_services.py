"""Showing a school's figures to everybody, and stopping that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.organisations.models import Organisation

from .figure_models import PublicFigures


@transaction.atomic
def open_figures(*, organisation: Organisation, by: Any, now: datetime) -> PublicFigures:
    """From now on everybody can see what is published of this school."""
    row, _made = PublicFigures.objects.get_or_create(organisation=organisation, defaults={"since": now})
    audit.record(by=by, action="reporting.figures_opened", target=row, organisation_id=organisation.pk)
    return row


@transaction.atomic
def close_figures(*, organisation: Organisation, by: Any) -> None:
    """Only the coordinator sees them again. Who copied them still has them."""
    PublicFigures.objects.filter(organisation=organisation).delete()
    audit.record(by=by, action="reporting.figures_closed", target=organisation, organisation_id=organisation.pk)
