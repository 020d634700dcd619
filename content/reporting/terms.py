"""A school's own terms of keeping: reading them, and changing them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.organisations.models import Organisation

from .term_models import USUAL_MONTHS, RetentionTerms

DAYS_IN_A_MONTH = 365 / 12


def terms_of(organisation_id: int) -> RetentionTerms:
    """What holds there now: the school's own row, or the usual terms."""
    return RetentionTerms.objects.filter(organisation=organisation_id).first() or RetentionTerms(
        organisation_id=organisation_id
    )


def kept_after_aftercare(organisation_id: int) -> timedelta:
    return timedelta(days=terms_of(organisation_id).days_after_aftercare)


def quiet_terms() -> dict[int, timedelta]:
    """Per organisation with a term of its own: after how long without a word its advisers are asked to renew or erase."""
    rows = RetentionTerms.objects.exclude(quiet_months=USUAL_MONTHS)
    return {row.organisation_id: timedelta(days=round(row.quiet_months * DAYS_IN_A_MONTH)) for row in rows}


@transaction.atomic
def set_terms(*, organisation: Organisation, days: int, months: int, reason: str, by: Any) -> RetentionTerms:
    """From now on these terms hold for what is finished or falls still; what has a day of erasure already keeps that day."""
    row, _made = RetentionTerms.objects.update_or_create(
        organisation=organisation, defaults={"days_after_aftercare": days, "quiet_months": months, "reason": reason}
    )
    audit.record(by=by, action="reporting.terms_set", target=row, organisation_id=organisation.pk)
    return row
