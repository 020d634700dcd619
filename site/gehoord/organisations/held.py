"""The roles somebody holds today, asked once for the person whose request it is.

A signed-in page asks "may this person …?" a dozen times: for the second factor, for each entry of the menu, for its own
door. For the person of the request the open memberships are read once and looked at in Python; for anybody else each
question is a query of its own, since nobody knows how long such an object lives.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from gehoord.core.prepared import Prepared

from .enums import REGION_WIDE_KINDS, REGION_WIDE_ROLES, Role

if TYPE_CHECKING:
    from .models import Membership, Organisation

_MARK = "_open_memberships"


def _memberships(user_id: int) -> list[Membership]:
    return _of_user()(user_id)


@cache
def _of_user() -> Prepared:
    from .models import Membership

    return Prepared(lambda user_id: Membership.objects.filter(user_id=user_id).select_related("organisation__region"), int)


def ask_once(user: Any) -> None:
    """From here on this object's memberships are read once. Only for the person of a request."""
    if user.is_authenticated and not hasattr(user, _MARK):
        setattr(user, _MARK, None)


def asks_once(user: Any) -> bool:
    return hasattr(user, _MARK)


def open_memberships(user: Any) -> list[Membership]:
    """The memberships that hold today, with their organisations; none for somebody who may not sign in any more."""
    if not user.is_authenticated or not user.is_active:
        return []
    found: list[Membership] | None = getattr(user, _MARK, None)
    if found is None:
        today = date.today()
        found = [membership for membership in _memberships(user.pk) if membership.holds_on(today)]
        if asks_once(user):
            setattr(user, _MARK, found)
    return found


def holding(user: Any, roles: Iterable[Role]) -> list[Membership]:
    """The open memberships in one of these roles."""
    wanted = set(roles)
    return [membership for membership in open_memberships(user) if membership.role in wanted]


def covered_regions(memberships: Iterable[Membership]) -> set[int]:
    """The regions that these memberships cover as a whole."""
    return {
        membership.organisation.region_id
        for membership in memberships
        if membership.role in REGION_WIDE_ROLES and membership.organisation.kind in REGION_WIDE_KINDS
    }


def organisations_of(memberships: Iterable[Membership]) -> list[Organisation]:
    """The organisations of these memberships, each once, by name."""
    found = {membership.organisation_id: membership.organisation for membership in memberships}
    return sorted(found.values(), key=lambda organisation: (organisation.name, organisation.pk))
