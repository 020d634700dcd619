"""Signing in is allauth's; only reading who is signed in is quicker."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from gehoord.core.prepared import Prepared

from .models import User

_by_pk = Prepared(lambda pk: User.objects.filter(pk=pk), int)


class AuthenticationBackend(AllauthBackend):
    """allauth's, with the person of a session read by a query that is compiled once."""

    def get_user(self, user_id: Any) -> User | None:
        user: User | None = _by_pk.first(int(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None
