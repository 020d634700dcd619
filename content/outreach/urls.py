from __future__ import annotations

from django.urls import path

from . import views

app_name = "outreach"
urlpatterns = [
    path("q/<str:code>/", views.short_link, name="short_link"),
    path("q/<str:code>", views.short_link),  # typed from a wall, without the slash: no second redirect
    path("Q/<str:code>", views.short_link),  # what a code holds: in capitals a code needs fewer squares
    path("scherm/worker.js", views.worker, name="worker"),
    path("scherm/<str:code>/", views.screen, name="screen"),
    path("scherm/<str:code>/dias/", views.screen_slides, name="screen_slides"),
]
