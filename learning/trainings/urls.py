from django.urls import path

from .views import giving, guides, mine

app_name = "trainings"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("agenda/", mine.calendar_address, name="calendar"),
    path("agenda/<str:token>.ics", mine.feed, name="feed"),
    path("<int:pk>/", mine.training, name="training"),
    path("<int:pk>/aanmelden/", mine.sign_up, name="sign_up"),
    path("<int:pk>/afmelden/", mine.sign_off, name="sign_off"),
    path("<int:pk>/aanwezig/", mine.check_in, name="check_in"),
    path("geven/", giving.given, name="given"),
    path("geven/nieuw/", giving.edit, name="new"),
    path("geven/eerder/", giving.earlier, name="earlier"),
    path("draaiboeken/", guides.guides, name="guides"),
    path("draaiboeken/<int:pk>/", guides.guide, name="guide"),
    path("draaiboeken/<int:pk>/kaarten/", guides.cards, name="cards"),
    path("geven/<int:pk>/", giving.people, name="people"),
    path("geven/<int:pk>/wijzigen/", giving.edit, name="edit"),
    path("geven/<int:pk>/afzeggen/", giving.cancel, name="cancel"),
    path("geven/<int:pk>/code/", giving.code, name="code"),
]
