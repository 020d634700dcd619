"""The desk, outside the language of the path: it speaks the adviser's language."""

from __future__ import annotations

from django.urls import path

from .views import desk

app_name = "desk"
urlpatterns = [
    path("", desk.inbox_page, name="inbox"),
    path("open/", desk.unlock, name="unlock"),
    path("dicht/", desk.lock, name="lock"),
    path("sleutel/", desk.key, name="key"),
    path("sleutel/bewijs/", desk.prove, name="prove"),
    path("sleutel/<int:pk>/toelaten/", desk.admit, name="admit"),
    path("melding/<uuid:report_id>/", desk.case, name="case"),
    path("melding/<uuid:report_id>/contact/", desk.first_contact, name="first_contact"),
]
