"""The editor, moment by moment: the map beside one moment's form, and every save small."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning.catalogue.models import ScenarioPage
from learning.catalogue.scenario_check import Check, name_of
from learning.catalogue.scenario_editor import MomentEditor, moment_checksum
from learning.catalogue.scenario_forms import ScriptForm
from learning.catalogue.scenario_frame import FrameEditor
from learning.catalogue.scenario_graph import (
    NoSuchMomentError,
    TooManyMomentsError,
    moment_of,
    moments_of,
)
from learning.catalogue.scenario_map import make_map
from learning.catalogue.scenario_screens import moment_rows, skill_help
from learning.catalogue.scenario_services import (
    ChangedMeanwhileError,
    NothingToUndoError,
    change_graph,
    check_of,
    remember_step,
    save_draft,
    save_moment,
    undo,
    undo_name,
)
from learning.catalogue.scenario_translation import is_translation
from learning.catalogue.step_starter import SLUG_PREFIX

from .access import on_scenario, render_cms

ACTS = ("new", "duplicate", "up", "down", "start", "delete")


def surroundings(request: HttpRequest, draft: ScenarioPage, current: str = "") -> dict[str, Any]:
    """The map, the list and the counts: beside every form of the editor."""
    found: Check = check_of(draft)
    return {
        "check": found,
        "map": make_map(draft.graph, found, current),
        "rows": moment_rows(draft.graph, found, current),
        "current": current,
        "can_undo": bool(request.session.get(undo_name(draft.pk))),
        "whole_findings": [one for one in found.findings if not one.moment],
    }


@on_scenario
def editor(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """The whole conversation: map, list, counts, and what still has to be done."""
    if is_translation(draft):
        return redirect("scenario:translate", page_id=draft.pk)
    others = [(code, name) for code, name in settings.LANGUAGES if code != draft.locale.language_code]
    languages = others if draft.locale.language_code == settings.LANGUAGE_CODE else []
    return render_cms(
        request, "catalogue/scenario/editor.html", draft, screen="", languages=languages, **surroundings(request, draft)
    )


@on_scenario
def moment(request: HttpRequest, draft: ScenarioPage, key: str) -> HttpResponse:
    """One moment beside the map. A save that fails shows everything that was typed."""
    if is_translation(draft):
        return redirect("scenario:translate", page_id=draft.pk)
    try:
        here = moment_of(draft.graph, key)
    except NoSuchMomentError:
        messages.warning(request, _("Dat moment is er niet meer. Hier is het hele gesprek."))
        return redirect("scenario:editor", page_id=draft.pk)
    form = MomentEditor(draft.graph, here, request.POST if request.method == "POST" else None, more_lines="zin" in request.GET)
    theirs = ""
    if request.method == "POST":
        if form.is_valid():
            try:
                return _saved(request, draft, key, form)
            except ChangedMeanwhileError:
                theirs = moment_checksum(here)
            except TooManyMomentsError:
                messages.error(request, _("Een gesprek heeft hooguit 200 momenten. Er is niets bewaard."))
        else:
            messages.error(request, _("Nog niet bewaard. Kijk bij de rode velden; wat je typte staat er nog."))
    names = [str(one["key"]) for one in moments_of(draft.graph)]
    at = names.index(key)
    around = surroundings(request, draft, key)
    return render_cms(
        request, "catalogue/scenario/moment.html", draft, screen=_("Moment %(name)s") % {"name": name_of(draft.graph, key)},
        editor=form, findings=around["check"].at(key), theirs=theirs, skills=skill_help(), moment_key=key,
        before=names[at - 1] if at else "", after=names[at + 1] if at + 1 < len(names) else "", **around,
    )  # fmt: skip


def _saved(request: HttpRequest, draft: ScenarioPage, key: str, form: MomentEditor) -> HttpResponse:
    revisions, made = save_moment(page_id=draft.pk, key=key, editor=form, by=request.user)
    remember_step(request.session, draft.pk, revisions)
    if made:
        messages.success(request, _("Bewaard. Hier is het nieuwe moment: wat gebeurt er na dit antwoord?"))
        return redirect("scenario:moment", page_id=draft.pk, key=made[0])
    messages.success(request, _("Bewaard als concept."))
    more = "?zin=1" if request.POST.get("more") == "line" else ""
    return redirect(reverse("scenario:moment", args=[draft.pk, key]) + more)


@require_POST
@on_scenario
def act(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """New, copy, move, begin here, take away: one press, and one press to undo it."""
    action, key = request.POST.get("action", ""), request.POST.get("key", "")
    if action not in ACTS:
        raise Http404
    shown: list[str] = []

    def change(page: ScenarioPage) -> None:
        page.graph, following = change_graph(page.graph, action, key)
        shown.append(following)

    try:
        remember_step(request.session, draft.pk, save_draft(page_id=draft.pk, by=request.user, change=change))
    except NoSuchMomentError:
        messages.warning(request, _("Dat moment is er niet meer. Er is niets veranderd."))
        return redirect("scenario:editor", page_id=draft.pk)
    except TooManyMomentsError:
        messages.error(request, _("Een gesprek heeft hooguit 200 momenten. Er is niets veranderd."))
        return redirect("scenario:editor", page_id=draft.pk)
    messages.success(request, SAID[action]())
    if shown[0]:
        return redirect("scenario:moment", page_id=draft.pk, key=shown[0])
    return redirect("scenario:editor", page_id=draft.pk)


SAID = {
    "new": lambda: _("Hier is een nieuw moment."),
    "duplicate": lambda: _("Dit is de kopie. Er leidt nog geen antwoord naartoe."),
    "up": lambda: _("Een plaats naar voren gezet."),
    "down": lambda: _("Een plaats naar achteren gezet."),
    "start": lambda: _("Het gesprek begint nu hier."),
    "delete": lambda: _(
        "Weggehaald. Antwoorden die hierheen gingen, wachten op een nieuwe keuze. Toch niet? Druk op “Maak ongedaan”."
    ),
}


@require_POST
@on_scenario
def undo_step(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """The last own step back."""
    try:
        undo(session=request.session, page_id=draft.pk, by=request.user)
    except NothingToUndoError:
        messages.warning(
            request,
            _("Er is niets om ongedaan te maken, of een collega werkte verder. Oudere versies vind je bij de geschiedenis."),
        )
    else:
        messages.success(request, _("Ongedaan gemaakt. Zo was het hiervoor."))
    return redirect("scenario:editor", page_id=draft.pk)


def swaps_for(draft: ScenarioPage) -> list[tuple[str, str]]:
    """Other conversations in the same language that a learner may take instead."""
    others = ScenarioPage.objects.filter(locale_id=draft.locale_id).exclude(pk=draft.pk).filter(live=True).order_by("title")
    return [
        (slug.removeprefix(SLUG_PREFIX[ScenarioPage]), title)
        for slug, title, whose in others.values_list("slug", "title", "organisation_id")
        if whose in {None, draft.organisation_id}
    ]


@on_scenario
def frame(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """Who the student is, what the learner reads beforehand, what lies behind it."""
    if is_translation(draft):
        return redirect("scenario:translate", page_id=draft.pk)
    form = FrameEditor(draft.graph, request.POST if request.method == "POST" else None, swaps=swaps_for(draft))
    if request.method == "POST":
        if form.is_valid():

            def change(page: ScenarioPage) -> None:
                page.graph = form.onto(page.graph)

            remember_step(request.session, draft.pk, save_draft(page_id=draft.pk, by=request.user, change=change))
            messages.success(request, _("Bewaard als concept."))
            return redirect("scenario:editor", page_id=draft.pk)
        messages.error(request, _("Nog niet bewaard. Kijk bij de rode velden; wat je typte staat er nog."))
    return render_cms(
        request, "catalogue/scenario/frame.html", draft, screen=_("Rond het gesprek"), editor=form, check=check_of(draft)
    )


@on_scenario
def script(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """Begin with a script: it takes the place of the moments that are there, and can be undone."""
    form = ScriptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def change(page: ScenarioPage) -> None:
            kept = {name: value for name, value in page.graph.items() if name not in {"moments", "start", "facts"}}
            page.graph = {**form.graph, **kept, "student": form.graph["student"], "moments": form.graph["moments"]}

        remember_step(request.session, draft.pk, save_draft(page_id=draft.pk, by=request.user, change=change))
        messages.success(request, _("Het script is nu een gesprek. Kies per antwoord de vaardigheid, en voeg zijpaden toe."))
        return redirect("scenario:editor", page_id=draft.pk)
    return render_cms(request, "catalogue/scenario/script.html", draft, screen=_("Begin met een script"), form=form)
