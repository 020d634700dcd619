"""This room's part of the "before you go live" list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gehoord.core.registry import GoLiveItem
from gehoord.organisations.enums import FORM_KINDS
from gehoord.organisations.models import GoLiveConfirmation

from .gate import has_two_independent_ways
from .key_lists import waits_for_pin


def go_live_items(organisation: Any) -> Iterable[GoLiveItem]:
    if organisation.kind not in FORM_KINDS:
        return []
    confirmed = set(GoLiveConfirmation.objects.filter(organisation=organisation).values_list("key", flat=True))
    return [
        GoLiveItem(
            key="reporting.two_ways",
            kind="fact",
            title=_("Twee vertrouwenspersonen kunnen een melding openen"),
            why=_("Pas dan gaat het meldformulier open. Raakt de een de sleutel kwijt, dan kan de ander er nog bij."),
            done=has_two_independent_ways(organisation),
            url=reverse("desk:key"),
        ),
        GoLiveItem(
            key="reporting.pinned",
            kind="fact",
            title=_("De nieuwste sleutellijst staat buiten de database"),
            why=_(
                "Zo kan niemand die bij de database kan ongemerkt een sleutel toevoegen. De beheerder van de server doet dit."
            ),
            done=not waits_for_pin(organisation.pk),
        ),
        GoLiveItem(
            key="reporting.answer_in_time",
            kind="promise",
            title=_("Wie meldt, krijgt binnen 24 uur op schooldagen antwoord"),
            why=_(
                "Dat staat op het formulier en op de pagina met de meldcode. Spreek af wie invalt bij ziekte en vrije dagen."
            ),
            done="reporting.answer_in_time" in confirmed,
        ),
        GoLiveItem(
            key="reporting.duty_under_18",
            kind="promise",
            title=_("De functionaris gegevensbescherming las de zin over de meldplicht bij jongeren onder de 18"),
            why=_("Het formulier noemt één uitzondering op zwijgen. Die zin moet kloppen voor jullie school."),
            done="reporting.duty_under_18" in confirmed,
        ),
    ]
