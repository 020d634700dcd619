from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "gehoord.core"
    label = "core"
    verbose_name = _("Fundament")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, signal_handlers  # noqa: F401 - checks registers itself
        from .outbox import forget_done
        from .pulse import clock_health, outbox_health
        from .registry import HealthCheck, RetentionRule, registry
        from .retention import forget_audit

        signal_handlers.connect()
        registry.add(HealthCheck(key="core.outbox", order=20, check=outbox_health))
        registry.add(HealthCheck(key="core.clock", order=30, check=clock_health))
        registry.add(
            RetentionRule(
                key="core.outbox", label=_("Uitgaande mail"), term="7 dagen", ground="AVG 5(1)(e)", forget=forget_done
            )
        )
        registry.add(
            RetentionRule(key="core.audit", label=_("Wie deed wat"), term="12 maanden", ground="AVG 5(2)", forget=forget_audit)
        )
