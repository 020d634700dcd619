"""Leaving quickly, and the page after signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from gehoord.accounts import second_factor
from gehoord.core.registry import MenuEntry, registry

# A page that anybody may be looking at, and that many people in the Netherlands look at each day.
NEUTRAL_PAGE = "https://www.buienradar.nl/"


@login_not_required
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Snel weg, without a script: on to the weather, without a word to that site about where somebody came from."""
    response = redirect(NEUTRAL_PAGE)
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Where somebody starts: where they were going, else the first room that is theirs; without a role, what to do."""
    onward = request.session.pop(second_factor.ONWARD, "")
    if url_has_allowed_host_and_scheme(onward, None):
        return redirect(onward)
    rooms = [entry for entry in registry.all(MenuEntry) if entry.home_of is not None and entry.visible(request.user)]
    if rooms:
        return redirect(min(rooms, key=lambda entry: entry.home_of or 0).url_name)
    return render(request, "wiring/no_role.html")
