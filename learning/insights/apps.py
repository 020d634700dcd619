from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "learning.insights"
    label = "insights"
    verbose_name = _("Overzicht")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import Panel, registry

        from .panels import training_panel
        from .permissions import user_can_see_insights

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
