"""The CMS shows people what is theirs, and what still has to be filled in before the school goes live."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from .cms_fence import narrowed, own_pages
from .enums import Role
from .go_live import go_live_list
from .models import Organisation

# Wagtail's own lists of people, groups and sites: people come by memberships, and there is one site.
HIDDEN_SETTINGS = {"users", "groups", "sites", "locales", "redirects"}


class GoLivePanel(Component):
    """How much of the "before you go live" list is open, per organisation that somebody administers."""

    order = 10

    def __init__(self, organisations: list[Organisation], administers: set[int]) -> None:
        self.organisations = organisations
        self.administers = administers

    def render_html(self, parent_context: Any = None) -> Any:
        rows = [
            {"organisation": one, "list": go_live_list(one), "may_fill_in": one.pk in self.administers}
            for one in self.organisations
        ]
        return render_to_string("organisations/cms_go_live.html", {"rows": rows})


@hooks.register("construct_homepage_panels")
def add_go_live_panel(request: HttpRequest, panels: list[Component]) -> None:
    own = list(Organisation.objects.where(request.user, Role.ADMINISTRATOR, Role.EDITOR).order_by("name")[:12])
    if own:
        administers = Organisation.objects.where(request.user, Role.ADMINISTRATOR).values_list("pk", flat=True)
        panels.insert(0, GoLivePanel(own, set(administers)))


class OwnPagesSummary(SummaryItem):
    """How many pages somebody can open, and the highest of them. Wagtail's own counts every school's and may lead to a 404."""

    order = 100
    template_name = "organisations/cms_pages_summary.html"

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        on_which = Page.objects.filter(group_permissions__group__user=request.user).distinct()
        mine = narrowed(request, Page.objects.filter(depth__gt=1))
        self.tops = list(narrowed(request, on_which.filter(depth__gt=1)).order_by("path"))
        below = Q(pk__in=[])
        for top in self.tops:
            below |= Q(path__startswith=top.path)
        self.total = mine.filter(below).count() if self.tops else 0

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"total": self.total, "top": self.tops[0]}

    def is_shown(self) -> bool:
        return self.total > 0


@hooks.register("construct_homepage_summary_items", order=1000)  # after Wagtail has put its own there
def count_only_own_pages(request: HttpRequest, items: list[SummaryItem]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]
        items.append(OwnPagesSummary(request))


@hooks.register("construct_settings_menu")
def hide_settings(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


@hooks.register("construct_reports_menu")
def hide_reports(request: HttpRequest, items: list[Any]) -> None:
    """Reports name every school's pages and people; they are shut (cms_fence)."""
    if not request.user.is_superuser:
        items.clear()


@hooks.register("construct_explorer_page_queryset")
def explore_only_own_pages(parent: Page, pages: Any, request: HttpRequest) -> Any:
    """The explorer shows the pages that somebody may edit and the way to them, not other schools' drafts."""
    return pages if request.user.is_superuser else pages.filter(own_pages(request.user))


@hooks.register("construct_page_chooser_queryset")
def choose_only_own_pages(pages: Any, request: HttpRequest) -> Any:
    """The chooser shows what the explorer shows."""
    return pages if request.user.is_superuser else pages.filter(own_pages(request.user))
