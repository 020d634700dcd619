"""Narrowing in the CMS: a trainer of one school sees the region's pages and the own school's, nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from . import bank_alike, bank_menu, copy_hooks, scenario_urls  # noqa: F401 - the first three register hooks of their own
from .mirror_viewset import mirror_viewset
from .models import CataloguePage, ScenarioPage
from .narrowing import hidden_from
from .permissions import user_can_add_to_catalogue, user_can_edit_scenario


@hooks.register("construct_explorer_page_queryset")
def narrow_explorer(parent: Page, pages: Any, request: HttpRequest) -> Any:
    return pages.exclude(hidden_from(request.user))


@hooks.register("construct_page_chooser_queryset")
def narrow_chooser(pages: Any, request: HttpRequest) -> Any:
    return pages.exclude(hidden_from(request.user))


def _refuse_foreign(request: HttpRequest, page: Page) -> None:
    specific = page.specific
    if isinstance(specific, CataloguePage) and Page.objects.filter(hidden_from(request.user), pk=page.pk).exists():
        raise Http404


for _hook in ("before_edit_page", "before_delete_page", "before_copy_page", "before_move_page", "before_unpublish_page"):
    hooks.register(_hook, lambda request, page, *args: _refuse_foreign(request, page))


# ---------------------------------------------------------------- the editor of conversations
@hooks.register("register_admin_urls")
def scenario_editor_urls() -> list[Any]:
    return [path("gesprekken/", include(scenario_urls))]


class ConversationsItem(MenuItem):
    """Shown to who may add to the catalogue."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_add_to_catalogue(request.user)


@hooks.register("register_admin_menu_item")
def conversations_item() -> MenuItem:
    return ConversationsItem(
        gettext_lazy("Gesprekken"), reverse("scenario:index"), icon_name="openquote", name="scenarios", order=110
    )


@hooks.register("before_create_page")
def begin_with_a_script(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """A new conversation begins on our own page: Wagtail's would save a script that is half typed."""
    return redirect("scenario:new", root_id=parent.pk) if page_class is ScenarioPage else None


@hooks.register("register_page_header_buttons")
def scenario_buttons(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    """Beside the page's own buttons: write, try out, read through."""
    if isinstance(page, ScenarioPage) and page.pk and user_can_edit_scenario(user, page):
        for priority, (label, name, icon) in enumerate(
            (
                (_("Schrijf het gesprek"), "editor", "edit"),
                (_("Probeer uit"), "try", "view"),
                (_("Lees door"), "read", "doc-full"),
            ),
            20,
        ):
            yield Button(label, reverse(f"scenario:{name}", args=[page.pk]), icon_name=icon, priority=priority)


@hooks.register("register_admin_viewset")
def register_mirror() -> Any:
    return mirror_viewset
