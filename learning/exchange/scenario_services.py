"""Bringing a conversation in: a new page as a draft, or a new draft on the page that is there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from gehoord.organisations.models import Organisation
from learning.catalogue.models import CatalogueRoot, ScenarioPage
from learning.catalogue.scenario_graph import Graph
from learning.catalogue.scenario_services import save_draft

MOST_TITLE = 255


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
    page = ScenarioPage(
        title=title[:MOST_TITLE] or _("Zonder titel"), slug=_free_slug(root, slug[:200]), graph=graph, locale=locale,
        organisation=organisation, live=False, owner=by,
    )  # fmt: skip
    root.add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create")
    return page


def _free_slug(root: CatalogueRoot, slug: str) -> str:
    taken = set(ScenarioPage.objects.child_of(root).filter(slug__startswith=slug).values_list("slug", flat=True))
    taken |= set(root.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        name for number in range(1, len(taken) + 2) if (name := slug if number == 1 else f"{slug}-{number}") not in taken
    )


def import_over(*, page: ScenarioPage, graph: Graph, by: Any) -> tuple[int | None, int]:
    """The conversation as a new draft on its page; what stood there is one revision back."""

    def change(draft: ScenarioPage) -> None:
        draft.graph = graph

    return save_draft(page_id=page.pk, by=by, change=change)
