"""Around every request: it begins without sight of any report; and who may frame the form.

The last is set outside the view, so that an error page, too, stays readable inside the frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

from .embedding import frame_policy, origins_of
from .tenancy import sees_nothing

FORM = re.compile(r"^/(?:[a-z]{2,3}/)?melden/(?P<school>[a-z][a-z0-9-]{1,38})/(?P<probe>proef/)?$")
ANYBODY = ["*"]
MOST_REMEMBERED = 500


class SightMiddleware:
    """Every request begins with no report in sight: what it may see, its own view says (`tenancy.sees`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with sees_nothing():
            return self.get_response(request)


class FrameMiddleware:
    """Gives every answer of the embeddable route the school's ``frame-ancestors``; all other pages keep 'none'.

    When the database is away, the sites that were named last are still known: the student then reads an honest error
    with a phone number, and not the browser's "refused to connect".
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.remembered: dict[str, list[str]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = FORM.match(request.path_info)
        if found is None:
            return self.get_response(request)
        # The test page holds nothing of anybody, and must be able to say "this site is not in the list yet".
        origins = ANYBODY if found["probe"] else self._origins(found["school"])
        request.embed_origins = [] if origins == ANYBODY else origins  # type: ignore[attr-defined]  # read by the form
        response = self.get_response(request)
        nothing_there = response.status_code == 404 and origins == ANYBODY
        if origins and not nothing_there:
            response.headers["Content-Security-Policy"] = frame_policy(origins)
            response.xframe_options_exempt = True  # type: ignore[attr-defined]  # Django's own mark
            response.headers.pop("X-Frame-Options", None)
        return response

    def _origins(self, school: str) -> list[str]:
        try:
            origins = origins_of(school)
        except DatabaseError:
            return self.remembered.get(school, [])
        if origins or school in self.remembered:
            if len(self.remembered) > MOST_REMEMBERED:
                self.remembered.clear()
            self.remembered[school] = origins
        return origins
