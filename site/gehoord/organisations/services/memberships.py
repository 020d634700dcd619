"""Roles of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from gehoord.core import audit
from gehoord.core.registry import MembershipHook, registry
from gehoord.organisations.enums import LearnerFunction, Role
from gehoord.organisations.models import Membership, Organisation, Team

from .groups import sync_member


class WrongTeamError(Exception):
    """A team of another organisation."""


class EndedMembershipError(Exception):
    """The role ended already."""


class LastAdministratorError(Exception):
    """Nobody would be left to manage the people of this organisation."""


class AlreadyMemberError(Exception):
    """Somebody has this role here already."""


def tell(membership: Membership, by: Any) -> None:
    """Rights follow at once, and rooms that keep something per membership hear of it."""
    sync_member(membership=membership)
    for hook in registry.all(MembershipHook):
        hook.changed(membership, by)


def _in_order(functions: Sequence[str]) -> list[str]:
    return [key for key in LearnerFunction.values if key in set(functions)]


def _check_teams(organisation: Organisation, teams: Sequence[Team]) -> None:
    if any(team.organisation_id != organisation.pk for team in teams):
        raise WrongTeamError


@transaction.atomic
def add_membership(
    *,
    user: Any,
    organisation: Organisation,
    role: Role,
    by: Any,
    functions: Sequence[str] = (),
    teams: Sequence[Team] = (),
    started_on: date | None = None,
) -> Membership:
    """Give somebody a role; when it is already there, its functions and teams are added to."""
    _check_teams(organisation, teams)
    running = Q(ended_on__isnull=True) | Q(ended_on__gt=date.today())
    membership = Membership.objects.filter(running, user=user, organisation=organisation, role=role).first()
    if membership is None:
        membership = Membership.objects.create(
            user=user, organisation=organisation, role=role, functions=_in_order(functions),
            started_on=started_on or date.today(),
        )  # fmt: skip
    else:
        membership.functions = _in_order([*membership.functions, *functions])
        membership.ended_on = None
        membership.save(update_fields=["functions", "ended_on"])
    membership.teams.add(*teams)
    audit.record(by=by, action="organisations.membership_added", target=membership, organisation_id=organisation.pk)
    tell(membership, by)
    return membership


@transaction.atomic
def change_membership(
    *, membership: Membership, by: Any, functions: Sequence[str] | None = None, teams: Sequence[Team] | None = None
) -> Membership:
    """Set functions and teams of a role; what is left out stays as it is. Raises EndedMembershipError."""
    if membership.ended_on is not None and membership.ended_on <= date.today():
        raise EndedMembershipError
    if functions is not None:
        membership.functions = _in_order(functions)
        membership.save(update_fields=["functions"])
    if teams is not None:
        _check_teams(membership.organisation, teams)
        membership.teams.set(teams)
    audit.record(
        by=by, action="organisations.membership_changed", target=membership, organisation_id=membership.organisation_id
    )
    tell(membership, by)
    return membership


@transaction.atomic
def move_team(*, membership: Membership, to: Team, by: Any) -> Membership:
    """Move somebody to another team: the former teams are left."""
    return change_membership(membership=membership, by=by, teams=[to])


@transaction.atomic
def end_membership(*, membership: Membership, by: Any, on: date | None = None) -> Membership:
    """End a role as of a day (today: it stops at once). A later day is carried out by the daily job.

    Raises LastAdministratorError when somebody would leave an organisation without an administrator; the system
    (``by`` None) may.
    """
    if by is not None and membership.role == Role.ADMINISTRATOR:
        others = Membership.objects.open().of_role(Role.ADMINISTRATOR).filter(organisation_id=membership.organisation_id)
        if not others.exclude(pk=membership.pk).exists():
            raise LastAdministratorError
    membership.ended_on = max(on or date.today(), membership.started_on)
    membership.save(update_fields=["ended_on"])
    audit.record(by=by, action="organisations.membership_ended", target=membership, organisation_id=membership.organisation_id)
    tell(membership, by)
    return membership
