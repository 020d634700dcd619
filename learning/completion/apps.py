from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompletionConfig(AppConfig):
    name = "learning.completion"
    label = "completion"
    verbose_name = _("Afrondingen")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import PersonalData, RetentionRule, registry
        from gehoord.core.signal_handlers import purge_on_change

        from .models import Assignment
        from .personal_data import erase, export, forget_inactive

        purge_on_change(Assignment)  # who is asked what is kept ready until then
        registry.add(PersonalData(key="completion.modules", label=_("Modules en afrondingen"), export=export, erase=erase))
        registry.add(
            RetentionRule(
                key="completion.inactive",
                label=_("Afrondingen van wie niet meer komt"),
                term="2 jaar niet ingelogd",
                ground="AVG 5(1)(e)",
                forget=forget_inactive,
            )
        )
