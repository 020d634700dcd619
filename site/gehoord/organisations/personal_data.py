"""What this room holds of a person, and when an account goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, ProtectedError, Q
from django.utils import timezone

from gehoord.accounts.models import User
from gehoord.core import audit
from gehoord.core.registry import PersonalData, registry

from .models import Contact, Invitation, Membership

ACCOUNT_KEPT = timedelta(days=30)


def export(user: Any) -> Mapping[str, Any]:
    """Roles, teams and functions, and the cards of this person."""
    memberships = user.memberships.select_related("organisation").prefetch_related("teams")
    return {
        "account": {"name": user.name, "email": user.email, "language": user.language, "since": user.created_at.isoformat()},
        "roles": [
            {
                "organisation": row.organisation.name,
                "role": row.role,
                "functions": row.functions,
                "teams": [team.name for team in row.teams.all()],
                "from": row.started_on.isoformat(),
                "until": row.ended_on.isoformat() if row.ended_on else None,
            }
            for row in memberships
        ],
        "cards": list(
            Contact.objects.filter(user=user).values("name", "position", "phone", "text_phone", "email", "hours", "place")
        ),
    }


def erase(user: Any) -> int:
    """Erase cards and roles of this person."""
    gone = Contact.objects.filter(user=user).delete()[0]
    gone += Invitation.objects.filter(membership__user=user).delete()[0]
    return gone + Membership.objects.filter(user=user).delete()[0]


def leavers(now: datetime) -> Any:
    """Accounts whose last role ended more than thirty days ago; of accounts that never had one, by their first day."""
    last_day = timezone.localdate(now) - ACCOUNT_KEPT
    running = Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=last_day), user=OuterRef("pk"))
    found = User.objects.filter(is_superuser=False).annotate(last=Max("memberships__ended_on")).exclude(Exists(running))
    return found.filter(Q(last__isnull=False) | Q(created_at__lt=now - ACCOUNT_KEPT))


def forget_accounts(now: datetime, dry_run: bool) -> int:
    """Erase accounts of people who left, with all that every room holds of them. A room that must keep one, keeps it."""
    found = leavers(now)
    if dry_run:
        return found.count()
    gone = 0
    for user in found:
        try:
            with transaction.atomic():
                erase_account(user)
        except ProtectedError:
            continue
        gone += 1
    return gone


def erase_account(user: Any) -> None:
    """Erase one account and what every room holds of it."""
    organisation_id = user.memberships.values_list("organisation_id", flat=True).first()
    # The rooms on top first: what they hold may lean on the role.
    for entry in reversed(registry.all(PersonalData)):
        entry.erase(user)
    audit.record(by=None, action="organisations.account_erased", target=user, organisation_id=organisation_id)
    user.delete()
