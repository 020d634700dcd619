"""In the CMS: make an own version of a module of the region, and see what changed in the original."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .copying import changes_in_original, copy_module, note_original_seen
from .errors import NothingToCopyError
from .models import ModulePage
from .narrowing import hidden_from
from .permissions import organisations_to_write_for, user_can_add_to_catalogue


def _module(request: HttpRequest, page_id: int) -> ModulePage:
    """A module that this person sees in the CMS."""
    if not user_can_add_to_catalogue(request.user):
        raise Http404
    return get_object_or_404(ModulePage.objects.exclude(hidden_from(request.user)), pk=page_id)


def _frame(page: ModulePage, title: str) -> dict[str, Any]:
    """What the frame of Wagtail's admin asks of a page."""
    return {
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title}],
        "header_title": title, "page_title": title, "page_subtitle": page.title, "header_icon": "copy", "header_buttons": [],
        "media": "", "page": page,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, page_id: int) -> HttpResponse:
    """For which organisation; then the draft opens."""
    page = _module(request, page_id)
    organisations = list(organisations_to_write_for(request.user))
    if page.organisation_id is not None or not organisations:
        raise Http404
    chosen = next((one for one in organisations if str(one.pk) == request.POST.get("organisation")), None)
    if request.method == "POST" and chosen is not None:
        try:
            made = copy_module(page=page, organisation=chosen, by=request.user)
        except NothingToCopyError:
            messages.error(request, _("Deze module is nog niet gepubliceerd. Maak een eigen versie zodra dat zo is."))
            return redirect("wagtailadmin_pages:edit", page.pk)
        messages.success(request, _("Jullie eigen versie staat klaar als concept. Publiceer die als ze klaar is."))
        return redirect("wagtailadmin_pages:edit", made.pk)
    return render(
        request, "catalogue/module/copy.html", {**_frame(page, _("Maak een eigen versie")), "organisations": organisations}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, page_id: int) -> HttpResponse:
    """What changed in the original; a button says that it was seen."""
    page = _module(request, page_id)
    if page.copied_from is None:
        raise Http404
    if request.method == "POST":
        if not page.permissions_for_user(request.user).can_edit():
            raise Http404
        note_original_seen(page=page, by=request.user)
        messages.success(request, _("Bewaard. Je ziet hier weer iets zodra het origineel opnieuw verandert."))
        return redirect("module_copy:changes", page_id=page.pk)
    context = {**_frame(page, _("Wat veranderde in het origineel")), "changes": changes_in_original(page)}
    return render(request, "catalogue/module/changes.html", context)
