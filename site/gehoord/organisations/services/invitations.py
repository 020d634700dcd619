"""Invitations by e-mail: account and role stand at once, the mail says how to come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gehoord.accounts.models import User
from gehoord.core import audit, outbox
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Invitation, Membership, Organisation, Team

from .memberships import AlreadyMemberError, add_membership, end_membership

MAIL = "organisations.invitation"


class InvitationClosedError(Exception):
    """The invitation was accepted or withdrawn, or the role ended."""


def account_of(email: str, name: str) -> User:
    """The account with this address, made when it is new. Two schools may invite the same person at the same moment."""
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name)
    except IntegrityError:
        return User.objects.get(email__iexact=email.strip())


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: Role,
    by: Any,
    functions: Sequence[str] = (),
    teams: Sequence[Team] = (),
) -> Membership:
    """Give the person with this address a role, and mail them how to come in. A known account keeps its own name.

    Raises AlreadyMemberError when the person has this role here: there is nothing to invite for.
    """
    user = account_of(email, name)
    if Membership.objects.open().filter(user=user, organisation=organisation, role=role).exists():
        raise AlreadyMemberError
    if not user.is_active and user.last_login is None:
        user.is_active = True
        user.save(update_fields=["is_active"])
    membership = add_membership(user=user, organisation=organisation, role=role, by=by, functions=functions, teams=teams)
    now = timezone.now()
    invitation, made = Invitation.objects.get_or_create(membership=membership, defaults={"invited_by": by, "sent_at": now})
    if made:
        outbox.enqueue(kind=MAIL, account_id=user.pk, context={"invitation": invitation.pk})
        audit.record(by=by, action="organisations.person_invited", target=membership, organisation_id=organisation.pk)
    return membership


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: Any) -> Invitation:
    """Mail it once more. Raises InvitationClosedError."""
    if invitation.accepted_at is not None or invitation.membership.ended_on is not None:
        raise InvitationClosedError
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])
    membership = invitation.membership
    outbox.enqueue(kind=MAIL, account_id=membership.user_id, context={"invitation": invitation.pk})
    audit.record(by=by, action="organisations.invitation_resent", target=membership, organisation_id=membership.organisation_id)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Any) -> None:
    """Take it back: the role ends, and its link opens nothing any more. Raises InvitationClosedError."""
    if invitation.accepted_at is not None:
        raise InvitationClosedError
    membership = invitation.membership
    audit.record(
        by=by, action="organisations.invitation_withdrawn", target=membership, organisation_id=membership.organisation_id
    )
    invitation.delete()
    end_membership(membership=membership, by=by)


@transaction.atomic
def accept_invitations(*, user: Any) -> int:
    """Signing in is accepting: every invitation of this person that still waits is answered."""
    return Invitation.objects.waiting().filter(membership__user=user).update(accepted_at=timezone.now())
