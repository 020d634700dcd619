from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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
    except DemoTokenError:
        return render(request, "accounts/demo_used.html", status=404)
    return redirect("wiring:after_sign_in")


@never_cache
def school_door(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the school's own sign-in page.

    The content policy lets forms go to this site alone, and browsers hold a redirect after a form to it: so the answer
    to the form is a page that goes on by itself, with a button for who has to wait.
    """
    response: HttpResponse = openid_connect.login(request, provider_id)
    if response.status_code != 302 or not response["Location"].startswith("http"):
        return response
    return render(request, "socialaccount/login_redirect.html", {"redirect_to": response["Location"]})
