"""Bringing in a list of colleagues: all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation, Team
from gehoord.organisations.people_list import Colleague, Plan

from .invitations import invite_person
from .memberships import change_membership, end_membership


class FaultyPlanError(Exception):
    """A plan with faults is not carried out."""


@transaction.atomic
def import_people(*, organisation: Organisation, plan: Plan, leaving: Collection[int], by: Any) -> int:
    """Carry out a plan; ``leaving`` are the memberships that were ticked to end. Returns how many people were touched.

    Raises FaultyPlanError: nothing happens while a line is wrong. Nobody is removed without a tick.
    """
    if plan.faults:
        raise FaultyPlanError
    teams = {team.name: team for team in organisation.teams.all()}
    for colleague in plan.wanted:
        for name in colleague.teams:
            if name not in teams:
                teams[name] = Team.objects.create(organisation=organisation, name=name)
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
    audit.record(by=by, action="organisations.people_imported", target=organisation, organisation_id=organisation.pk)
    return len(plan.wanted) + len(ended)


def _update(organisation: Organisation, colleague: Colleague, teams: dict[str, Team], by: Any) -> None:
    row = Membership.objects.open().select_related("user", "organisation").get(
        organisation=organisation, role=colleague.role, user__email__iexact=colleague.email
    )  # fmt: skip
    if row.user.name != colleague.name:
        row.user.name = colleague.name
        row.user.save(update_fields=["name"])
    change_membership(
        membership=row,
        by=by,
        functions=colleague.functions or None,
        teams=[teams[name] for name in colleague.teams] if colleague.teams else None,
    )
