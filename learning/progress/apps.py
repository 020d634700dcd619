from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgressConfig(AppConfig):
    name = "learning.progress"
    label = "progress"
    verbose_name = _("Voortgang")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import AttendanceHook, Job, MenuEntry, PersonalData, RetentionRule, registry

        from .own_steps import record_attended
        from .permissions import user_can_learn
        from .personal_data import erase, export, forget_old_answers
        from .services import move_tallies

        registry.add(
            MenuEntry(
                key="progress.home",
                order=10,
                label=_("Mijn training"),
                url_name="progress:home",
                visible=user_can_learn,
                icon="book",
                home_of=50,
            )
        )
        self._register_essays()
        self._register_refreshers()
        registry.add(AttendanceHook(key="progress.live_step", attended=record_attended))
        registry.add(PersonalData(key="progress.answers", label=_("Antwoorden en eigen zinnen"), export=export, erase=erase))
        registry.add(
            RetentionRule(
                key="progress.answers",
                label=_("Antwoorden in trainingen"),
                term="90 dagen na de poging, tenzij je ze zelf bewaart",
                ground="AVG 5(1)(e)",
                forget=forget_old_answers,
            )
        )
        registry.add(
            Job(key="progress.tallies", label=_("Tellingen per antwoord"), every="day", run=lambda now: _ran(move_tallies()))
        )

    def _register_refreshers(self) -> None:
        """Three minutes now and then, by mail."""
        from django.utils import timezone

        from gehoord.core.registry import Job, MailKind, RetentionRule, registry

        from .personal_data import forget_inactive
        from .refresher_mails import compose_follow_up, compose_refresher
        from .refreshing import send_refreshers

        registry.add(
            RetentionRule(
                key="progress.inactive",
                label=_("Vaardigheden en gedane stappen van wie niet meer komt"),
                term="2 jaar niet ingelogd",
                ground="AVG 5(1)(e)",
                forget=forget_inactive,
            )
        )
        registry.add(MailKind(key="progress.refresher", label=_("Een opfrisser"), compose=compose_refresher))
        registry.add(MailKind(key="progress.follow_up", label=_("Twee vragen na drie maanden"), compose=compose_follow_up))
        registry.add(
            Job(
                key="progress.refreshers",
                label=_("Opfrissers"),
                every="day",
                run=lambda now: _ran(send_refreshers(timezone.localdate(now))),
            )
        )

    def _register_essays(self) -> None:
        """Texts that learners let a trainer read."""
        from gehoord.core.registry import MenuEntry, RetentionRule, registry

        from .permissions import user_can_mark
        from .quiz_services import forget_marked_essays

        registry.add(
            MenuEntry(
                key="progress.essays",
                order=25,
                label=_("Teksten lezen"),
                url_name="progress:essays",
                visible=user_can_mark,
                icon="edit",
            )
        )
        registry.add(
            RetentionRule(
                key="progress.essays",
                label=_("Teksten die een trainer las"),
                term="30 dagen na het lezen",
                ground="AVG 5(1)(e)",
                forget=forget_marked_essays,
            )
        )


def _ran(counted: int) -> None:
    """A job returns nothing."""
