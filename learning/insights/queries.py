"""Who of an organisation finished a module: completions × memberships, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Membership, Organisation
from learning.completion.models import FollowUp, ModuleStatus, SetAside

SMALL = 5
"""Groups under this size show no number that could point at somebody."""
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """A learner of the organisation, and whether this one is finished. There is no third state by name."""

    name: str
    email: str
    teams: tuple[str, ...]
    finished: bool
    aside: str = ""  # on leave, or need not take it: set by the coordinator, without a reason

    @property
    def is_asked(self) -> bool:
        return self.finished or not self.aside


@dataclass(frozen=True, kw_only=True)
class Month:
    """How many of today's learners were finished at the end of a month."""

    first_day: date
    finished: int


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far an organisation is with one module."""

    colleagues: Sequence[Colleague]
    underway: int | None  # None: not shown, since it could point at somebody
    months: Sequence[Month]

    @property
    def total(self) -> int:
        """Everybody who is asked: who is on leave or need not take it counts only when finished."""
        return sum(colleague.is_asked for colleague in self.colleagues)

    @property
    def finished(self) -> int:
        return sum(colleague.finished for colleague in self.colleagues)

    @property
    def not_yet(self) -> int:
        return self.total - self.finished


def learners_of(organisation: Organisation) -> list[Membership]:
    """Open memberships as learner, with person and teams; by name."""
    return list(
        Membership.objects.open()
        .of_role(Role.LEARNER)
        .filter(organisation=organisation, user__is_active=True)
        .select_related("user")
        .prefetch_related("teams")
        .order_by("user__name", "user_id")
    )


def progress_of(organisation: Organisation, module_key: str, *, today: date | None = None) -> Progress:
    """Finished and not yet, for the learners that the organisation has today."""
    memberships = learners_of(organisation)
    people = [membership.user_id for membership in memberships]
    finished_on = {
        status.user_id: status.finished_on
        for status in ModuleStatus.objects.of_people(people).of_module(module_key).finished()
        if status.finished_on is not None
    }
    aside = asides_of(organisation, module_key)
    started = ModuleStatus.objects.of_people(people).of_module(module_key).underway().exclude(user__in=list(aside)).count()
    return Progress(
        colleagues=[colleague(one, one.user_id in finished_on, aside=aside.get(one.user_id, "")) for one in memberships],
        underway=safe_underway(started, len(people) - len(finished_on) - len(set(aside) - set(finished_on))),
        months=months_until(today or date.today(), list(finished_on.values())),
    )


def finished_pairs(organisation: Organisation, module_keys: Sequence[str]) -> tuple[list[Membership], set[tuple[int, str]]]:
    """For a list of all modules: the learners, and (person, module) for each that is finished."""
    memberships = learners_of(organisation)
    people = [membership.user_id for membership in memberships]
    done = ModuleStatus.objects.of_people(people).finished().filter(module_key__in=module_keys)
    return memberships, set(done.values_list("user_id", "module_key"))


def asides_of(organisation: Organisation, module_key: str) -> dict[int, str]:
    """Who is on leave or need not take a module, in words."""
    rows = SetAside.objects.filter(organisation=organisation, module_key__in=["", module_key]).order_by("-kind")
    return {row.user_id: row.get_kind_display() for row in rows}


def follow_up_of(organisation: Organisation, module_key: str, *, today: date | None = None) -> tuple[int, int] | None:
    """(had such a talk, said no) three months on, of the last whole quarter; None where either is under five.

    A quarter is shown once it is over and never changes afterwards, so two looks cannot be compared to find one answer.
    """
    today = today or date.today()
    year, quarter = (today.year, (today.month - 1) // 3) if today.month > 3 else (today.year - 1, 4)
    rows = FollowUp.objects.filter(organisation=organisation, module_key=module_key, quarter=f"{year}-{quarter}")
    times = dict(rows.values_list("choice", "times"))
    yes, no = times.get("had-yes", 0), times.get("had-no", 0)
    return (yes, no) if min(yes, no) >= SMALL else None


def colleague(membership: Membership, finished: bool, *, aside: str = "") -> Colleague:
    return Colleague(
        name=membership.user.get_full_name(),
        email=membership.user.email,
        teams=tuple(team.name for team in membership.teams.all()),
        finished=finished,
        aside=aside,
    )


def safe_underway(started: int, not_yet: int) -> int | None:
    """How many of "not yet" began, unless that says of each of them whether they did, or the group is small."""
    return started if not_yet >= SMALL and 0 < started < not_yet else None


def months_until(today: date, days: Sequence[date]) -> list[Month]:
    """The last twelve months, oldest first, each with how many were finished by its end."""
    months = []
    year, month = today.year, today.month
    for _ in range(MONTHS):
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        months.append(Month(first_day=first, finished=sum(day < after for day in days)))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return months[::-1]
