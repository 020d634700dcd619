"""The trainer's totals of a conversation, inside Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from learning.catalogue.models import ScenarioPage
from learning.catalogue.scenario_views.access import on_scenario, render_cms

from .scenario_totals import totals_of


@on_scenario
def totals(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """What learners chose, all together."""
    return render_cms(
        request, "insights/scenario_totals.html", draft, screen=_("Wat deelnemers kozen"), totals=totals_of(draft)
    )
