"""What this room hands to the registry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gehoord.core.registry import (
    GoLiveItems,
    Job,
    MailKind,
    MenuEntry,
    PersonalData,
    RetentionRule,
    StarterLoader,
    registry,
)

from . import go_live, notifications, personal_data, signal_handlers, starter
from .managing import user_can_manage_anything
from .permissions import user_can_use_cms
from .services import end_due_memberships


def register_all() -> None:
    """Called once, when the app is ready."""
    signal_handlers.connect()
    _register_menu()
    _register_starter()
    registry.add(GoLiveItems(key="organisations.facts", order=10, items=go_live.go_live_items))
    registry.add(MailKind(key="organisations.invitation", label=_("Uitnodiging"), compose=notifications.compose_invitation))
    registry.add(
        Job(
            key="organisations.memberships",
            label=_("Rollen die vandaag beginnen of stoppen"),
            every="day",
            run=end_due_memberships,
        )
    )
    registry.add(
        PersonalData(
            key="organisations.person",
            order=10,
            label=_("Rollen en kaarten"),
            export=personal_data.export,
            erase=personal_data.erase,
        )
    )
    registry.add(
        RetentionRule(
            key="organisations.accounts",
            label=_("Accounts"),
            term="30 dagen na de laatste rol",
            ground="AVG 5(1)(e)",
            forget=personal_data.forget_accounts,
        )
    )


def _register_menu() -> None:
    registry.add(
        MenuEntry(
            key="organisations.people", order=60, label=_("Mensen"), url_name="organisations:people",
            visible=user_can_manage_anything, icon="people", home_of=60,
        )
    )  # fmt: skip
    registry.add(
        MenuEntry(
            key="organisations.cms", order=70, label=_("Website"), url_name="wiring:cms",
            visible=user_can_use_cms, icon="edit", home_of=70,
        )
    )  # fmt: skip


def _register_starter() -> None:
    registry.add(StarterLoader(key="organisations.region", order=10, load=starter.load_region))
    registry.add(StarterLoader(key="organisations.demo", order=30, load=starter.load_demo, demo=True))
    registry.add(StarterLoader(key="organisations.groups", order=900, load=starter.sync_all_groups))
