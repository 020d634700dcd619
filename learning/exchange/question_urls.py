"""Questions as files, inside Wagtail's admin: /cms/vragen-bestand/…"""

from __future__ import annotations

from django.urls import path

from . import question_views as views

app_name = "question_files"
urlpatterns = [
    path("", views.bring_in, name="bring_in"),
    path("als/<slug:form>/", views.download, name="download"),
]
