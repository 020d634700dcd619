"""The CMS shows people what is theirs, and what still has to be filled in before the school goes live."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from .enums import Role
from .go_live import go_live_list
from .models import Organisation

# Wagtail's own lists of people, groups and sites: people come by memberships, and there is one site.
HIDDEN_SETTINGS = {"users", "groups", "sites", "locales", "redirects"}


class GoLivePanel(Component):
    """How much of the "before you go live" list is open, per organisation that somebody administers."""

    order = 10

    def __init__(self, organisations: list[Organisation]) -> None:
        self.organisations = organisations

    def render_html(self, parent_context: Any = None) -> Any:
        rows = [{"organisation": organisation, "list": go_live_list(organisation)} for organisation in self.organisations]
        return render_to_string("organisations/cms_go_live.html", {"rows": rows})


@hooks.register("construct_homepage_panels")
def add_go_live_panel(request: HttpRequest, panels: list[Component]) -> None:
    own = list(Organisation.objects.where(request.user, Role.ADMINISTRATOR, Role.EDITOR).order_by("name")[:12])
    if own:
        panels.insert(0, GoLivePanel(own))


@hooks.register("construct_settings_menu")
def hide_settings(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


@hooks.register("construct_page_chooser_queryset")
def choose_only_own_pages(pages: Any, request: HttpRequest) -> Any:
    """The chooser shows the pages that somebody may edit and the way to them, not other schools' drafts."""
    if request.user.is_superuser:
        return pages
    policy = PagePermissionPolicy()
    editable = policy.instances_user_has_any_permission_for(request.user, ["add", "change", "publish"])
    ways: set[str] = set()
    for path in editable.filter(depth__lte=3).values_list("path", flat=True):
        ways.update(path[: Page.steplen * depth] for depth in range(1, len(path) // Page.steplen))
    return pages.filter(pk__in=editable.values("pk")) | pages.filter(path__in=ways)
