"""What the screens of the conversation's editor share: whose page it is, the frame of Wagtail's admin, the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from learning.catalogue.models import ScenarioPage
from learning.catalogue.permissions import user_can_edit_scenario, user_can_see_catalogue_page
from learning.catalogue.scenario_services import PageLockedError, draft_of

View = Callable[..., HttpResponse]


def on_scenario(view: View) -> View:
    """The page and its draft for a view; 404 for another organisation's, Wagtail's refusal without the right to edit."""

    @wraps(view)
    def wrapped(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        page = Page.objects.filter(pk=page_id).first()
        if page is None or page.specific_class is not ScenarioPage:
            raise Http404
        specific = page.specific
        if not user_can_see_catalogue_page(request.user, specific):
            raise Http404
        if not user_can_edit_scenario(request.user, specific):
            raise PermissionDenied
        try:
            return view(request, draft_of(specific), **kwargs)
        except PageLockedError:
            messages.error(
                request, _("Dit gesprek zit op slot: een collega leest het of heeft het vastgezet. Er is niets veranderd.")
            )
            return redirect("scenario:editor", page_id=page_id)

    return wrapped


def render_cms(request: HttpRequest, template: str, draft: ScenarioPage, *, screen: str, **context: Any) -> HttpResponse:
    """One of our screens inside Wagtail's admin, with the way back to the page."""
    crumbs = [
        {"url": reverse("scenario:index"), "label": _("Gesprekken")},
        {"url": reverse("wagtailadmin_pages:edit", args=[draft.pk]), "label": draft.title},
        {"url": reverse("scenario:editor", args=[draft.pk]), "label": _("Gesprek schrijven")},
    ]
    if screen:
        crumbs.append({"url": "", "label": screen})
    title = f"{screen}: {draft.title}" if screen else draft.title
    everything = {
        "breadcrumbs_items": crumbs, "header_title": title, "page_title": title, "page_subtitle": "", "header_icon": "openquote",
        "header_buttons": [], "media": "", "draft": draft, "screen": screen, **context,
    }  # fmt: skip
    return render(request, template, everything)
