from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WiringConfig(AppConfig):
    name = "gehoord.wiring"
    label = "wiring"
    verbose_name = _("Bedrading")
    default_auto_field = "django.db.models.BigAutoField"
