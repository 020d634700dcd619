"""Beside a question in the CMS: in which quizzes it stands, chosen or drawn, and where its figures are."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class UsedInPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/panels/used_in.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from .bank_queries import quizzes_using

            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "quizzes": quizzes_using(self.instance) if self.instance.pk else []}
