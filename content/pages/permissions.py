"""Who may edit which public page."""

from __future__ import annotations

from collections.abc import Iterator

from gehoord.core.registry import Grant
from gehoord.organisations.enums import REGION_WIDE_KINDS, Role
from gehoord.organisations.models import Organisation

from .models import HomePage, SchoolPage

EDITING = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def cms_grants(organisation: Organisation, role: str) -> Iterator[Grant]:
    """Editors and administrators edit their own school's pages; those of the bureau or the cooperation edit all."""
    if role not in {Role.EDITOR, Role.ADMINISTRATOR}:
        return
    wide = organisation.kind in REGION_WIDE_KINDS
    roots = HomePage.objects.all() if wide else SchoolPage.objects.filter(organisation=organisation)
    for page in roots:
        for codename in EDITING:
            yield Grant(codename=codename, page=page)
