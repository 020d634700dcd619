from __future__ import annotations

from django.urls import path

from . import views

app_name = "insights"
urlpatterns = [path("training.csv", views.download, name="download")]
