"""Mails of this room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoord.core.outbox import Mail

from .enums import ROLE_SENTENCES, SECOND_FACTOR_ROLES, Role
from .models import Invitation

SALT = "organisations.invitation"
VALID_FOR = 30 * 24 * 3600  # seconds


def invitation_token(invitation: Invitation) -> str:
    """Part of the address in the mail; it names the invitation and the moment at which it was last sent."""
    return signing.dumps([invitation.pk, int(invitation.sent_at.timestamp())], salt=SALT)


def invitation_of(token: str) -> Invitation | None:
    """The waiting invitation that a token names, or None: too old, sent again since, withdrawn, accepted."""
    try:
        number, sent = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Invitation.objects.waiting().filter(pk=number)
    invitation = found.select_related("membership__user", "membership__organisation__sign_in_provider").first()
    return invitation if invitation is not None and int(invitation.sent_at.timestamp()) == sent else None


def compose_invitation(message: Any) -> Mail | None:
    """Who invites you for what, and one link. Not needed any more when it was accepted or withdrawn meanwhile."""
    found = Invitation.objects.waiting().filter(pk=message.context.get("invitation"))
    invitation = found.select_related("membership__user", "membership__organisation", "invited_by").first()
    if invitation is None:
        return None
    membership = invitation.membership
    role = Role(membership.role)
    lines = [
        _("Dag %(name)s,") % {"name": membership.user.get_full_name()},
        _("%(organisation)s werkt met Gehoord: hier vertellen studenten over stagediscriminatie, en leren collega's hoe je dan luistert.")
        % {"organisation": membership.organisation.name},
        _("Jij doet mee als %(role)s. %(sentence)s") % {"role": role.label, "sentence": ROLE_SENTENCES[role]},
        _("Begin hier:"),
        settings.BASE_URL + reverse("organisations:invitation", args=[invitation_token(invitation)]),
        _("Een wachtwoord heb je niet nodig. Je krijgt steeds een code in je mail."),
    ]  # fmt: skip
    if role in SECOND_FACTOR_ROLES:
        lines.append(_("Houd je telefoon erbij: voor jouw rol stel je één keer een tweede stap in."))
    lines.append(_("De link werkt 30 dagen. Klopt dit niet? Dan hoef je niets te doen."))
    lines.append(_("Groet van Gehoord"))
    return Mail(
        subject=_("%(organisation)s nodigt je uit voor Gehoord") % {"organisation": membership.organisation.called},
        body="\n\n".join(lines) + "\n",
    )
