from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompletionConfig(AppConfig):
    name = "learning.completion"
    label = "completion"
    verbose_name = _("Afrondingen")
    default_auto_field = "django.db.models.BigAutoField"
