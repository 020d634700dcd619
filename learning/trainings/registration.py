"""What this room hands in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gehoord.core.registry import Job, MailKind, MenuEntry, Panel, PersonalData, ReservedSlugs, RetentionRule, registry

from . import notifications
from .panels import seats_panel, user_can_see_seats
from .permissions import user_can_give_trainings, user_can_join_trainings
from .personal_data import erase, export, forget_old_sign_ups
from .seats import move_up_everywhere

MAILS = (
    ("seated", _("Aangemeld voor een training"), notifications.compose_seated),
    ("waiting", _("Op de wachtlijst voor een training"), notifications.compose_waiting),
    ("moved_up", _("Een plek vrij in een training"), notifications.compose_moved_up),
    ("signed_off", _("Afgemeld voor een training"), notifications.compose_signed_off),
    ("changed", _("Een training is veranderd"), notifications.compose_changed),
    ("cancelled", _("Een training gaat niet door"), notifications.compose_cancelled),
    ("reminder", _("Herinnering aan een training"), notifications.compose_reminder),
)


def register() -> None:
    for key, label, compose in MAILS:
        registry.add(MailKind(key=f"trainings.{key}", label=label, compose=compose))
    _register_places()
    registry.add(Job(key="trainings.waiting", label=_("Wachtlijsten van trainingen"), every="minute", run=move_up_everywhere))
    registry.add(PersonalData(key="trainings.sign_ups", label=_("Trainingen op locatie"), export=export, erase=erase))
    registry.add(ReservedSlugs(key="trainings.slugs", slugs=("trainingen",)))
    registry.add(
        RetentionRule(
            key="trainings.sign_ups",
            label=_("Aanmeldingen voor trainingen"),
            term="13 maanden na de training",
            ground="AVG 5(1)(e)",
            forget=forget_old_sign_ups,
        )
    )


def _register_places() -> None:
    """Where people meet trainings: two entries of the menu, and a panel in the overview."""
    registry.add(
        MenuEntry(
            key="trainings.mine",
            order=15,
            label=_("Trainingen"),
            url_name="trainings:mine",
            visible=user_can_join_trainings,
            icon="calendar",
        )
    )
    registry.add(
        MenuEntry(
            key="trainings.given",
            order=16,
            label=_("Training geven"),
            url_name="trainings:given",
            visible=user_can_give_trainings,
            icon="people",
        )
    )
    registry.add(
        Panel(
            key="trainings.seats",
            order=20,
            page="overview",
            template="trainings/panel_seats.html",
            visible=user_can_see_seats,
            context=seats_panel,
        )
    )
