from __future__ import annotations

from django.urls import path

from .views import conversation, home, mine, quiz, step

app_name = "progress"
urlpatterns = [
    path("", home.home, name="home"),
    path("nu-een-gesprek/", home.now, name="now"),
    path("van-mij/", mine.mine, name="mine"),
    path("van-mij/gegevens.json", mine.download, name="download"),
    path("terugkijken/<int:attempt_id>/", conversation.debrief, name="debrief"),
    path("terugkijken/<int:attempt_id>/opnieuw/", conversation.try_again, name="try_again"),
    path("terugkijken/<int:attempt_id>/bewaren/", conversation.keep, name="keep"),
    path("<slug:module_key>/", home.module, name="module"),
    path("<slug:module_key>/<slug:step_key>/", step.step, name="step"),
    path("<slug:module_key>/<slug:step_key>/vraag/<int:number>/", quiz.feedback, name="feedback"),
]
