from __future__ import annotations

from typing import Any

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.permissions import has_role, has_role_anywhere


def user_can_see_insights(user: Any, organisation: Organisation) -> bool:
    """A coordinator sees who of the own organisation finished; no role covers another organisation."""
    return has_role(user, Role.COORDINATOR, organisation)


def user_can_see_quiz_items(user: Any) -> bool:
    """A trainer sees how questions go over all learners together, for quizzes of the region and the covered organisations."""
    return has_role_anywhere(user, Role.TRAINER)
