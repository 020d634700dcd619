"""What the tests of the form and of the page behind the code share."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

STORY = "Kwartelkoning zei dat ik niet aan de kassa mag."


def form_token(client: Client, slug: str = "deltion") -> str:
    page = client.get(f"/melden/{slug}/").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found.group(1)


def send(client: Client, slug: str = "deltion", **fields: Any) -> Any:
    headers = fields.pop("headers", {})
    data = {"token": fields.pop("token", None) or form_token(client, slug), "verhaal": STORY, **fields}
    return client.post(f"/melden/{slug}/", data, headers=headers)


def code_in(response: Any) -> str:
    found = re.search(r'id="code"[^>]*>([^<]+)<', response.content.decode())
    assert found
    return found.group(1)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())
