"""What follows from allauth's own signals."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def count_first_factor_as_proof(sender: Any, request: Any, user: Any, authenticator: Authenticator, **_: Any) -> None:
    """Who sets up a first second factor just proved to have it: the next page does not ask for it once more.

    Only the first: whoever has one already proves that one.
    """
    if authenticator.type not in FACTORS:
        return
    if not Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk).exists():
        record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)


def connect() -> None:
    """Called once, when the app is ready."""
    authenticator_added.connect(count_first_factor_as_proof, dispatch_uid="accounts.first_factor", weak=False)
