"""Figures of a school: the public page where the school switched it on, and the same numbers as CSV."""

from __future__ import annotations

from django.urls import path

from .views import figures

app_name = "figures"
urlpatterns = [
    path("<slug:school>/", figures.public, name="public"),
    path("<slug:school>/cijfers.csv", figures.as_csv, name="csv"),
    path("<slug:school>/openbaar/", figures.publish, name="publish"),
]
