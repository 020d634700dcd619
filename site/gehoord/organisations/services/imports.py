"""Bringing in a list of colleagues: all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation, Team
from gehoord.organisations.people_list import Colleague, Plan, plan_import

from .invitations import invite_person
from .memberships import change_membership, end_membership


class FaultyPlanError(Exception):
    """A list with faults is not carried out; ``plan`` says which."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


@transaction.atomic
def import_people(*, organisation: Organisation, raw: bytes, roles: Sequence[Role], leaving: Collection[int], by: Any) -> int:
    """Carry out a list; ``leaving`` are the memberships that were ticked to end. Returns how many people were touched.

    The list is compared again here, while nobody else imports into this organisation: what a preview showed may have
    changed since, and the same list sent twice changes nothing the second time. Raises FaultyPlanError (nothing happens
    while a line is wrong), UnreadableListError and LastAdministratorError. Nobody is removed without a tick.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    plan = plan_import(organisation, raw, roles)
    if plan.faults:
        raise FaultyPlanError(plan)
    teams = _teams_of(organisation, plan)
    for colleague in plan.new:
        invite_person(
            email=colleague.email, name=colleague.name, organisation=organisation, role=Role(colleague.role), by=by,
            functions=colleague.functions, teams=[teams[name] for name in colleague.teams],
        )  # fmt: skip
    for colleague in [*plan.changed, *plan.moved]:
        _update(organisation, colleague, teams, by)
    ended = [row for row in plan.left if row.pk in set(leaving)]
    for row in ended:
        end_membership(membership=row, by=by)
    if plan.wanted or ended:
        audit.record(by=by, action="organisations.people_imported", target=organisation, organisation_id=organisation.pk)
    return len(plan.wanted) + len(ended)


def _teams_of(organisation: Organisation, plan: Plan) -> dict[str, Team]:
    """The teams by name; those that the list brings are made."""
    teams = {team.name: team for team in organisation.teams.all()}
    for name in {name for colleague in plan.wanted for name in colleague.teams} - teams.keys():
        teams[name] = Team.objects.create(organisation=organisation, name=name)
    return teams


def _update(organisation: Organisation, colleague: Colleague, teams: dict[str, Team], by: Any) -> None:
    row = Membership.objects.open().select_related("user", "organisation").get(
        organisation=organisation, role=colleague.role, user__email__iexact=colleague.email
    )  # fmt: skip
    if colleague.renames and row.user.name != colleague.name:
        row.user.name = colleague.name
        row.user.save(update_fields=["name"])
    change_membership(
        membership=row,
        by=by,
        functions=colleague.functions or None,
        teams=[teams[name] for name in colleague.teams] if colleague.teams else None,
    )
