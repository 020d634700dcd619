from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "content.reporting"
    label = "reporting"
    verbose_name = _("Meldingen")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, registration  # noqa: F401 - importing registers the system checks

        registration.register_all()
