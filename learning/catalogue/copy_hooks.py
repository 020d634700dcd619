"""Buttons beside a module in the CMS: make an own version, or see what changed in the original."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from . import copy_urls
from .copying import changes_in_original
from .models import ModulePage
from .permissions import organisations_to_write_for, user_can_add_to_catalogue


@hooks.register("register_admin_urls")
def module_copy_urls() -> list[Any]:
    return [path("modules/", include(copy_urls))]


@hooks.register("register_page_header_buttons")
def module_buttons(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    if not isinstance(page, ModulePage) or not page.pk or not user_can_add_to_catalogue(user):
        return
    if page.organisation_id is None and organisations_to_write_for(user).exists():
        yield Button(_("Maak een eigen versie"), reverse("module_copy:copy", args=[page.pk]), icon_name="copy", priority=20)
    if page.copied_from_id is not None:
        number = len(changes_in_original(page))
        label = _("Origineel: %(number)s veranderd") % {"number": number} if number else _("Origineel")
        yield Button(label, reverse("module_copy:changes", args=[page.pk]), icon_name="history", priority=20)
