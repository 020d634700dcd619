"""Every answer carries the house's headers, errors too; public pages set no cookie and ask no third party."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from gehoord.core.middleware import content_policy
from tests.architecture.test_urls_by_role import address_of, world  # noqa: F401 - a fixture
from tests.architecture.url_walk import walk

pytestmark = pytest.mark.django_db

PATHS = [
    "/healthz",
    "/weg/",
    "/bestaat-niet/",
    "/melden/",
    "/melden/bestaat-niet/",
    "/melding/",
    "/account/login/",
    "/q/bestaat-niet/",
    "/en/melden/",
]


@pytest.mark.parametrize("path", PATHS)
def test_the_strict_policy_stands_on_every_answer_outside_the_cms(client: Client, path: str) -> None:
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/account/login/"])
def test_public_answers_set_no_cookie_and_do_not_vary_by_it(client: Client, path: str) -> None:
    response = client.get(path)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


FRAMED = ("reporting:form", "reporting:probe")


def _lacks(response: Any, *, may_be_framed: bool) -> list[str]:
    """Which of the house's headers are missing or weaker than stated."""
    policy = response.get("Content-Security-Policy", "")
    wanted = {
        "default-src 'none'": "default-src 'none'" in policy,
        "no unsafe": "unsafe" not in policy,
        "frame-ancestors": "frame-ancestors" in policy and (may_be_framed or "frame-ancestors 'none'" in policy),
        "X-Frame-Options": may_be_framed or response.get("X-Frame-Options") == "DENY",
        "nosniff": response.get("X-Content-Type-Options") == "nosniff",
        "Referrer-Policy": response.get("Referrer-Policy", "") in {"same-origin", "no-referrer"},
        "Permissions-Policy": "camera=()" in response.get("Permissions-Policy", ""),
    }
    return [name for name, is_there in wanted.items() if not is_there]


@pytest.mark.sqlite  # thousands of requests to code that no database changes: walked once
@pytest.mark.parametrize("person", ["anonymous", "adviser", "administrator"])
def test_every_address_answers_with_every_header_whatever_it_answers(world: dict[str, Any], person: str) -> None:  # noqa: F811
    """Each URL the resolver knows, by GET, POST, an unknown method, and with bytes no text holds: pages, refusals, errors."""
    bad, asked = [], set()
    for place in walk():
        if place.route.startswith("cms/"):
            continue
        address = address_of(place, world["arguments"])
        for method, path in (("get", address), ("post", address), ("put", address), ("get", f"{address}?a=%00")):
            cache.clear()
            client = world["signed_in"].browser(world["people"][person])
            client.raise_request_exception = False
            with transaction.atomic():
                response = getattr(client, method)(path)
                transaction.set_rollback(True)
            lacking = _lacks(response, may_be_framed=place.name in FRAMED and response.status_code != 404)
            asked.add(response.status_code)
            if lacking:
                bad.append(f"{method} {path} ({response.status_code}): {', '.join(lacking)}")
    assert not bad
    assert {200, 400, 404, 405} <= asked


@pytest.mark.parametrize(
    "path", ["/melden/nope/proef/", "/melden/nope/", "/melding/?a=%00", "/static/core/base.css", "/static/x.svg"]
)
def test_what_is_not_there_and_what_is_a_file_may_not_be_framed_either(client: Client, path: str) -> None:
    assert _lacks(client.get(path), may_be_framed=False) == []


def test_a_fault_of_ours_has_the_headers_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("content.reporting.views.public.alternates", lambda request: 1 / 0)
    response = client.get("/melden/")
    assert response.status_code == 500
    assert _lacks(response, may_be_framed=False) == []


def test_the_cms_has_its_own_stated_policy(client: Client) -> None:
    assert client.get("/cms/")["Content-Security-Policy"] == content_policy(settings.CONTENT_SECURITY_POLICY_CMS)


def test_no_policy_names_another_host() -> None:
    for directives in (settings.CONTENT_SECURITY_POLICY_BASE, settings.CONTENT_SECURITY_POLICY_CMS):
        for values in directives.values():
            assert all(value.startswith("'") or value in {"data:", "blob:"} for value in values)
