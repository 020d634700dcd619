"""From a quiz or a conversation in the CMS to how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from learning.catalogue.models import QuizPage, ScenarioPage

from . import scenario_views
from .permissions import user_can_see_quiz_items


@hooks.register("register_page_header_buttons")
def figures_button(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    """Beside the buttons of a quiz that is or was published."""
    if isinstance(page, QuizPage) and page.first_published_at and user_can_see_quiz_items(user):
        url = reverse("insights:quiz_items", args=[page.translation_key, page.locale.language_code])
        yield Button(_("Cijfers per vraag"), url, icon_name="order", priority=25)


@hooks.register("register_admin_urls")
def scenario_totals_urls() -> list[Any]:
    return [path("gesprekken/<int:page_id>/totalen/", scenario_views.totals, name="scenario_totals")]


@hooks.register("register_page_header_buttons")
def totals_button(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    """Beside the buttons of a conversation that is or was published."""
    if isinstance(page, ScenarioPage) and page.first_published_at:
        yield Button(_("Wat deelnemers kozen"), reverse("scenario_totals", args=[page.pk]), icon_name="order", priority=25)
