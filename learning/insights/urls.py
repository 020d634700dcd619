from __future__ import annotations

from django.urls import path

from . import path_views, quiz_views, views

app_name = "insights"
urlpatterns = [
    path("training.csv", views.download, name="download"),
    path("leerroutes/", path_views.paths, name="paths"),
    path("vragen/", quiz_views.quizzes, name="quizzes"),
    path("vragen/<uuid:page_key>/<slug:language>/", quiz_views.items, name="quiz_items"),
]
