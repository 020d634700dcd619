from __future__ import annotations

from django.conf import settings
from django.urls import path

from .views import accent, cms, development, health, home, overview

app_name = "wiring"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("kleur/<str:colour>.css", accent.accent, name="accent"),
    path("weg/", home.leave, name="leave"),
    path("account/verder/", home.after_sign_in, name="after_sign_in"),
    path("account/website/", cms.door, name="cms"),
    path("overzicht/", overview.overview, name="overview"),
]
if settings.DEMO_PEOPLE:
    urlpatterns += [
        path("ontwikkeling/", development.index, name="development"),
        path("ontwikkeling/onderdelen/", development.gallery, name="gallery"),
        path("ontwikkeling/mail/<str:name>/", development.mail, name="development_mail"),
    ]
