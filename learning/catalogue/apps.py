from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "learning.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogus")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import CmsGrants, MailKind, StarterLoader, registry
        from gehoord.core.signal_handlers import purge_on_change

        from . import signal_handlers
        from .mirror import load_mirror
        from .models import FrozenVersion, HiddenModule, LearningPath
        from .notifications import compose_commented, compose_not_frozen
        from .path_starter import load_paths
        from .permissions import cms_grants
        from .starter import load_catalogue

        signal_handlers.connect()
        purge_on_change(FrozenVersion, HiddenModule, LearningPath)  # what learners may follow is kept ready until then
        registry.add(StarterLoader(key="catalogue.catalogue", order=50, load=load_catalogue))
        registry.add(StarterLoader(key="catalogue.paths", order=60, load=load_paths))
        registry.add(StarterLoader(key="catalogue.mirror", order=40, load=load_mirror))
        registry.add(CmsGrants(key="catalogue.grants", grants=cms_grants))
        registry.add(
            MailKind(key="catalogue.not_frozen", label=_("Nog niet klaar voor deelnemers"), compose=compose_not_frozen)
        )
        registry.add(MailKind(key="catalogue.commented", label=_("Opmerking bij een gesprek"), compose=compose_commented))
