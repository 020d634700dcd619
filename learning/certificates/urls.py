from django.urls import path

from . import views

app_name = "certificates"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("maken/<slug:module_key>/", views.issue, name="issue"),
    path("geldigheid/", views.term, name="term"),
    path("<int:pk>.pdf", views.paper, name="paper"),
    path("<str:code>/", views.check, name="check"),
]
