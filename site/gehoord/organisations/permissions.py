"""Who may, as functions. Each docstring is the rule in one sentence."""

from __future__ import annotations

from typing import Any

from .enums import CMS_ROLES, SECOND_FACTOR_ROLES, Role
from .held import asks_once, holding
from .models import Organisation


def has_role(user: Any, role: Role, organisation: Organisation) -> bool:
    """Somebody has a role in an organisation by an open membership there, or region-wide where the role allows."""
    return Organisation.objects.where(user, role).filter(pk=organisation.pk).exists()


def has_role_anywhere(user: Any, *roles: Role) -> bool:
    """Somebody has one of these roles by any open membership."""
    if asks_once(user):
        return bool(holding(user, roles))
    return bool(user.is_authenticated) and user.is_active and user.memberships.open().filter(role__in=roles).exists()


def user_needs_second_factor(user: Any) -> bool:
    """Advisers, coordinators, trainers, editors, administrators and superusers must prove a second factor."""
    return bool(user.is_authenticated) and (user.is_superuser or has_role_anywhere(user, *SECOND_FACTOR_ROLES))


def user_can_use_cms(user: Any) -> bool:
    """Trainers, editors, administrators and superusers work in the CMS."""
    return bool(user.is_authenticated) and (user.is_superuser or has_role_anywhere(user, *CMS_ROLES))


def user_can_manage_people(user: Any, organisation: Organisation) -> bool:
    """Administrators manage the people of their organisation; coordinators invite and import learners (see services)."""
    return has_role(user, Role.ADMINISTRATOR, organisation)
