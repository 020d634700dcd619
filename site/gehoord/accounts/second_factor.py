"""Whether this session proved a second factor. Who *needs* one is the organisations room's rule."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

DEMO_MARK = "gehoord_demo_both_factors"
# Where somebody was going when a second factor was asked for.
ONWARD = "gehoord_onward"


def is_proven(request: HttpRequest) -> bool:
    """True when this session was opened or confirmed with TOTP, a passkey or a recovery code (never by OIDC alone)."""
    if settings.DEMO_PEOPLE and request.session.get(DEMO_MARK):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def is_set_up(user: object) -> bool:
    """True when the person has a second factor to prove."""
    return bool(is_mfa_enabled(user))
