from __future__ import annotations

from django.urls import path

from .views import conversation, debrief, essays, growing, home, mine, own_steps, quiz, quiz_history, step

app_name = "progress"
urlpatterns = [
    path("", home.home, name="home"),
    path("nu-een-gesprek/", home.now, name="now"),
    path("van-mij/", mine.mine, name="mine"),
    path("van-mij/lezen/", mine.readable, name="readable"),
    path("vaardigheden/", growing.skills, name="skills"),
    path("mijn-gesprekken/", growing.conversations, name="conversations"),
    path("geen-opfrissers/<str:token>/", growing.refreshers_off, name="refreshers_off"),
    path("na-drie-maanden/<int:pk>/", growing.follow_up, name="follow_up"),
    path("van-mij/gegevens.json", mine.download, name="download"),
    path("terugkijken/<int:attempt_id>/", debrief.debrief, name="debrief"),
    path("terugkijken/<int:attempt_id>/opnieuw/", debrief.try_again, name="try_again"),
    path("terugkijken/<int:attempt_id>/bewaren/", debrief.keep, name="keep"),
    path("mijn-vragen/", quiz_history.history, name="questions"),
    path("mijn-vragen/<int:attempt_id>/", quiz_history.look_back, name="questions_again"),
    path("teksten/", essays.to_read, name="essays"),
    path("teksten/<uuid:essay_id>/", essays.mark, name="essay"),
    path("teksten/sturen/<int:answer_id>/", essays.send, name="send_essay"),
    path("<slug:module_key>/", home.module, name="module"),
    path("<slug:module_key>/nu-niet/", home.later, name="later"),
    path("<slug:module_key>/<slug:step_key>/", step.step, name="step"),
    path("<slug:module_key>/<slug:step_key>/bestand/<slug:part>/", own_steps.step_file, name="step_file"),
    path("<slug:module_key>/<slug:step_key>/pauze/", conversation.pause, name="pause"),
    path("<slug:module_key>/<slug:step_key>/vraag/<int:number>/", quiz.feedback, name="feedback"),
]
