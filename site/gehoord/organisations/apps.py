from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "gehoord.organisations"
    label = "organisations"
    verbose_name = _("Organisaties")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.signal_handlers import purge_on_change

        from . import checks  # noqa: F401 - registers itself
        from .models import ClosedPeriod, Organisation
        from .registration import register_all

        register_all()
        purge_on_change(Organisation, ClosedPeriod)  # kept in the process until then (core.kept)
