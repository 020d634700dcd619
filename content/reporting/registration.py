"""What this room hands to the house: mails, clock, health, forgetting, menu, starter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gehoord.core.registry import (
    FormDoor,
    GoLiveItems,
    HealthCheck,
    Job,
    MailKind,
    MembershipHook,
    MenuEntry,
    Panel,
    PersonalData,
    ReservedSlugs,
    RetentionRule,
    StarterLoader,
    registry,
)
from gehoord.organisations.enums import FORM_KINDS

from . import clock, counting, gate, go_live, notifications, permissions, personal_data, retention, starter
from .desk_registration import register_desk
from .publishing import publish_closed_quarters
from .views import figures as figures_views


def register_all() -> None:
    """Called once, when the app is ready."""
    _register_mails()
    _register_what_is_forgotten()
    _register_what_figures_forget()
    register_desk()
    _register_menu()
    _register_figures()
    registry.add(
        Job(key="reporting.clock", order=10, label=_("De klok van meldingen"), every="minute", run=clock.watch_the_clock)
    )
    registry.add(
        Job(
            key="reporting.key_lists",
            order=11,
            label=_("Sleutellijsten nakijken"),
            every="minute",
            run=clock.check_key_lists,
        )
    )
    registry.add(
        PersonalData(
            key="reporting.keys", label=_("Sleutel aan de balie"), export=personal_data.export, erase=personal_data.erase
        )
    )
    registry.add(FormDoor(key="reporting.form", is_open=lambda organisation: organisation.pk in gate.open_forms()))
    registry.add(HealthCheck(key="reporting.keys", order=40, check=clock.key_health))
    registry.add(GoLiveItems(key="reporting", order=20, items=go_live.go_live_items))
    registry.add(StarterLoader(key="reporting.demo_vault", order=60, load=starter.load_demo_vault, demo=True))
    registry.add(MembershipHook(key="reporting.membership", changed=personal_data.membership_changed))


def _register_menu() -> None:
    registry.add(
        MenuEntry(
            key="reporting.desk",
            order=30,
            label=_("Meldingen"),
            url_name="desk:inbox",
            visible=permissions.menu_shows_desk,
            icon="chat",
            home_of=10,
        )
    )
    registry.add(
        MenuEntry(
            key="reporting.for_student",
            order=28,
            label=_("Schrijf op voor een student"),
            url_name="reporting:for_student",
            visible=permissions.menu_shows_for_student,
            icon="edit",
        )
    )
    registry.add(ReservedSlugs(key="reporting.slugs", slugs=("melden", "melding", "namens")))
    registry.add(
        MenuEntry(
            key="reporting.form_settings",
            order=86,
            label=_("Formulier"),
            url_name="form_settings:embedding",
            visible=permissions.menu_shows_form_settings,
            icon="edit",
        )
    )


def _register_figures() -> None:
    registry.add(
        Job(key="reporting.figures", order=60, label=_("Cijfers van een kwartaal"), every="day", run=publish_closed_quarters)
    )
    registry.add(
        Panel(
            key="reporting.figures",
            order=50,
            page="overview",
            template="reporting/figures/panel.html",
            visible=lambda user, organisation: organisation.kind in FORM_KINDS,
            context=figures_views.overview_panel,
        )
    )


def _register_mails() -> None:
    registry.add(MailKind(key="reporting.new_report", label=_("Nieuwe melding"), compose=notifications.compose_new_report))
    registry.add(MailKind(key="reporting.deadline_near", label=_("Bijna te laat"), compose=notifications.compose_deadline_near))
    registry.add(MailKind(key="reporting.overdue", label=_("Te laat"), compose=notifications.compose_overdue))
    registry.add(
        MailKind(key="reporting.renew_or_erase", label=_("Verlengen of wissen"), compose=notifications.compose_renew_or_erase)
    )
    registry.add(
        MailKind(key="reporting.student_wrote", label=_("Nieuws van een student"), compose=notifications.compose_student_wrote)
    )
    registry.add(MailKind(key="reporting.key_admitted", label=_("Nieuwe sleutel"), compose=notifications.compose_key_admitted))
    registry.add(
        MailKind(key="reporting.key_list_changed", label=_("Sleutel veranderd"), compose=notifications.compose_key_list_changed)
    )
    registry.add(
        MailKind(key="reporting.emergency_used", label=_("Noodsleutel gebruikt"), compose=notifications.compose_emergency_used)
    )


def _register_what_is_forgotten() -> None:
    registry.add(
        RetentionRule(
            key="reporting.reports",
            label=_("Meldingen"),
            term="30 dagen na de nazorg",
            ground="AVG 6(1)(a), 9(2)(a)",
            forget=retention.forget_reports,
        )
    )
    registry.add(
        RetentionRule(
            key="reporting.inactive",
            order=90,
            label=_("Meldingen waar een jaar niets gebeurde"),
            term="12 maanden stil: verlengen of wissen",
            ground="AVG 5(1)(e)",
            forget=retention.forget_inactive,
        )
    )
    registry.add(
        RetentionRule(
            key="reporting.tombstones",
            label=_("Nummers van gewiste meldingen"),
            term="60 dagen",
            ground="AVG 17, 32",
            forget=retention.forget_tombstones,
        )
    )
    registry.add(
        RetentionRule(
            key="reporting.tries",
            label=_("Mislukte pogingen bij de kluis"),
            term="1 dag",
            ground="AVG 32",
            forget=retention.forget_tries,
        )
    )


def _register_what_figures_forget() -> None:
    registry.add(
        RetentionRule(
            key="reporting.publications",
            label=_("Gepubliceerde cijfers"),
            term="5 jaar",
            ground="geen persoonsgegeven",
            forget=retention.forget_publications,
        )
    )
    registry.add(
        RetentionRule(
            key="reporting.clock_facts",
            label=_("Duren tot het eerste contact"),
            term="13 maanden",
            ground="AVG 6(1)(e)",
            forget=counting.forget_clock_facts,
        )
    )
    registry.add(
        RetentionRule(
            key="reporting.counters",
            label=_("Tellers per kwartaal"),
            term="5 jaar",
            ground="AVG 6(1)(e), 9(2)(j)",
            forget=counting.forget_counters,
        )
    )
