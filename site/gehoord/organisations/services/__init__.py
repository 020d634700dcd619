"""Writing to organisations: keyword-only, with the actor, audited, in one transaction."""

from .groups import end_due_memberships, sync_groups, sync_member
from .imports import FaultyPlanError, import_people
from .invitations import InvitationClosedError, accept_invitations, invite_person, resend_invitation, withdraw_invitation
from .memberships import (
    AlreadyMemberError,
    EndedMembershipError,
    LastAdministratorError,
    WrongTeamError,
    add_membership,
    change_membership,
    end_membership,
    move_team,
)
from .organisations import (
    confirm_promise,
    delete_closed_period,
    delete_contact,
    delete_team,
    save_closed_period,
    save_contact,
    save_organisation,
    save_team,
    withdraw_promise,
)
from .school_door import delete_sign_in_provider, save_sign_in_provider

__all__ = [
    "AlreadyMemberError",
    "EndedMembershipError",
    "FaultyPlanError",
    "InvitationClosedError",
    "LastAdministratorError",
    "WrongTeamError",
    "accept_invitations",
    "add_membership",
    "change_membership",
    "confirm_promise",
    "delete_closed_period",
    "delete_contact",
    "delete_sign_in_provider",
    "delete_team",
    "end_due_memberships",
    "end_membership",
    "import_people",
    "invite_person",
    "move_team",
    "resend_invitation",
    "save_closed_period",
    "save_contact",
    "save_organisation",
    "save_sign_in_provider",
    "save_team",
    "sync_groups",
    "sync_member",
    "withdraw_invitation",
    "withdraw_promise",
]
