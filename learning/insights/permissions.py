from __future__ import annotations

from typing import Any

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.permissions import has_role


def user_can_see_insights(user: Any, organisation: Organisation) -> bool:
    """A coordinator sees who of the own organisation finished; no role covers another organisation."""
    return has_role(user, Role.COORDINATOR, organisation)
