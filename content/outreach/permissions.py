"""Who may edit displays, paper and places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import ModelPermissionPolicy

from gehoord.organisations.permissions import has_role_anywhere

from .queries import EDITING, edited_by

ACTIONS = frozenset({"add", "change", "delete", "view"})


def user_can_edit_outreach(user: Any) -> bool:
    """Editors and administrators edit what hangs in their halls; a superuser without a role edits nothing."""
    return bool(user.is_authenticated) and has_role_anywhere(user, *EDITING)


class OwnSchoolPolicy(ModelPermissionPolicy):
    """Each school edits its own; those of the bureau or the cooperation edit all of the region."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ACTIONS and user_can_edit_outreach(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action in ACTIONS and edited_by(user).filter(pk=instance.organisation_id).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        return self.model._default_manager.filter(organisation__in=edited_by(user))
