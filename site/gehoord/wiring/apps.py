from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WiringConfig(AppConfig):
    name = "gehoord.wiring"
    label = "wiring"
    verbose_name = _("Bedrading")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import Job, MenuEntry, registry
        from gehoord.organisations.enums import Role
        from gehoord.organisations.permissions import has_role_anywhere

        from . import jobs

        registry.add(
            MenuEntry(
                key="wiring.overview", order=20, label=_("Overzicht"), url_name="wiring:overview", icon="eye", home_of=20,
                visible=lambda user: has_role_anywhere(user, Role.COORDINATOR),
            )
        )  # fmt: skip

        registry.add(Job(key="wiring.publish_scheduled", label=_("Gepland publiceren"), every="minute", run=jobs.publish))
        registry.add(Job(key="wiring.retention", label=_("Op tijd vergeten"), every="day", run=jobs.forget))
        registry.add(Job(key="wiring.sessions", label=_("Oude sessies opruimen"), every="day", run=jobs.clear_sessions))
