"""Files in and out, reachable from the CMS."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from learning.catalogue.permissions import user_can_add_to_catalogue

from . import question_urls, scenario_urls


@hooks.register("register_admin_urls")
def scenario_file_urls() -> list[Any]:
    return [path("gesprekken-bestand/", include(scenario_urls)), path("vragen-bestand/", include(question_urls))]


class BringInItem(MenuItem):
    """Shown to who may add to the catalogue."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_add_to_catalogue(request.user)


@hooks.register("register_admin_menu_item")
def bring_in_questions_item() -> MenuItem:
    return BringInItem(
        _("Vragen uit een bestand"), reverse("question_files:bring_in"), icon_name="upload", name="question-file", order=451
    )
