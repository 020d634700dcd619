"""The conversation on the page's own edit view: map, list, counts and the way into the editor. It holds no fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml
from django.forms import Media
from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison, diff_text
from wagtail.admin.panels import Panel

from .scenario_check import check
from .scenario_graph import moments_of
from .scenario_map import make_map
from .scenario_screens import moment_rows
from .scenario_translation import is_translation


class GraphComparison(FieldComparison):
    """Two drafts of a conversation, compared as text with what changed marked in it."""

    val_a: Any
    val_b: Any

    def htmldiff(self) -> SafeString:
        return diff_text(_as_text(self.val_a), _as_text(self.val_b)).to_html()


def _as_text(graph: Any) -> str:
    return str(yaml.safe_dump(graph, allow_unicode=True, sort_keys=False, width=110)) if graph else ""


class ScenarioPanel(Panel):
    """Shown once there is a page; a new one starts from a script."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/scenario/panel.html"

        media = Media(css={"all": ["catalogue/scenario.css"]})

        def is_shown(self) -> bool:
            return True

        def get_comparison(self) -> Sequence[Any]:
            field = self.panel.model._meta.get_field("graph")
            return [lambda obj_a, obj_b: GraphComparison(field, obj_a, obj_b)]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page = self.instance
            context["page"] = page
            is_new = page.pk is None or not moments_of(page.graph)
            if not is_new:
                found = check(page.graph, title=page.title, slug=page.slug)
                context |= {
                    "check": found, "map": make_map(page.graph, found), "rows": moment_rows(page.graph, found),
                    "stopping": page.stopping_sentences(), "is_translation": is_translation(page),
                }  # fmt: skip
            return {**context, "has_graph": not is_new}
