"""A list of colleagues as a table (CSV), read line by line: every fault gets its line number and a plain sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from .enums import LearnerFunction, Role
from .models import Membership, Organisation

MOST_LINES = 20_000
MOST_NAME, MOST_EMAIL, MOST_TEAM = 150, 254, 80  # characters: what the tables hold
COLUMNS = {
    "naam": "name", "name": "name",
    "e-mail": "email", "email": "email", "e-mailadres": "email", "mail": "email",
    "rol": "role", "role": "role",
    "team": "team", "teams": "team",
    "functie": "function", "functies": "function", "function": "function",
}  # fmt: skip


class UnreadableListError(ValueError):
    """The file is no list of colleagues; the message says why, in plain words."""


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One line of the list."""

    line: int
    name: str
    email: str
    role: str
    teams: tuple[str, ...]
    functions: tuple[str, ...]
    renames: bool = True  # False for somebody who also belongs to another organisation: no list of ours renames them


@dataclass(frozen=True, kw_only=True)
class Fault:
    line: int
    sentence: str


@dataclass(kw_only=True)
class Plan:
    """What an import would do. Nothing happens before it is confirmed, and nothing at all while there are faults."""

    new: list[Colleague] = field(default_factory=list)
    changed: list[Colleague] = field(default_factory=list)
    moved: list[Colleague] = field(default_factory=list)
    same: list[Colleague] = field(default_factory=list)
    left: list[Membership] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def wanted(self) -> list[Colleague]:
        return [*self.new, *self.changed, *self.moved]


def decode(raw: bytes) -> str:
    """The text of a file as Excel, Numbers or a school system writes it. Raises UnreadableListError."""
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableListError(_("Dit is geen tekstbestand. Sla de lijst op als csv."))
    for encoding in ("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableListError(_("De letters in dit bestand kan ik niet lezen. Sla de lijst op als csv (UTF-8)."))


def read_people(raw: bytes, roles: Sequence[Role]) -> tuple[list[Colleague], list[Fault]]:
    """The colleagues in a file, and every line that is wrong. Raises UnreadableListError."""
    text = decode(raw)
    header = text.splitlines()[0] if text.strip() else ""
    delimiter = max(";,\t", key=header.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        names = [COLUMNS.get(cell.strip().lower(), "") for cell in next(rows, [])]
        # `line_num` is the last line of a row: what a spreadsheet and an editor show, also after a name on two lines.
        lines = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UnreadableListError(_("Dit bestand heeft geen regels en kolommen. Sla de lijst op als csv.")) from error
    if not {"name", "email"} <= set(names):
        raise UnreadableListError(_("Ik mis de kolommen naam en e-mail. Zet ze op de eerste regel."))
    if len(lines) > MOST_LINES:
        raise UnreadableListError(_("Deze lijst heeft meer dan 20.000 regels. Dat is te veel voor één school."))
    return _colleagues(names, lines, roles)


def _colleagues(
    names: list[str], lines: Iterable[tuple[int, list[str]]], roles: Sequence[Role]
) -> tuple[list[Colleague], list[Fault]]:
    found: list[Colleague] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in lines:
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        try:
            colleague = _colleague(number, row, roles)
        except ValueError as error:
            faults.append(Fault(line=number, sentence=str(error)))
            continue
        key = (colleague.email, colleague.role)
        if key in seen:
            faults.append(
                Fault(line=number, sentence=_("Dit adres staat met dezelfde rol ook op regel %(line)s.") % {"line": seen[key]})
            )
            continue
        seen[key] = number
        found.append(colleague)
    return found, faults


def _colleague(number: int, row: dict[str, str], roles: Sequence[Role]) -> Colleague:
    name, email = row.get("name", ""), row.get("email", "").lower()
    if not name:
        raise ValueError(_("De naam ontbreekt."))
    if name[0] in "=+@" or email[:1] in {"=", "+", "@"}:
        raise ValueError(_("Hier staat een formule in plaats van een naam of adres."))
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValueError(_("“%(email)s” is geen e-mailadres.") % {"email": email[:80]}) from error
    teams = tuple(part.strip() for part in row.get("team", "").split("|") if part.strip())
    if len(name) > MOST_NAME or len(email) > MOST_EMAIL or any(len(team) > MOST_TEAM for team in teams):
        raise ValueError(_("De naam, het adres of het team is te lang."))
    return Colleague(
        line=number,
        name=name,
        email=email,
        role=_role(row.get("role", ""), roles),
        teams=teams,
        functions=_functions(row.get("function", "")),
    )


def _role(text: str, roles: Sequence[Role]) -> str:
    if not text:
        return Role.LEARNER.value
    wanted = text.strip().lower()
    for role in roles:
        if wanted in {role.value, str(role.label).lower()}:
            return role.value
    choices = ", ".join(str(role.label) for role in roles)
    raise ValueError(
        _("De rol “%(role)s” kun jij hier niet geven. Kies uit: %(choices)s.") % {"role": text[:40], "choices": choices}
    )


def _functions(text: str) -> tuple[str, ...]:
    known = {str(choice.label).lower(): choice.value for choice in LearnerFunction} | {
        choice.value: choice.value for choice in LearnerFunction
    }
    found = []
    for part in (part.strip() for part in text.split("|")):
        if not part:
            continue
        if part.lower() not in known:
            raise ValueError(_("De functie “%(function)s” ken ik niet.") % {"function": part[:40]})
        found.append(known[part.lower()])
    return tuple(found)


def plan_import(organisation: Organisation, raw: bytes, roles: Sequence[Role]) -> Plan:
    """Compare a file with who is there. Raises UnreadableListError."""
    colleagues, faults = read_people(raw, roles)
    plan = Plan(faults=faults)
    memberships = organisation.memberships.open().select_related("user").prefetch_related("teams")
    there = {(row.user.email.lower(), row.role): row for row in memberships}
    elsewhere = set(
        Membership.objects.open().filter(user__in=organisation.memberships.values("user")).exclude(organisation=organisation)
        .values_list("user_id", flat=True)
    )  # fmt: skip
    for colleague in colleagues:
        _sort(plan, colleague, there.get((colleague.email, colleague.role)), elsewhere)
    listed = {(colleague.email, colleague.role) for colleague in colleagues}
    given = {role for _email, role in listed}
    plan.left = [
        row for key, row in sorted(there.items()) if key not in listed and row.role in given & {role.value for role in roles}
    ]
    return plan


def _sort(plan: Plan, colleague: Colleague, row: Any, elsewhere: Collection[int]) -> None:
    if row is None:
        plan.new.append(colleague)
        return
    if row.user_id in elsewhere:
        colleague = replace(colleague, renames=False)
    renamed = colleague.renames and colleague.name != row.user.name
    teams = {team.name for team in row.teams.all()}
    if colleague.teams and set(colleague.teams) != teams:
        plan.moved.append(colleague)
    elif (colleague.functions and set(colleague.functions) != set(row.functions)) or renamed:
        plan.changed.append(colleague)
    else:
        plan.same.append(colleague)
