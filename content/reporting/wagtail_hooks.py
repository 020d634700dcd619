"""The CMS holds one thing of this room: the adviser's guide. Nothing of a report ever comes here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from .guide_models import GuideText


class GuideViewSet(ModelViewSet):
    """The texts of the guide: each can be changed, none added or taken away."""

    model = GuideText
    name = "wijzer"
    icon = "help"
    menu_label = _("Wijzer")
    add_to_admin_menu = True
    menu_order = 400
    list_display = ["title", Column("get_stage_display", label=_("Bij welke stap")), "language"]
    list_filter = ["language"]
    form_fields = ["title", "body"]
    copy_view_enabled = False
    inspect_view_enabled = False


@hooks.register("register_admin_viewset")
def register_guide() -> Any:
    return GuideViewSet()
