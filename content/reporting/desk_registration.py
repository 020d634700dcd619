"""What the desk hands to the house: the guide in the CMS, the coordinator's one sentence, the deputy's mail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gehoord.core.registry import CmsGrants, MailKind, Panel, StarterLoader, registry

from . import clock, notifications, permissions, starter


def register_desk() -> None:
    registry.add(CmsGrants(key="reporting.guide", grants=permissions.cms_grants))
    registry.add(StarterLoader(key="reporting.guide", order=55, load=starter.load_guide))
    registry.add(
        MailKind(key="reporting.deputy_warned", label=_("Waarnemer gewaarschuwd"), compose=notifications.compose_deputy_warned)
    )
    registry.add(
        Panel(
            key="reporting.waits_too_long",
            order=5,
            page="overview",
            template="reporting/components/waits_too_long.html",
            visible=permissions.user_can_see_waiting,
            context=clock.waiting_panel,
        )
    )
