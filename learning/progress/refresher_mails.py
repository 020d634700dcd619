"""The two mails of refreshers. Plain, one purpose each, and off in one click."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoord.core.outbox import Mail
from learning.catalogue.queries import REFRESHERS, modules_for, refreshers_for

from .models import Attempt
from .own_models import Refresher
from .permissions import learning_organisations

SALT = "progress.refreshers_off"


def off_address(user: Any) -> str:
    """The address that turns refreshers off without signing in; it can do nothing else."""
    return settings.BASE_URL + reverse("progress:refreshers_off", args=[signing.dumps(user.pk, salt=SALT)])


def person_of(token: str) -> int | None:
    """Whose address it is; None for one that we did not make."""
    try:
        found: int = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return found


def compose_refresher(message: Any) -> Mail | None:
    row = _row(message)
    organisations = learning_organisations(message.account) if row is not None else []
    shelf = refreshers_for(organisations)
    step = next((step for step in shelf.steps if row is not None and step.key == row.step_key), None)
    if row is None or step is None:
        return None
    opening = ngettext(
        "%(weeks)s week geleden was je klaar met “%(module)s”.",
        "%(weeks)s weken geleden was je klaar met “%(module)s”.",
        row.weeks,
    ) % {"weeks": row.weeks, "module": _title(row, organisations)}
    taken = _take_along(row)
    address = settings.BASE_URL + reverse("progress:step", args=[REFRESHERS, step.key])
    lines = [
        opening,
        _("Toen nam je deze zin mee: “%(sentence)s”") % {"sentence": taken} if taken else "",
        _(
            "Heb je drie minuten? Er staat een kort gesprek voor je klaar: één zin van een student, één antwoord van jou.\n%(url)s"
        )
        % {"url": address},
        _("Geen tijd? Dan niet. Niemand ziet of je dit doet."),
    ]
    return _mail(message, step.title, lines)


def compose_follow_up(message: Any) -> Mail | None:
    row = _row(message)
    if row is None or row.is_answered:
        return None
    organisations = learning_organisations(message.account)
    lines = [
        _("Drie maanden geleden was je klaar met “%(module)s”. We zijn benieuwd of je er iets aan had.")
        % {"module": _title(row, organisations)},
        _("Het zijn twee vragen, zonder naam. Alleen het totaal van veel mensen samen is te zien.\n%(url)s")
        % {"url": settings.BASE_URL + reverse("progress:follow_up", args=[row.pk])},
    ]
    return _mail(message, _("Twee vragen, na drie maanden"), lines)


def _row(message: Any) -> Refresher | None:
    """The refresher, unless its learner said meanwhile that they want none."""
    rows = Refresher.objects.filter(pk=message.context.get("refresher"), user=message.account)
    return rows.exclude(user__refresher_wish__is_off=True).first()


def _title(row: Refresher, organisations: Any) -> str:
    return next((module.title for module in modules_for(organisations) if module.key == row.module_key), row.module_key)


def _take_along(row: Refresher) -> str:
    """The learner's own newest sentence of that module."""
    attempts = Attempt.objects.finished().filter(user=row.user_id, module_key=row.module_key).exclude(take_along_sealed="")
    newest = attempts.order_by("-ended_at", "-pk").first()
    return newest.take_along if newest is not None else ""


def _mail(message: Any, subject: str, lines: list[str]) -> Mail:
    off = off_address(message.account)
    body = [
        _("Dag %(name)s,") % {"name": message.account.get_full_name()},
        *(line for line in lines if line),
        _("Liever geen opfrissers meer? Eén klik:\n%(url)s") % {"url": off},
    ]
    # RFC 8058: a mail program may offer its own button, which posts there.
    headers = {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Mail(subject=subject, body="\n\n".join(body), headers=headers)
