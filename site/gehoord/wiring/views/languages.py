"""Languages that only the form speaks: there are no pages in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

SERVED_FIRST = "reporting:schools"


def only_where_pages_are(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pages exist in the languages they are written in. Elsewhere the start leads to the form, and the rest does not exist."""

    @wraps(serve)
    def page(request: HttpRequest, path: str = "", **given: Any) -> HttpResponse:
        if get_language() in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            return serve(request, path, **given)
        if path:
            raise Http404
        return redirect(SERVED_FIRST)

    return page
