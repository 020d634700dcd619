"""One mail: a certificate ends, and the module can be taken again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gehoord.core.outbox import Mail

from .models import Certificate


def compose_ending(message: Any) -> Mail | None:
    certificate = Certificate.objects.filter(pk=message.context.get("certificate"), user=message.account).first()
    if certificate is None or certificate.valid_until is None:
        return None
    body = _(
        "Dag %(name)s,\n\nJe certificaat van “%(module)s” is geldig tot %(day)s. Wil je het verlengen? Doe de module dan nog "
        "een keer. Dat kost minder tijd dan de eerste keer, en je krijgt een nieuw certificaat.\n%(url)s\n\n"
        "Wil je dat niet? Dan hoef je niets te doen."
    )
    return Mail(
        subject=_("Je certificaat loopt af"),
        body=body
        % {
            "name": certificate.name,
            "module": certificate.module,
            "day": date_format(certificate.valid_until, "j F Y"),
            "url": settings.BASE_URL + reverse("certificates:mine"),
        },
    )
