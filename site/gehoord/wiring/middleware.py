"""A host name of its own for the CMS, and pages for refusals that would otherwise be blank."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from .views import errors

# What the CMS needs on its own host: itself, signing in, and files.
SENT_ON = 302
ON_CMS_HOST = ("/cms/", "/account/", "/static/", "/media/", "/documents/", "/healthz")


class CmsHostMiddleware:
    """With CMS_HOST set, /cms/ exists only there, and nothing else of ours does.

    The CMS is the only place with a weaker content policy. Script smuggled into it must not run in the same origin as
    an unlocked desk (SECURITY.md, threats). Cookies are ``__Host-``, so the two hosts share no session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        if not settings.CMS_HOST:
            return
        on_cms_host = request.get_host().split(":")[0] == settings.CMS_HOST.split(":")[0]
        wants_cms = request.path_info.startswith("/cms/")
        if wants_cms != on_cms_host and not (on_cms_host and request.path_info.startswith(ON_CMS_HOST)):
            raise Http404


class RefusalPagesMiddleware:
    """A refusal without a page of its own (wrong method, too large, too often) gets one in the house's style."""

    STATUSES = frozenset({405, 413, 429})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)  # no text holds a NUL, and PostgreSQL refuses to look for one
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == SENT_ON:
            return errors.session_over(request, response)
        if response.status_code not in self.STATUSES or not isinstance(response, HttpResponse) or response.content:
            return response
        return self._page(request, response)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A forged number that no database can hold (64 bits) is bad input, not a fault of ours."""
        return errors.bad_request(request) if isinstance(exception, OverflowError) else None

    def _page(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        page = render(request, f"{response.status_code}.html", status=response.status_code)
        for name, value in response.headers.items():
            if name not in {"Content-Type", "Content-Length"}:
                page.headers[name] = value
        return page
