"""Error pages in the house's style, each with a way on. They show nothing that was typed, but for one: `csrf_failure`."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

# Characters; shorter things are typed again in no time.
LONG_ENOUGH = 12
NEVER_SHOWN = ("csrf", "code", "token", "secret", "phrase", "word", "woord", "key", "sleutel", "pass", "zin")
# A learner's own sentence is no secret word.
OWN_WORDS = frozenset({"own_words", "words"})


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "wiring/staff_forbidden.html" if _is_staff(request) else "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "wiring/staff_not_found.html" if _is_staff(request) else "404.html", status=404)


def _is_staff(request: HttpRequest) -> bool:
    """Somebody who is signed in works here: their own frame and a way back to their start, not a student's page.

    Who has no session is not asked: an error page for a student must not vary by cookie.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def _typed(request: HttpRequest) -> list[str]:
    """Longer texts of a form of our own that was refused, so that nobody writes them twice.

    Only when the browser says that the form stood on our own page: another site must not put words on ours. Never a
    phrase, a code or a token.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return []
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    return [
        value
        for name, value in request.POST.items()
        if isinstance(value, str)
        and len(value) >= LONG_ENOUGH
        and (name in OWN_WORDS or not any(word in name.lower() for word in NEVER_SHOWN))
    ]


def session_over(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A form sent after the session ended: what was typed comes back on a page that leads to signing in and to the form.

    ``response`` is what the form was answered with; it stays as it is unless it is the way to the sign-in page.
    """
    door = reverse(settings.LOGIN_URL)
    typed = _typed(request) if response.get("Location", "").startswith(f"{door}?") else []
    if not typed:
        return response
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = came_from.path if came_from.netloc == request.get_host() and came_from.path.startswith("/") else request.path
    context = {"typed": typed, "sign_in_url": f"{door}?{urlencode({'next': back})}"}
    page = render(request, "wiring/session_over.html", context, status=200 if request.headers.get("HX-Request") else 403)
    page["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request"):  # htmx shows only an answer that succeeded, and in the place that asked
        page["HX-Retarget"], page["HX-Reswap"] = "body", "innerHTML"
    return page


@login_not_required
@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf_failure.html", {"typed": _typed(request)}, status=403)
