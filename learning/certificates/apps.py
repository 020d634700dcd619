from datetime import datetime

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "learning.certificates"
    label = "certificates"
    verbose_name = _("Certificaten")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import Job, MailKind, PersonalData, ReservedSlugs, registry

        from .notifications import compose_ending
        from .personal_data import erase, export
        from .services import remind_before_the_end

        def remind(now: datetime) -> None:
            remind_before_the_end(timezone.localdate(now))

        registry.add(MailKind(key="certificates.ending", label=_("Een certificaat loopt af"), compose=compose_ending))
        registry.add(Job(key="certificates.ending", label=_("Certificaten die aflopen"), every="day", run=remind))
        registry.add(PersonalData(key="certificates.mine", label=_("Certificaten"), export=export, erase=erase))
        registry.add(ReservedSlugs(key="certificates.slugs", slugs=("certificaten",)))
