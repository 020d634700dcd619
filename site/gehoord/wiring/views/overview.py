"""/overzicht/: the slots of rooms side by side, for the coordinator."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from gehoord.core.registry import Panel, registry
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation


@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """The coordinator's overview of one own organisation (``?organisatie=slug`` where there are several)."""
    own = list(Organisation.objects.where(request.user, Role.COORDINATOR))
    wanted = request.GET.get("organisatie")
    chosen = next((organisation for organisation in own if wanted in (None, organisation.slug)), None)
    if chosen is None:
        raise Http404
    panels = [
        {"template": panel.template, "context": panel.context(request, chosen)}
        for panel in registry.all(Panel)
        if panel.page == "overview" and panel.visible(request.user, chosen)
    ]
    return render(request, "wiring/overview.html", {"organisation": chosen, "organisations": own, "panels": panels})
