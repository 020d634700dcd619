from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "learning.insights"
    label = "insights"
    verbose_name = _("Overzicht")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import MailKind, MenuEntry, Panel, registry

        from .notifications import compose_reminder
        from .panels import training_panel
        from .permissions import user_can_see_insights, user_can_see_quiz_items

        registry.add(MailKind(key="insights.reminder", label=_("Herinnering aan een training"), compose=compose_reminder))
        registry.add(
            Panel(
                key="insights.training",
                order=10,
                page="overview",
                template="insights/panel_training.html",
                visible=user_can_see_insights,
                context=training_panel,
            )
        )
        registry.add(
            MenuEntry(
                key="insights.quizzes",
                order=26,
                label=_("Vragen in cijfers"),
                url_name="insights:quizzes",
                visible=user_can_see_quiz_items,
                icon="question",
            )
        )
