"""Nothing that a person types reaches a log, whatever goes wrong."""

from __future__ import annotations

import io
import logging
from urllib.parse import quote

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from gehoord import urls
from gehoord.core.logs import QuietStreamHandler

pytestmark = pytest.mark.django_db
WORD = "Zeepaardje-7431"


@login_not_required
def broken(request: HttpRequest, part: str) -> HttpResponse:
    """A view that fails with what was typed in its message, as a careless library might."""
    raise ValueError(f"cannot use {request.POST.get('text')} {request.GET.get('q')}")


handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path("kapot/<str:part>/", broken), *urls.urlpatterns]


@pytest.fixture
def log() -> io.StringIO:
    sink = io.StringIO()
    handler = QuietStreamHandler(sink)
    handler.setFormatter(logging.Formatter("{asctime} {levelname} {name} {message}", style="{"))
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    yield sink
    root.removeHandler(handler)
    root.setLevel(level)


@override_settings(ROOT_URLCONF="tests.architecture.test_log_contents")
def test_a_forced_500_logs_its_place_and_not_what_was_typed(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    response = client.post(f"/kapot/{quote(WORD)}/?q={WORD}", {"text": WORD})
    assert response.status_code == 500
    assert WORD.encode() not in response.content
    assert "ValueError" in log.getvalue()
    assert WORD not in log.getvalue()


@pytest.mark.parametrize("address", ["/melden/deltion/", "/melding/", "/account/login/", "/bestaat-niet/"])
def test_failed_posts_log_nothing_that_was_typed(log: io.StringIO, address: str) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.post(
        f"{address}?q={WORD}", {"story": WORD, "verhaal": WORD, "code": WORD, "email": f"{WORD}@x.example", "login": WORD}
    )
    assert WORD.lower() not in log.getvalue().lower()
