"""Who may, as functions. Each docstring is the rule in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gehoord.core.registry import Grant
from gehoord.organisations.enums import FORM_KINDS, REGION_WIDE_KINDS, OrganisationKind, Role
from gehoord.organisations.held import open_memberships
from gehoord.organisations.models import Organisation
from gehoord.organisations.permissions import has_role, has_role_anywhere

from .models import Report
from .vault import OpenVault


def user_can_use_desk(user: Any) -> bool:
    """The desk is for advisers with an open membership; a superuser is no adviser."""
    return has_role_anywhere(user, Role.ADVISER)


def user_can_see_waiting(user: Any, organisation: Any) -> bool:
    """A coordinator of a school learns that somebody waits too long, and nothing else."""
    return has_role(user, Role.COORDINATOR, organisation)


def user_can_open(vault: OpenVault, report: Report) -> bool:
    """A report opens for an adviser of its organisation with an unlocked key that it is sealed to."""
    if vault.key.organisation_id != report.organisation_id:
        return False
    return Report.objects.visible_to(vault.key.user).filter(pk=report.pk).exists()


def schools_to_tell_for(user: Any) -> list[Organisation]:
    """A colleague writes down for students of the own school or bureau; who works for the municipality, of the whole region."""
    own = Organisation.objects.filter(pk__in=user.memberships.open().values("organisation"))
    with_form = own.with_form()
    wider = own.exclude(pk__in=with_form)
    schools = Organisation.objects.schools().filter(region__in=wider.values("region"))
    return list((with_form | Organisation.objects.filter(pk__in=schools)).distinct().order_by("name"))


def user_can_see_figures(user: Any, organisation: Organisation) -> bool:
    """A school's coordinator sees its published figures, and so does an adviser of that school."""
    return has_role(user, Role.COORDINATOR, organisation) or has_role(user, Role.ADVISER, organisation)


def user_can_open_figures(user: Any, organisation: Organisation) -> bool:
    """A school's coordinator decides whether everybody may see its figures."""
    return has_role(user, Role.COORDINATOR, organisation)


# ---------------------------------------------------------------- what the menu shows, from what the request has read already


def _open_roles(user: Any) -> list[tuple[str, str]]:
    """Role and kind of organisation of each open membership: for the person of the request no query more."""
    return [(membership.role, membership.organisation.kind) for membership in open_memberships(user)]


def menu_shows_desk(user: Any) -> bool:
    """The desk, to advisers."""
    return any(role == Role.ADVISER for role, _kind in _open_roles(user))


def menu_shows_form_settings(user: Any) -> bool:
    """The form's settings, to administrators of an organisation with a form, or of the whole region."""
    kinds = FORM_KINDS | REGION_WIDE_KINDS
    return any(role == Role.ADMINISTRATOR and kind in kinds for role, kind in _open_roles(user))


def menu_shows_for_student(user: Any) -> bool:
    """Writing down for a student, to everybody with a role."""
    return bool(_open_roles(user))


def cms_grants(organisation: Any, role: str) -> Iterable[Grant]:
    """The guide is the whole region's: trainers of the bureau and editors of the cooperation may change its texts."""
    writes = {(OrganisationKind.BUREAU, Role.TRAINER), (OrganisationKind.COOPERATION, Role.EDITOR)}
    if (organisation.kind, role) in writes:
        return [Grant(codename="reporting.change_guidetext"), Grant(codename="reporting.view_guidetext")]
    return []
