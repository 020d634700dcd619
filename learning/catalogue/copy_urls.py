"""A school's own version of a module, inside Wagtail's admin: /cms/modules/…"""

from __future__ import annotations

from django.urls import path

from . import copy_views

app_name = "module_copy"
urlpatterns = [
    path("<int:page_id>/eigen-versie/", copy_views.copy, name="copy"),
    path("<int:page_id>/origineel/", copy_views.changes, name="changes"),
]
