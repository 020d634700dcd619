"""Conversations as files, inside Wagtail's admin: /cms/gesprekken-bestand/…"""

from __future__ import annotations

from django.urls import path

from . import scenario_views as views

app_name = "scenario_files"
urlpatterns = [
    path("", views.bring_in, name="bring_in"),
    path("<int:page_id>/tekst/", views.text, name="text"),
    path("<int:page_id>/als/<slug:form>/", views.download, name="download"),
]
