from __future__ import annotations

from django.urls import path

from .views import imports, organisation, people

app_name = "organisations"
urlpatterns = [
    path("", people.people, name="people"),
    path("uitnodigen/", people.invite, name="invite"),
    path("importeren/", imports.import_people, name="import"),
    path("rol/<int:pk>/", people.membership, name="membership"),
    path("rol/<int:pk>/stoppen/", people.end, name="end"),
    path("rol/<int:pk>/opnieuw/", people.resend, name="resend"),
    path("uitnodiging/<str:token>/", people.invitation, name="invitation"),
    path("instellingen/", organisation.settings, name="settings"),
    path("teams/", organisation.teams, name="teams"),
    path("teams/nieuw/", organisation.team, name="team_new"),
    path("teams/<int:pk>/", organisation.team, name="team"),
    path("teams/<int:pk>/weg/", organisation.team_delete, name="team_delete"),
    path("kaarten/", organisation.contacts, name="contacts"),
    path("kaarten/nieuw/", organisation.contact, name="contact_new"),
    path("kaarten/<int:pk>/", organisation.contact, name="contact"),
    path("kaarten/<int:pk>/weg/", organisation.contact_delete, name="contact_delete"),
    path("gesloten/", organisation.closed_days, name="closed_days"),
    path("gesloten/nieuw/", organisation.closed_day, name="closed_day_new"),
    path("gesloten/<int:pk>/", organisation.closed_day, name="closed_day"),
    path("gesloten/<int:pk>/weg/", organisation.closed_day_delete, name="closed_day_delete"),
    path("voor-je-live-gaat/", organisation.go_live, name="go_live"),
    path("voor-je-live-gaat/belofte/", organisation.promise, name="promise"),
]
