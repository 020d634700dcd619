"""Which OIDC provider belongs to which organisation."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.db import transaction

from gehoord.core import audit
from gehoord.core.small_secrets import seal_small
from gehoord.organisations.models import Organisation, SignInProvider


@transaction.atomic
def save_sign_in_provider(
    *, organisation: Organisation, issuer: str, client_id: str, secret: str, label: str, by: Any
) -> SignInProvider:
    """Give an organisation its own sign-in, or change it. Another issuer is another door: its links are forgotten."""
    former = SignInProvider.objects.filter(organisation=organisation).first()
    if former is not None and former.issuer != issuer:
        SocialAccount.objects.filter(provider=former.provider_id).delete()
    SocialApp.objects.update_or_create(
        provider="openid_connect", provider_id=organisation.slug,
        defaults={
            "name": label, "client_id": client_id, "secret": seal_small(secret),
            "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
        },
    )  # fmt: skip
    found, _ = SignInProvider.objects.update_or_create(
        organisation=organisation, defaults={"provider_id": organisation.slug, "button_label": label, "issuer": issuer}
    )
    audit.record(by=by, action="organisations.school_door_saved", target=found, organisation_id=organisation.pk)
    return found


@transaction.atomic
def delete_sign_in_provider(*, organisation: Organisation, by: Any) -> None:
    """Take the own sign-in away, with every link that was made by it. A code by e-mail keeps working."""
    for provider in SignInProvider.objects.filter(organisation=organisation):
        SocialAccount.objects.filter(provider=provider.provider_id).delete()
        SocialApp.objects.filter(provider_id=provider.provider_id).delete()
        audit.record(by=by, action="organisations.school_door_deleted", target=provider, organisation_id=organisation.pk)
        provider.delete()
