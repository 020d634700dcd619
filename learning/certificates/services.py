"""Making certificates when the learner asks, and reminding before one ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from gehoord.core import audit, outbox
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation
from learning.catalogue.queries import modules_for
from learning.completion.models import Completion

from .errors import NotFinishedError
from .models import Certificate, CertificateTerm

REMINDED_BEFORE = timedelta(days=42)


@transaction.atomic
def issue_certificate(*, user: Any, module_key: str, on: date) -> Certificate:
    """Make the certificate of the newest completion, in the words of today; asked again it is the same one.

    Raises NotFinishedError.
    """
    completion = Completion.objects.of_people([user]).of_module(module_key).order_by("-on", "-pk").first()
    if completion is None:
        raise NotFinishedError
    known = Certificate.objects.filter(completion=completion).first()
    if known is not None:
        return known
    membership = Membership.objects.open().of_role(Role.LEARNER).filter(user=user).select_related("organisation").first()
    organisation = membership.organisation if membership else None
    title = next((m.title for m in modules_for([organisation] if organisation else []) if m.key == module_key), module_key)
    return Certificate.objects.create(
        user=user,
        completion=completion,
        name=user.get_full_name(),
        school=organisation.name if organisation else "",
        module=title,
        language=get_language() or "nl",
        issued_on=on,
        valid_until=_end_of_term(organisation, completion.on),
    )


@transaction.atomic
def set_term(*, organisation: Organisation, months: int | None, by: Any) -> None:
    """How long certificates of this organisation hold from now on (months); None: for ever. Those that were made keep theirs."""
    if months is None:
        CertificateTerm.objects.filter(organisation=organisation).delete()
    else:
        CertificateTerm.objects.update_or_create(organisation=organisation, defaults={"months": months})
    audit.record(by=by, action="certificates.term_set", target=organisation, organisation_id=organisation.pk)


def remind_before_the_end(today: date) -> int:
    """Once, six weeks before a certificate ends: the module can be taken again. Returns how many were written to."""
    ending = Certificate.objects.filter(
        valid_until__gt=today, valid_until__lte=today + REMINDED_BEFORE, reminded_on__isnull=True, user__is_active=True
    )
    count = 0
    for certificate in ending:
        with transaction.atomic():
            if Certificate.objects.filter(pk=certificate.pk, reminded_on__isnull=True).update(reminded_on=today):
                outbox.enqueue(
                    kind="certificates.ending", account_id=certificate.user_id, context={"certificate": certificate.pk}
                )
                count += 1
    return count


def _end_of_term(organisation: Organisation | None, start: date) -> date | None:
    term = CertificateTerm.objects.filter(organisation=organisation).first() if organisation else None
    if term is None:
        return None
    years, month = divmod(start.month - 1 + term.months, 12)
    last_of_february = 28  # a certificate of 31 January or 29 February ends on a day that every year has
    return date(start.year + years, month + 1, min(start.day, last_of_february))
