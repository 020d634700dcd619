from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Comment

from gehoord.core.models import OutboxMessage
from gehoord.core.outbox import Mail

from .errors import NotFreezableError
from .freezing import content_of
from .models import CataloguePage, ScenarioPage
from .permissions import user_can_see_catalogue_page


def compose_not_frozen(message: OutboxMessage) -> Mail | None:
    """Tell the author that learners still follow the former version, and what to mend."""
    from wagtail.models import Page

    found = Page.objects.filter(pk=message.context.get("page")).specific().first()
    if not isinstance(found, CataloguePage):
        return None
    try:
        content_of(found)
    except NotFreezableError as error:
        faults = "\n".join(f"- {sentence}" for sentence in error.sentences[:10])
    else:
        return None
    address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[found.pk])
    body = _(
        "Dag %(name)s,\n\n“%(title)s” is gepubliceerd, maar deelnemers krijgen nog de vorige versie. Dit klopt nog niet:\n\n"
        "%(faults)s\n\nJe kunt het hier verbeteren:\n%(address)s\n\nGehoord"
    )
    return Mail(
        subject=_("Nog niet klaar voor deelnemers: %(title)s") % {"title": found.title},
        body=body % {"name": message.account.get_short_name(), "title": found.title, "faults": faults, "address": address},
    )


def compose_commented(message: OutboxMessage) -> Mail | None:
    """Tell who wrote a conversation, or read it along, that there are remarks. What was written stays in the CMS."""
    page = ScenarioPage.objects.filter(pk=message.context.get("page")).first()
    if page is None or not message.account.is_active or not user_can_see_catalogue_page(message.account, page):
        return None
    if not Comment.objects.filter(page_id=page.pk, resolved_at__isnull=True).exclude(user=message.account).exists():
        return None
    address = settings.WAGTAILADMIN_BASE_URL + reverse("scenario:read", args=[page.pk])
    body = _(
        "Dag %(name)s,\n\nEr staat iets bij “%(title)s”: iemand heeft het gesprek gelezen en er een opmerking bij gezet.\n\n"
        "Je leest het hier:\n%(address)s\n\nGehoord"
    )
    return Mail(
        subject=_("Opmerking bij %(title)s") % {"title": page.title},
        body=body % {"name": message.account.get_short_name(), "title": page.title, "address": address},
    )
