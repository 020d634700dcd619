from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "content.outreach"
    label = "outreach"
    verbose_name = _("Schermen en korte links")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import ReservedSlugs, RetentionRule, StarterLoader, registry

        from .services import forget_counts
        from .starter import load_screens

        registry.add(ReservedSlugs(key="outreach.slugs", slugs=("q", "scherm")))
        registry.add(StarterLoader(key="outreach.screens", order=60, load=load_screens))
        registry.add(
            RetentionRule(
                key="outreach.counts",
                label=_("Tellingen per plek"),
                term="13 maanden",
                ground="AVG 5(1)(e)",
                forget=forget_counts,
            )
        )
