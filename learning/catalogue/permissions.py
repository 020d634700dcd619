"""Who may write in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from gehoord.core.registry import Grant
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .models import CatalogueRoot

WRITING = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def cms_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    """Trainers write in the catalogue; what they see there is narrowed to the region's and their own organisation's."""
    if role != Role.TRAINER:
        return
    for root in CatalogueRoot.objects.all():
        for codename in WRITING:
            yield Grant(codename=codename, page=root)
