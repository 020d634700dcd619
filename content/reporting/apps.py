from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "content.reporting"
    label = "reporting"
    verbose_name = _("Meldingen")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.signal_handlers import purge_on_change

        from . import checks, registration, signal_handlers  # noqa: F401 - importing registers the system checks
        from .door_models import EmbedOrigin
        from .models import AdviserKey, FormOpening

        signal_handlers.connect()
        registration.register_all()
        purge_on_change(AdviserKey, EmbedOrigin, FormOpening)  # kept in the process until then (core.kept)
