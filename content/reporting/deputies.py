"""Who stands in for whom, and whom the clock warns. A clock is handed over; keys that were not given never are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.organisations.models import Organisation

from .models import DeputyPeriod


@transaction.atomic
def plan_deputy(
    *, organisation: Organisation, adviser_id: int, deputy_id: int, starts_on: date, ends_on: date, by: Any
) -> DeputyPeriod:
    """Let somebody stand in for a colleague for some days."""
    period = DeputyPeriod.objects.create(
        organisation=organisation, adviser_id=adviser_id, deputy_id=deputy_id, starts_on=starts_on, ends_on=ends_on
    )
    audit.record(by=by, action="reporting.deputy_planned", target=period, organisation_id=organisation.pk)
    return period


@transaction.atomic
def drop_deputy(*, period: DeputyPeriod, by: Any) -> None:
    """Take a period away."""
    audit.record(by=by, action="reporting.deputy_dropped", target=period, organisation_id=period.organisation_id)
    period.delete()


def deputies_of(organisation_id: int, user_ids: Collection[int], day: date) -> set[int]:
    """Who stands in for any of these people on a day, those who already are among them left out."""
    periods = DeputyPeriod.objects.on(day).filter(organisation=organisation_id, adviser__in=user_ids)
    return set(periods.values_list("deputy_id", flat=True)) - set(user_ids)
