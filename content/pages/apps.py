from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "content.pages"
    label = "pages"
    verbose_name = _("Pagina's")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gehoord.core.registry import CmsGrants, FooterLinks, ReservedSlugs, StarterLoader, registry
        from gehoord.core.signal_handlers import purge_on_change
        from gehoord.organisations.models import Contact, GoLiveConfirmation, Organisation

        from .navigation import footer_links
        from .permissions import cms_grants
        from .starter import load_pages

        registry.add(StarterLoader(key="pages.pages", order=40, load=load_pages))
        registry.add(CmsGrants(key="pages.grants", grants=cms_grants))
        registry.add(ReservedSlugs(key="pages.slugs", slugs=("zoeken", "paginas")))
        registry.add(FooterLinks(key="pages.footer", links=footer_links))
        purge_on_change(Contact, Organisation, GoLiveConfirmation)
