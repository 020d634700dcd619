"""The training panel on the coordinator's overview."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gehoord.organisations.models import Organisation
from learning.catalogue.queries import modules_of

from .charts import growth_line
from .queries import follow_up_of, progress_of


def training_panel(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """Who of the organisation finished one module (``?module=key``; without it the first)."""
    modules = modules_of(organisation)
    wanted = request.GET.get("module")
    module = next((module for module in modules if wanted in (None, module.key)), modules[0] if modules else None)
    here = urlencode({"organisatie": organisation.slug})
    context: dict[str, Any] = {
        "organisation": organisation,
        "modules": modules,
        "module": module,
        "download_url": f"{reverse('insights:download')}?{here}",
        "spreadsheet_url": f"{reverse('insights:spreadsheet')}?{here}",
    }
    context["links"] = [
        (_("Leerroutes"), f"{reverse('insights:paths')}?{here}"),
        (_("Verlof en vrijstelling"), f"{reverse('insights:aside')}?{here}"),
        (_("Geldigheid van certificaten"), reverse("certificates:term")),
    ]
    if module is not None:
        progress = progress_of(organisation, module.key)
        context |= {
            "progress": progress,
            "line": growth_line(progress.months, progress.total),
            "reminder_url": f"{reverse('insights:reminder', args=[module.key])}?{here}" if module.is_open else "",
            "follow_up": follow_up_of(organisation, module.key),
        }
    return context
