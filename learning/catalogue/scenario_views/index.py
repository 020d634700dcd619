"""All conversations that somebody may write, and the way to a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from learning.catalogue.models import CatalogueRoot
from learning.catalogue.permissions import organisations_to_write_for, scenarios_to_write, user_can_add_to_catalogue
from learning.catalogue.scenario_forms import NewForm
from learning.catalogue.scenario_services import create_scenario


def _frame(title: str) -> dict[str, Any]:
    return {
        "breadcrumbs_items": [{"url": reverse("scenario:index"), "label": _("Gesprekken")}], "header_title": title, "page_title": title,
        "page_subtitle": "", "header_icon": "openquote", "header_buttons": [], "media": "",
    }  # fmt: skip


def index(request: HttpRequest) -> HttpResponse:
    """One list, newest work first; what another organisation keeps is not in it."""
    if not user_can_add_to_catalogue(request.user):
        raise PermissionDenied
    context = {
        **_frame(_("Gesprekken")),
        "pages": scenarios_to_write(request.user).select_related("locale", "organisation").order_by("-latest_revision_created_at"),
        "roots": CatalogueRoot.objects.select_related("locale").order_by("pk"),
    }  # fmt: skip
    return render(request, "catalogue/scenario/index.html", context)


def new(request: HttpRequest, root_id: int) -> HttpResponse:
    """A title and a script become a draft; a script that cannot be read comes back as it was typed."""
    root = get_object_or_404(CatalogueRoot, pk=root_id)
    if not root.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    form = NewForm(request.POST or None, organisations=organisations_to_write_for(request.user))
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        page = create_scenario(
            root=root,
            title=title,
            slug=slugify(title),
            graph=form.graph,
            organisation=form.cleaned_data["organisation"],
            by=request.user,
        )
        messages.success(request, _("Je concept staat klaar. Kies een moment, en vul per antwoord in wat het doet."))
        return redirect("scenario:editor", page_id=page.pk)
    return render(request, "catalogue/scenario/new.html", {**_frame(_("Nieuw gesprek")), "form": form})
