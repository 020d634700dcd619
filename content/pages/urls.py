"""Ways to pages, in the languages that pages are written in."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [
    path("zoeken/", views.search, name="search"),
    path("paginas/", views.overview, name="overview"),
    path("nieuws.atom", views.feed, name="feed"),
]
