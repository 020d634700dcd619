"""Who may, as functions. Each docstring is the rule in one sentence."""

from __future__ import annotations

from typing import Any

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.permissions import has_role_anywhere

from .models import Report
from .vault import OpenVault


def user_can_use_desk(user: Any) -> bool:
    """The desk is for advisers with an open membership; a superuser is no adviser."""
    return has_role_anywhere(user, Role.ADVISER)


def user_can_open(vault: OpenVault, report: Report) -> bool:
    """A report opens for an adviser of its organisation with an unlocked key that it is sealed to."""
    if vault.key.organisation_id != report.organisation_id:
        return False
    return Report.objects.visible_to(vault.key.user).filter(pk=report.pk).exists()


def user_can_set_form(user: Any) -> bool:
    """Administrators of a school or bureau set which sites show its form."""
    return Organisation.objects.where(user, Role.ADMINISTRATOR).with_form().exists()
