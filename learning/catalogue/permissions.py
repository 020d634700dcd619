"""Who may write in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from gehoord.core.registry import Grant
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .models import CataloguePage, CatalogueRoot, ScenarioPage

WRITING = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def cms_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    """Trainers write in the catalogue; what they see there is narrowed to the region's and their own organisation's."""
    if role != Role.TRAINER:
        return
    for root in CatalogueRoot.objects.all():
        for codename in WRITING:
            yield Grant(codename=codename, page=root)


def user_can_see_catalogue_page(user: Any, page: CataloguePage) -> bool:
    """A page of the region is seen by every trainer, one of an organisation by that organisation's trainers."""
    if page.organisation_id is None or user.is_superuser:
        return True
    return bool(Organisation.objects.where(user, Role.TRAINER).filter(pk=page.organisation_id).exists())


def user_can_edit_scenario(user: Any, page: ScenarioPage) -> bool:
    """Whoever may change the page in the CMS, and sees it, may write its conversation."""
    return bool(page.permissions_for_user(user).can_edit()) and user_can_see_catalogue_page(user, page)


def organisations_to_write_for(user: Any) -> Any:
    """The organisations in whose name somebody may write: those where they are a trainer."""
    return Organisation.objects.all() if user.is_superuser else Organisation.objects.where(user, Role.TRAINER)


def user_can_add_to_catalogue(user: Any) -> bool:
    """Whoever may add a page under one of the catalogue's roots."""
    root = CatalogueRoot.objects.order_by("pk").first()
    return root is not None and bool(root.permissions_for_user(user).can_add_subpage())


def scenarios_to_write(user: Any) -> Any:
    """The conversations of the region and of the organisations where somebody is a trainer."""
    own = Q(organisation__isnull=True) | Q(organisation__in=organisations_to_write_for(user))
    return ScenarioPage.objects.all() if user.is_superuser else ScenarioPage.objects.filter(own)
