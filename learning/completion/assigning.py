"""Learning paths for teams and functions, and whom they do not ask now. A date is a wish; nobody gives a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from gehoord.core import audit
from gehoord.core.kept import kept
from gehoord.organisations.models import Membership, Organisation, Team
from learning.catalogue.models import LearningPath

from .enums import AsideKind, ModuleState
from .models import Assignment, ModuleStatus, SetAside


@transaction.atomic
def assign_path(
    *, organisation: Organisation, path: LearningPath, team: Team | None, function: str, wish_on: date | None, by: Any
) -> Assignment:
    """Ask a team, a function or everybody to take a path; the same again only moves the wish."""
    assignment, _ = Assignment.objects.update_or_create(
        organisation=organisation, path=path, team=team, function="" if team else function,
        defaults={"wish_on": wish_on}, create_defaults={"wish_on": wish_on, "made_on": date.today()},
    )  # fmt: skip
    audit.record(by=by, action="completion.path_assigned", target=assignment, organisation_id=organisation.pk)
    return assignment


@transaction.atomic
def end_assignment(*, assignment: Assignment, by: Any) -> None:
    """Ask no longer. What people did and finished stays."""
    audit.record(by=by, action="completion.assignment_ended", target=assignment, organisation_id=assignment.organisation_id)
    assignment.delete()


@transaction.atomic
def set_aside(*, membership: Membership, kind: AsideKind, module_key: str, on: bool, by: Any) -> None:
    """A coordinator notes that a colleague is on leave or need not take a module, or no longer."""
    row: dict[str, Any] = {
        "organisation_id": membership.organisation_id, "user_id": membership.user_id, "kind": kind,
        "module_key": module_key if kind == AsideKind.EXEMPTION else "",
    }  # fmt: skip
    if on:
        SetAside.objects.get_or_create(**row)
    else:
        SetAside.objects.filter(**row).delete()
    audit.record(by=by, action="completion.set_aside", target=membership, organisation_id=membership.organisation_id)


@transaction.atomic
def say_not_now(*, user: Any, module_key: str, not_now: bool) -> ModuleStatus:
    """A learner puts a module off, or takes it up again. Whoever finished has nothing to put off."""
    status, _ = ModuleStatus.objects.get_or_create(
        user=user, module_key=module_key, defaults={"state": ModuleState.INVITED, "invited_on": date.today()}
    )
    status.not_now = not_now and status.state != ModuleState.FINISHED
    status.save(update_fields=["not_now"])
    return status


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An assignment as a page needs it."""

    path: str
    module_keys: Sequence[str]
    organisation_id: int
    team_id: int | None
    function: str
    wish_on: date | None


def wishes_for(user: Any, memberships: Iterable[Membership]) -> list[Wish]:
    """The paths that somebody is asked to take, soonest wish first. No query where nothing is assigned, one where a team is."""
    memberships = list(memberships)
    wishes = [wish for one in {m.organisation_id for m in memberships} for wish in _wishes_of(one)]
    if not wishes:
        return []
    teams: set[int] = set()
    if any(wish.team_id for wish in wishes):
        teams = set(Team.objects.filter(memberships__in=[m.pk for m in memberships]).values_list("pk", flat=True))
    functions = {(m.organisation_id, function) for m in memberships for function in m.functions}
    found = [wish for wish in wishes if _asks(wish, teams, functions)]
    return sorted(found, key=lambda wish: (wish.wish_on or date.max, wish.path))


def _asks(wish: Wish, teams: set[int], functions: set[tuple[int, str]]) -> bool:
    if wish.team_id:
        return wish.team_id in teams
    return not wish.function or (wish.organisation_id, wish.function) in functions


def _wishes_of(organisation_id: int) -> list[Wish]:
    return kept(("completion.wishes", organisation_id, get_language()), lambda: _read_wishes(organisation_id))


def _read_wishes(organisation_id: int) -> list[Wish]:
    rows = Assignment.objects.filter(organisation_id=organisation_id).select_related("path")
    return [
        Wish(
            path=row.path.called, module_keys=tuple(row.path.module_keys), organisation_id=organisation_id,
            team_id=row.team_id, function=row.function, wish_on=row.wish_on,
        )
        for row in rows
    ]  # fmt: skip
