"""One mail: a friendly reminder of a module, with the way to say "not now"."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoord.core.outbox import Mail
from gehoord.organisations.models import Organisation
from learning.catalogue.queries import FrozenModule, modules_of
from learning.completion.enums import ModuleState
from learning.completion.models import ModuleStatus

SALT = "insights.no_reminder"


def off_address(user_id: int, module_key: str) -> str:
    """The address that says "not now" to one module without signing in; it can do nothing else."""
    return settings.BASE_URL + reverse("insights:no_reminder", args=[signing.dumps([user_id, module_key], salt=SALT)])


def whose_reminder(token: str) -> tuple[int, str] | None:
    """Person and module of such an address; None for one that we did not make."""
    try:
        user_id, module_key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return int(user_id), str(module_key)


def reminder_text(*, name: str, module: FrozenModule, organisation: Organisation, off: str) -> tuple[str, str]:
    """Subject and body: the preview shows the same words as the mail."""
    body = _(
        "Dag %(name)s,\n\nEr staat een korte training voor je klaar: “%(module)s”. %(lead)s\n\nHet kost ongeveer %(minutes)s minuten. "
        "Je kunt stoppen en later verdergaan. Je school ziet alleen of je klaar bent.\n%(url)s\n\n"
        "Komt het nu niet uit? Dan is dat goed. Met één klik krijg je hier geen herinnering meer over:\n%(off)s\n\n%(school)s"
    )
    return _("Een training die klaarstaat: %(module)s") % {"module": module.title}, body % {
        "name": name,
        "module": module.title,
        "lead": module.lead,
        "minutes": module.minutes,
        "url": settings.BASE_URL + reverse("progress:module", args=[module.key]),
        "off": off,
        "school": organisation.name,
    }


def compose_reminder(message: Any) -> Mail | None:
    """Nothing for who finished meanwhile or said "not now"."""
    organisation = Organisation.objects.filter(pk=message.context.get("organisation")).first()
    module_key = message.context.get("module")
    status = ModuleStatus.objects.filter(user=message.account, module_key=module_key).first()
    if organisation is None or (status is not None and (status.not_now or status.state == ModuleState.FINISHED)):
        return None
    module = next((one for one in modules_of(organisation) if one.key == module_key and one.is_open), None)
    if module is None:
        return None
    off = off_address(message.account.pk, module.key)
    subject, body = reminder_text(name=message.account.get_full_name(), module=module, organisation=organisation, off=off)
    headers = {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Mail(subject=subject, body=body, headers=headers)
