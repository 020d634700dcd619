from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "content.outreach"
    label = "outreach"
    verbose_name = _("Schermen en korte links")
    default_auto_field = "django.db.models.BigAutoField"
