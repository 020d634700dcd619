"""/overzicht/leerroutes/: what a coordinator asks of teams and functions, own paths, and modules that are not shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gehoord.organisations.enums import LearnerFunction, Role
from gehoord.organisations.models import Organisation
from learning.catalogue.models import LearningPath
from learning.catalogue.path_services import delete_path, make_path, show_module
from learning.catalogue.queries import hidden_keys, modules_for, paths_of
from learning.completion.assigning import assign_path, end_assignment
from learning.completion.models import Assignment

from .path_forms import AssignForm, PathForm


def own_organisation(request: HttpRequest) -> Organisation:
    """The organisation of this page (``?organisatie=slug`` where there are several); another one does not exist."""
    own = Organisation.objects.where(request.user, Role.COORDINATOR)
    wanted = request.GET.get("organisatie")
    found = own.filter(slug=wanted).first() if wanted is not None else own.first()
    if found is None:
        raise Http404
    return found


@never_cache
def paths(request: HttpRequest) -> HttpResponse:
    """Everything about paths on one page; each form comes back with what was typed when it is not right."""
    organisation = own_organisation(request)
    modules = modules_for([organisation], even_hidden=True)
    known = paths_of(organisation)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    assign = AssignForm(request.POST if action == "assign" else None, organisation=organisation, paths=known, prefix="a")
    own = PathForm(request.POST if action == "make" else None, modules=modules, prefix="p")
    if action and _done(request, organisation, action, assign, own):
        return redirect(f"{reverse('insights:paths')}?organisatie={organisation.slug}")
    titles = {module.key: module.title for module in modules}
    context = {
        "organisation": organisation,
        "assignments": _assignments(organisation),
        "paths": [(path, [titles[key] for key in path.module_keys if key in titles]) for path in known],
        "modules": _modules(organisation, modules),
        "assign": assign,
        "own": own,
        "has_errors": bool(assign.errors or own.errors),
    }
    return render(request, "insights/paths.html", context, status=422 if context["has_errors"] else 200)


def _done(request: HttpRequest, organisation: Organisation, action: str, assign: AssignForm, own: PathForm) -> bool:
    """Do what was asked; False when the page comes back with a form that is not right."""
    if action == "assign":
        if not assign.is_valid():
            return False
        assign_path(organisation=organisation, by=request.user, **assign.chosen())
        messages.success(request, _("De leerroute staat klaar. Collega’s zien die bij hun training."))
    elif action == "make":
        if not own.is_valid():
            return False
        title, keys = own.cleaned_data["title"], own.module_keys()
        make_path(organisation=organisation, title=title, function="", module_keys=keys, by=request.user)
        messages.success(request, _("De leerroute is gemaakt. Je kunt die nu aan een team of functie vragen."))
    elif action == "end":
        end_assignment(assignment=_own(Assignment, request, organisation), by=request.user)
        messages.success(request, _("Weg. Wat collega’s al deden, blijft staan."))
    elif action == "delete":
        delete_path(path=_own(LearningPath, request, organisation), by=request.user)
        messages.success(request, _("De leerroute is weg. Wat collega’s al deden, blijft staan."))
    elif action in {"hide", "show"}:
        shown = {module.key for module in modules_for([organisation], even_hidden=True) if module.organisation_id is None}
        key = request.POST.get("module", "")
        if key not in shown:
            raise Http404
        show_module(organisation=organisation, module_key=key, show=action == "show", by=request.user)
        messages.success(request, _("Bewaard. Wie al begonnen was, gaat gewoon verder."))
    else:
        raise Http404
    return True


def _own(model: Any, request: HttpRequest, organisation: Organisation) -> Any:
    key = request.POST.get("id", "")
    found = (
        model.objects.filter(organisation=organisation, pk=key).first()
        if key.isascii() and key.isdigit() and len(key) < 16
        else None
    )
    if found is None:
        raise Http404
    return found


def _assignments(organisation: Organisation) -> list[dict[str, Any]]:
    rows = Assignment.objects.filter(organisation=organisation).select_related("path", "team")
    return [
        {
            "row": row,
            "whom": row.team.name if row.team else LearnerFunction(row.function).label if row.function else _("Iedereen"),
        }
        for row in rows
    ]


def _modules(organisation: Organisation, modules: list[Any]) -> list[dict[str, Any]]:
    """The region's modules, with whether this organisation shows them; own ones are published or not in the CMS."""
    hidden = hidden_keys(organisation)
    return [
        {"key": module.key, "title": module.title, "is_hidden": module.key in hidden}
        for module in modules
        if module.organisation_id is None and module.is_open
    ]
