from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from .demo import DemoTokenError, sign_in


def closed(request: HttpRequest) -> HttpResponse:
    """Pages of allauth that this house does not have."""
    raise Http404


@never_cache
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time address that `manage.py demo_signin` prints. Development only."""
    try:
        sign_in(request, token)
    except DemoTokenError as error:
        raise Http404 from error
    return redirect("wiring:after_sign_in")
