"""Public pages, under the language of the path. The desk stands in desk_urls."""

from __future__ import annotations

from django.urls import path

from .views import behind_code, colleague, probe, public

app_name = "reporting"
urlpatterns = [
    path("melden/", public.schools, name="schools"),
    path("melden/namens/", colleague.for_student, name="for_student"),
    path("melden/namens/signaal/", colleague.signal, name="signal"),
    path("melden/<slug:school>/", public.form, name="form"),
    path("melden/<slug:school>/proef/", probe.probe, name="probe"),
    path("melding/", behind_code.status, name="status"),
]
