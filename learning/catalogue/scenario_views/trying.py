"""Trying a draft out as a learner would: from any moment, with chosen openness and facts. Nothing is stored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from learning.catalogue.models import ScenarioPage
from learning.catalogue.scenario_check import readable
from learning.catalogue.scenario_forms import TryForm
from learning.catalogue.scenario_trying import NotPlayableError, trial_of
from learning.engine.reading import ScenarioFormatError

from .access import on_scenario


@on_scenario
def try_out(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """The draft as it is now. All that is played stands in the form of the page itself."""
    try:
        scenario = readable(draft.graph, title=draft.title, slug=draft.slug)
    except ScenarioFormatError:
        messages.error(request, _("Dit gesprek is nog niet te spelen. Verbeter eerst wat hier staat."))
        return redirect("scenario:findings", page_id=draft.pk)
    data = request.POST if request.method == "POST" else request.GET
    form = TryForm({**TryForm.usual(scenario), **data.dict(), "told": data.getlist("told")}, scenario=scenario)
    start = {**TryForm.usual(scenario), **(form.cleaned_data if form.is_valid() else {})}
    answers = [] if "again" in data else request.POST.getlist("answers")
    given = request.POST.get("reply", "")
    if request.POST.get("ticks"):
        given = f"ticks:{','.join(sorted(request.POST.getlist('ticked')))}"
    if "back" in request.POST:
        answers = answers[:-1]
    elif given:
        answers = [*answers, given]
    try:
        trial = trial_of(scenario, start=start["start"], openness=start["openness"], told=start["told"], answers=answers)
    except NotPlayableError:
        messages.warning(request, _("Het gesprek is intussen veranderd. Het begint opnieuw."))
        trial = trial_of(scenario, start=scenario.start, openness=scenario.openness, told=[], answers=[])
    return render(request, "catalogue/scenario/try.html", {"draft": draft, "trial": trial, "form": form, "start": start})
