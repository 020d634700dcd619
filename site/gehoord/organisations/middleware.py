"""The second-factor rule: whoever works with others' trust proves a second factor first."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from gehoord.accounts import second_factor

from .held import ask_once
from .permissions import user_needs_second_factor

OPEN_PREFIXES = ("/account/", "/static/", "/media/", "/weg/", "/healthz")


class SecondFactorMiddleware:
    """Sends people whose role needs it to set up or to prove a second factor, before any signed-in page opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or request.path_info.startswith(OPEN_PREFIXES):
            return None
        ask_once(request.user)
        if not request.user.is_authenticated or not user_needs_second_factor(request.user) or second_factor.is_proven(request):
            return None
        if request.method == "GET":
            request.session[second_factor.ONWARD] = request.get_full_path()
        target = "mfa_reauthenticate" if second_factor.is_set_up(request.user) else "mfa_index"
        return redirect(f"{reverse(target)}?{urlencode({'next': request.get_full_path()})}")
