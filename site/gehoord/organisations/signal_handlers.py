"""Signing in is accepting an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in

from .services import accept_invitations


def accept_on_sign_in(sender: Any, user: Any, **_: Any) -> None:
    accept_invitations(user=user)


def connect() -> None:
    """Called once, when the app is ready."""
    user_logged_in.connect(accept_on_sign_in, dispatch_uid="organisations.accept_invitations", weak=False)
