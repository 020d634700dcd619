"""The school's own sign-in (OIDC): who may come in by it, and how somebody's account there is linked for the first time.

A provider signs in only people with a role in its organisation. They are known by issuer and subject; the first link is
made from an invitation or by somebody who is signed in, never because an e-mail address is the same. It is never a
second factor.
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from gehoord.accounts.adapters import SocialAccountAdapter
from gehoord.core import audit

from .models import SignInProvider
from .notifications import invitation_of

INVITED = "gehoord_invitation"


def remember_invitation(request: HttpRequest, token: str) -> None:
    """The invitation whose page this person is looking at: it may make the first link."""
    request.session[INVITED] = token


def has_role_at(user: Any, provider: SignInProvider) -> bool:
    """Whether somebody has an open role in the organisation of a provider."""
    return bool(user.is_active) and user.memberships.open().filter(organisation=provider.organisation_id).exists()


class SchoolDoorAdapter(SocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The provider knows who somebody is; whether that person may come in, is decided here."""
        account = sociallogin.account
        provider = SignInProvider.objects.filter(provider_id=account.provider).select_related("organisation").first()
        claims = account.extra_data
        issuer = (claims.get("id_token") or {}).get("iss", "")
        if provider is None or not provider.issuer or issuer != provider.issuer:
            self._refuse(request, _("Deze inlog hoort bij geen school die meedoet."))
        email = (claims.get("userinfo") or claims.get("id_token") or {}).get("email", "")
        # What else the school's provider tells (name, groups, classes) is not ours to keep.
        account.extra_data = {"iss": issuer}
        if account.pk:
            account.save(update_fields=["extra_data"])
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            self._check_role(request, request.user, provider)
        elif sociallogin.is_existing:
            self._check_role(request, sociallogin.user, provider)
        else:
            self._link_by_invitation(request, sociallogin, provider, email)

    def list_providers(self, request: HttpRequest) -> list[Any]:
        """Somebody who is signed in is offered the doors of the own organisations; everybody else all of them."""
        found = super().list_providers(request)
        if request is None or not request.user.is_authenticated:
            return found
        own = request.user.memberships.open().values("organisation")
        keys = set(SignInProvider.objects.filter(organisation__in=own).values_list("provider_id", flat=True))
        return [provider for provider in found if provider.app.provider_id in keys]

    def _link_by_invitation(self, request: HttpRequest, sociallogin: Any, provider: SignInProvider, email: str) -> None:
        """The first link of somebody who came by the link in the mail. A forwarded mail links nobody else."""
        invitation = invitation_of(request.session.get(INVITED, ""))
        if invitation is None or invitation.membership.organisation_id != provider.organisation_id:
            self._refuse(
                request,
                _(
                    "Je account van school is hier nog niet gekoppeld. Log één keer in met een code per mail, en koppel het daarna."
                ),
            )
        user = invitation.membership.user
        if email and email.strip().lower() != user.email:
            self._refuse(request, _("Deze uitnodiging is voor een ander e-mailadres dan dat van je account van school."))
        sociallogin.connect(request, user)
        request.session.pop(INVITED, None)
        audit.record(
            by=user, action="organisations.school_door_linked", target=invitation.membership,
            organisation_id=provider.organisation_id,
        )  # fmt: skip

    def _check_role(self, request: HttpRequest, user: Any, provider: SignInProvider | None) -> None:
        if provider is None or not has_role_at(user, provider):
            self._refuse(request, _("Je hebt geen rol bij deze school. Vraag het de beheerder van Gehoord daar."))

    def _refuse(self, request: HttpRequest, reason: str) -> NoReturn:
        raise ImmediateHttpResponse(render(request, "organisations/door_closed.html", {"reason": reason}, status=403))
