from __future__ import annotations

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


@override_settings(CMS_HOST="cms.gehoord.example")
@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("cms.gehoord.example", "/cms/", 302),
        ("cms.gehoord.example", "/account/login/", 200),
        ("cms.gehoord.example", "/healthz", 503),
        ("cms.gehoord.example", "/balie/", 404),
        ("cms.gehoord.example", "/melden/", 404),
        ("gehoord.example", "/cms/", 404),
        ("gehoord.example", "/melden/", 200),
    ],
)
def test_the_cms_lives_on_its_own_host_alone(client: Client, host: str, path: str, status: int) -> None:
    assert client.get(path, headers={"host": host}).status_code == status


def test_without_a_cms_host_the_cms_stands_beside_the_rest(client: Client) -> None:
    assert client.get("/cms/").status_code == 302
