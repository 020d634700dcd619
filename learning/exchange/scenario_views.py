"""Conversations as text in the CMS: read and change, take along as a file, bring in with a preview first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Locale

from learning.catalogue.models import CatalogueRoot, ScenarioPage
from learning.catalogue.permissions import organisations_to_write_for
from learning.catalogue.scenario_check import check
from learning.catalogue.scenario_map import make_map
from learning.catalogue.scenario_services import remember_step
from learning.catalogue.scenario_translation import is_translation
from learning.catalogue.scenario_views.access import on_scenario, render_cms

from .scenario_files import FORMATS, Read, read_file, read_text, write_file
from .scenario_forms import BringInForm, TextForm
from .scenario_services import import_new, import_over

TYPES = {"yaml": "application/yaml", "twee": "text/plain"}


@on_scenario
def text(request: HttpRequest, draft: ScenarioPage) -> HttpResponse:
    """The whole draft as YAML. A text that cannot be read comes back as it was typed, with the line."""
    if is_translation(draft):
        raise Http404
    written = write_file(draft.graph, title=draft.title, slug=draft.slug, form="yaml")
    form = TextForm(request.POST or None, initial={"text": written, "base": draft.latest_revision_id})
    found: Read | None = None
    if request.method == "POST" and form.is_valid():
        found = read_text(form.cleaned_data["text"])
        if str(draft.latest_revision_id) != form.cleaned_data["base"]:
            form.add_error(
                "text", _("Een collega bewaarde intussen iets. Kopieer je tekst, open deze pagina opnieuw en vergelijk.")
            )
        elif found.graph is None:
            form.add_error("text", [str(one) for one in found.findings])
        else:
            remember_step(request.session, draft.pk, import_over(page=draft, graph=found.graph, by=request.user))
            messages.success(request, _("Bewaard als concept."))
            return redirect("scenario:editor", page_id=draft.pk)
    return render_cms(request, "exchange/scenario_text.html", draft, screen=_("Als tekst"), form=form, formats=FORMATS)


@require_GET
@on_scenario
def download(request: HttpRequest, draft: ScenarioPage, form: str) -> HttpResponse:
    """The draft as a file."""
    if form not in FORMATS:
        raise Http404
    response = HttpResponse(
        write_file(draft.graph, title=draft.title, slug=draft.slug, form=form), content_type=f"{TYPES[form]}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{draft.slug}.{form}"'
    return response


def bring_in(request: HttpRequest) -> HttpResponse:
    """A file as a new conversation: first a preview with what is found, then a draft. The file itself is not kept."""
    root = CatalogueRoot.objects.order_by("pk").first()
    if root is None or not root.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    form = BringInForm(request.POST or None, request.FILES or None, organisations=organisations_to_write_for(request.user))
    found: Read | None = None
    if request.method == "POST" and form.is_valid():
        found = _read(form)
        if found.graph is not None and "bring" in request.POST:
            locale = Locale.objects.get(pk=root.locale_id)
            page = import_new(
                graph=found.graph,
                title=found.title,
                slug=found.slug,
                locale=locale,
                organisation=form.cleaned_data["organisation"],
                by=request.user,
            )
            messages.success(request, _("“%(title)s” staat erin als concept.") % {"title": page.title})
            return redirect("scenario:editor", page_id=page.pk)
    return render(request, "exchange/scenario_import.html", {**_frame(), "form": form, "found": found, **_preview(found)})


def _read(form: BringInForm) -> Read:
    upload = form.cleaned_data.get("file")
    if upload is None:
        return read_text(form.cleaned_data["text"], form.cleaned_data["name"])
    found = read_file(upload.read(), upload.name)
    form.shown_text = form.text_of(upload)
    form.shown_name = upload.name
    return found


def _preview(found: Read | None) -> dict[str, Any]:
    if found is None or found.graph is None:
        return {"map": None}
    return {"map": make_map(found.graph, check(found.graph, title=found.title, slug=found.slug))}


def _frame() -> dict[str, Any]:
    title = _("Gesprek uit een bestand")
    crumbs = [{"url": reverse("scenario:index"), "label": _("Gesprekken")}, {"url": "", "label": title}]
    return {
        "breadcrumbs_items": crumbs, "header_title": title, "page_title": title, "page_subtitle": "", "header_icon": "openquote",
        "header_buttons": [], "media": "",
    }  # fmt: skip
