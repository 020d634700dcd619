from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "learning.trainings"
    label = "trainings"
    verbose_name = _("Trainingen op locatie")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .registration import register

        register()
