"""How allauth is fitted to this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from gehoord.core.small_secrets import open_small, seal_small


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people come by invitation or import."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wiring:after_sign_in")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sign-in mails go at once and never through the outbox: a code does not belong in a table."""
        user = context.get("user")
        with translation.override(user.language if user is not None else translation.get_language()):
            super().send_mail(template_prefix, email, context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A provider signs in people who are known, and makes nobody."""
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """A provider's secret lies sealed in its row; it is opened for the request that uses it."""
        apps: list[Any] = super().list_apps(request, provider=provider, client_id=client_id)
        for app in apps:
            if app.secret:
                app.secret = open_small(app.secret)
        return apps


class MFAAdapter(DefaultMFAAdapter):
    """allauth keeps TOTP secrets in clear unless told otherwise."""

    def encrypt(self, text: str) -> str:
        return seal_small(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_small(encrypted_text)
