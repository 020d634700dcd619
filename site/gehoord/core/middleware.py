"""Headers and language of every answer."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "midi=(), payment=(), usb=(), browsing-topics=()"
)


def content_policy(directives: dict[str, list[str]]) -> str:
    """Directives as the value of a Content-Security-Policy header."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


class SecurityHeadersMiddleware:
    """Content policy, permissions policy and the ban on framing on every answer, files and errors included.

    The strict policy is the default; under ``/cms/`` Wagtail's own admin gets its own. A view that needs another one
    (the embeddable form) sets the header itself and is left alone.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.strict = content_policy(settings.CONTENT_SECURITY_POLICY_BASE)
        self.cms = content_policy(settings.CONTENT_SECURITY_POLICY_CMS)
        # What the CMS shows an editor of an unpublished page: as strict as the page, in a frame of the CMS itself.
        self.preview = content_policy({**settings.CONTENT_SECURITY_POLICY_BASE, "frame-ancestors": ["'self'"]})

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "is_preview", False):  # set by Wagtail on a request that it makes itself; no visitor can
            response.headers["Content-Security-Policy"] = self.preview
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        policy = self.cms if request.path_info.startswith("/cms/") else self.strict
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if not getattr(response, "xframe_options_exempt", False):  # an answer given before Django's own comes by, too
            response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response


def language_of_path(path: str) -> str:
    """The language that a public path names: ``/en/…`` is English, a bare path Dutch (the default)."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Public pages speak the language of their path, signed-in rooms that of the person.

    Unlike Django's own middleware it sets no cookie, reads none, and adds no ``Vary`` to public pages, so that they can
    be cached. Only a person who is not signed in yet gets the browser's preference on the sign-in pages.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        personal = request.path_info.startswith(settings.PERSONAL_LANGUAGE_PREFIXES)
        language = self._of_person(request) if personal else language_of_path(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def _of_person(request: HttpRequest) -> str:
        if request.user.is_authenticated:
            return request.user.language
        return translation.get_language_from_request(request)
