"""What machines read, outside the language of the path."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "machines"
urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]
