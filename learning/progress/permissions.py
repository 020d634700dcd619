"""Who may, as functions. Each docstring is the rule in one sentence."""

from __future__ import annotations

from typing import Any

from gehoord.organisations.enums import Role
from gehoord.organisations.held import covered_regions, holding, organisations_of
from gehoord.organisations.models import Organisation
from gehoord.organisations.permissions import has_role_anywhere

LEARNING_ROLES = (Role.LEARNER, Role.TRAINER)


def user_can_learn(user: Any) -> bool:
    """Somebody with an open membership as learner takes training; a trainer takes it too, as somebody like any other."""
    return has_role_anywhere(user, *LEARNING_ROLES)


def learning_organisations(user: Any) -> list[Organisation]:
    """The organisations whose modules somebody may take: of the memberships as learner, and all that a trainer covers."""
    held = holding(user, LEARNING_ROLES)
    if not covered_regions(held):
        return organisations_of(held)
    return list(Organisation.objects.where(user, *LEARNING_ROLES).select_related("region"))


def user_can_mark(user: Any) -> bool:
    """A trainer reads and answers texts that learners of the covered organisations sent; never the own ones."""
    return has_role_anywhere(user, Role.TRAINER)
