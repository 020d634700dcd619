"""A school's own settings of the form, outside the language of the path: it speaks the administrator's language."""

from __future__ import annotations

from django.urls import path

from .views import form_settings

app_name = "form_settings"
urlpatterns = [
    path("", form_settings.embedding, name="embedding"),
    path("site/", form_settings.allow, name="allow"),
    path("termijn/", form_settings.terms, name="terms"),
    path("site/<int:pk>/weg/", form_settings.forbid, name="forbid"),
]
