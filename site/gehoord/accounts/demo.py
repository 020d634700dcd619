"""One-time sign-in for demo people, in development and tests only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.utils.http import base36_to_int, int_to_base36

from .models import User
from .second_factor import DEMO_MARK


class _DemoTokens(PasswordResetTokenGenerator):
    """Dies at first use: it covers the moment of the last sign-in."""

    key_salt = "gehoord.accounts.demo"


class DemoTokenError(Exception):
    """The address was used already, is too old, or is not of a demo person."""


def make_token(user: User) -> str:
    """Part of an address that signs this demo person in, once."""
    if not (settings.DEMO_PEOPLE and user.is_demo):
        raise DemoTokenError
    return f"{int_to_base36(user.pk)}.{_DemoTokens().make_token(user)}"


def sign_in(request: HttpRequest, token: str) -> User:
    """Sign the demo person in, both factors proven. Raises DemoTokenError."""
    number, _, proof = token.partition(".")
    try:
        user = User.objects.get(pk=base36_to_int(number))
    except (ValueError, User.DoesNotExist) as error:
        raise DemoTokenError from error
    if not (settings.DEMO_PEOPLE and user.is_demo and user.is_active and _DemoTokens().check_token(user, proof)):
        raise DemoTokenError
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEMO_MARK] = True
    return user
