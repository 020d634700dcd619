"""Every answer carries the house's headers, errors too; public pages set no cookie and ask no third party."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from gehoord.core.middleware import content_policy

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


def test_the_cms_has_its_own_stated_policy(client: Client) -> None:
    assert client.get("/cms/")["Content-Security-Policy"] == content_policy(settings.CONTENT_SECURITY_POLICY_CMS)


def test_no_policy_names_another_host() -> None:
    for directives in (settings.CONTENT_SECURITY_POLICY_BASE, settings.CONTENT_SECURITY_POLICY_CMS):
        for values in directives.values():
            assert all(value.startswith("'") or value in {"data:", "blob:"} for value in values)
