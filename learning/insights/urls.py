from __future__ import annotations

from django.urls import path

from . import path_views, quiz_views, reminder_views, views

app_name = "insights"
urlpatterns = [
    path("training.csv", views.download, name="download"),
    path("training.xlsx", views.spreadsheet, name="spreadsheet"),
    path("verlof/", reminder_views.aside, name="aside"),
    path("herinnering/<slug:module_key>/", reminder_views.reminder, name="reminder"),
    path("nu-niet/<str:token>/", reminder_views.no_reminder, name="no_reminder"),
    path("leerroutes/", path_views.paths, name="paths"),
    path("vragen/", quiz_views.quizzes, name="quizzes"),
    path("vragen/<uuid:page_key>/<slug:language>/", quiz_views.items, name="quiz_items"),
]
