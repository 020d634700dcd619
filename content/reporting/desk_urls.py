"""The desk, outside the language of the path: it speaks the adviser's language."""

from __future__ import annotations

from django.urls import path

from .views import desk, desk_case, desk_steps, vault_keepers, vault_keys, vault_recovery

app_name = "desk"
urlpatterns = [
    path("", desk.inbox_page, name="inbox"),
    path("open/", desk.unlock, name="unlock"),
    path("dicht/", desk.lock, name="lock"),
    path("sleutel/", vault_keys.key, name="key"),
    path("sleutel/bewijs/", vault_keys.prove, name="prove"),
    path("sleutel/<int:pk>/toelaten/", vault_keys.admit, name="admit"),
    path("sleutel/<int:pk>/woorden/", vault_recovery.new_words, name="new_words"),
    path("sleutel/<int:pk>/woorden/bewijs/", vault_recovery.confirm_words, name="confirm_words"),
    path("sleutel/<int:pk>/kwijt/", vault_recovery.give_up, name="give_up"),
    path("sleutel/<int:pk>/vernieuwen/", vault_recovery.rotate, name="rotate"),
    path("sleutel/<int:pk>/vernieuwen/bewijs/", vault_recovery.confirm_rotation, name="confirm_rotation"),
    path("sleutel/<int:pk>/opvolger/", vault_recovery.successor, name="successor"),
    path("sleutel/<int:pk>/stoppen/", vault_recovery.leave, name="leave"),
    path("sleutel/<int:pk>/teruggeven/<int:user_id>/", vault_recovery.give_back, name="give_back"),
    path("sleutel/<int:pk>/opruimen/", vault_recovery.tidy_list, name="tidy_list"),
    path("noodsleutel/<int:pk>/", vault_keepers.keepers, name="keepers"),
    path("noodsleutel/<int:pk>/maken/", vault_keepers.make_sheets, name="make_sheets"),
    path("noodsleutel/<int:pk>/vel/<str:place>/", vault_keepers.prove_sheet, name="prove_sheet"),
    path("noodsleutel/<int:pk>/klaar/", vault_keepers.list_emergency, name="list_emergency"),
    path("noodsleutel/<int:pk>/kenmerk/<str:place>/", vault_keepers.check_sheet, name="check_sheet"),
    path("noodsleutel/<int:pk>/gebruiken/", vault_keepers.use_emergency, name="use_emergency"),
    path("zoeken/", desk.search_page, name="search"),
    path("waarnemers/", desk.deputies, name="deputies"),
    path("waarnemers/<int:pk>/weg/", desk.end_deputy, name="end_deputy"),
    path("melding/<uuid:report_id>/", desk_case.case, name="case"),
    path("melding/<uuid:report_id>/contact/", desk_steps.first_contact, name="first_contact"),
    path("melding/<uuid:report_id>/schrijven/", desk_steps.write, name="write"),
    path("melding/<uuid:report_id>/vragen/", desk_steps.ask, name="ask"),
    path("melding/<uuid:report_id>/afronden/", desk_steps.close, name="close"),
    path("melding/<uuid:report_id>/nazorg/", desk_steps.aftercare, name="aftercare"),
    path("melding/<uuid:report_id>/heropenen/", desk_steps.reopen, name="reopen"),
    path("melding/<uuid:report_id>/misbruik/", desk_steps.mark_abuse, name="mark_abuse"),
    path("melding/<uuid:report_id>/echt/", desk_steps.unmark_abuse, name="unmark_abuse"),
    path("melding/<uuid:report_id>/koppelen/", desk_steps.link, name="link"),
    path("melding/<uuid:report_id>/nagekeken/", desk_steps.from_bin, name="from_bin"),
    path("melding/<uuid:report_id>/proef/", desk_steps.mark_test, name="mark_test"),
    path("melding/<uuid:report_id>/bewaren/", desk_steps.hold, name="hold"),
    path("melding/<uuid:report_id>/bewaren/niet/", desk_steps.unhold, name="unhold"),
    path("melding/<uuid:report_id>/overdragen/", desk_steps.step_back, name="step_back"),
    path("melding/<uuid:report_id>/bureau/<int:number>/", desk_steps.refer, name="refer"),
    path("melding/<uuid:report_id>/bestand/<int:number>/", desk_steps.file, name="file"),
]
