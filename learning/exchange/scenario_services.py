"""Bringing a conversation in: a new page as a draft, or a new draft on the page that is there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from gehoord.organisations.models import Organisation
from learning.catalogue.models import CatalogueRoot, ScenarioPage
from learning.catalogue.scenario_graph import Graph
from learning.catalogue.scenario_services import create_scenario, save_draft


class NoCatalogueError(LookupError):
    """There is no catalogue in this language yet: load the starter content, or turn the language on."""


@transaction.atomic
def import_new(
    *, graph: Graph, title: str, slug: str, locale: Locale, organisation: Organisation | None, by: Any
) -> ScenarioPage:
    """A new page with this conversation, as a draft. Raises NoCatalogueError."""
    root = CatalogueRoot.objects.filter(locale=locale).first()
    if root is None:
        raise NoCatalogueError
    title = title or _("Zonder titel")
    return create_scenario(root=root, title=title, slug=slug, graph=graph, organisation=organisation, by=by)


def import_over(*, page: ScenarioPage, graph: Graph, by: Any) -> tuple[int | None, int]:
    """The conversation as a new draft on its page; what stood there is one revision back."""

    def change(draft: ScenarioPage) -> None:
        draft.graph = graph

    return save_draft(page_id=page.pk, by=by, change=change)
