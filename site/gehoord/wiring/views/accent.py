"""A school's colour as a stylesheet: its address is the colour, so that it never changes and asks no database."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gehoord.core.accent import accent_sheet

COLOUR = re.compile(r"[0-9a-f]{6}")
YEAR = 365 * 24 * 3600


@login_not_required
@require_safe
def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """Anything but six hexadecimal digits does not exist."""
    if not COLOUR.fullmatch(colour):
        raise Http404
    response = HttpResponse(accent_sheet(f"#{colour}"), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
