"""Every form of the product, filled in badly: the right status, a page of the house, and what was typed is still there.

The forms are found, not listed: every address is asked by everybody, and each form on the page that comes is sent empty,
wrong, far too long, twice, and without its token.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.test import Client

from tests.architecture.test_urls_by_role import address_of, world  # noqa: F401 - a fixture
from tests.architecture.url_walk import walk
from tests.factories import sign_in

# Walks of thousands of requests: what is asked here is the same code on both databases, so it is asked once.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PEOPLE = ("anonymous", "learner", "trainer", "coordinator", "adviser", "administrator")
TYPED = "Wat ik typte & bewaren wil"
# Typing a secret again is safer than showing it: codes, phrases and tokens are left out of what must be kept.
NOT_KEPT = ("code", "zin", "token", "phrase", "credential", "sleutel", "csrf", "key")
TEXTUAL = {"text", "email", "tel", "search", "url", ""}
LEFT_OUT = ("cms/", "account/logout", "account/sessies", "account/demo")
LONG = "x" * 30_000
ODD = "\x00\ufffd\u202e<script>alert(1)</script>'\""


@dataclass
class Form:
    action: str = ""
    method: str = "get"
    texts: list[str] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    button: tuple[str, str] | None = None


class Forms(HTMLParser):
    """The forms of a page, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "get").lower()))
            self.inside = True
        if not self.inside or not given.get("name"):
            return
        form, name = self.found[-1], given["name"]
        if tag == "textarea" or (tag == "input" and given.get("type", "") in TEXTUAL):
            form.texts.append(name)
        elif tag == "input" and given.get("type") == "hidden":
            form.hidden[name] = given.get("value", "")
        elif tag == "button" and form.button is None:
            form.button = (name, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def forms_of(text: str) -> list[Form]:
    parser = Forms()
    parser.feed(text)
    return [form for form in parser.found if form.method == "post"]


def browser(world: dict[str, Any], person: str) -> Client:  # noqa: F811
    return world["signed_in"].browser(world["people"][person])


def every_form(world: dict[str, Any], person: str) -> Iterator[tuple[str, Form]]:  # noqa: F811
    """Each form that this person meets, with the address it is sent to. A form that many pages carry comes once."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for place in walk():
        if place.route.startswith(LEFT_OUT):
            continue
        address = address_of(place, world["arguments"])
        cache.clear()
        response = browser(world, person).get(address)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        for form in forms_of(response.content.decode()):
            target = urljoin(address, form.action)
            mark = (target, tuple(form.texts))
            if mark not in seen and not target.startswith(("/account/logout/",)):
                seen.add(mark)
                yield target, form


def fillings(form: Form) -> dict[str, dict[str, Any]]:
    pressed = dict([form.button]) if form.button else {}
    return {
        "typed": {**form.hidden, **pressed, **dict.fromkeys(form.texts, TYPED)},
        "empty": {**form.hidden, **pressed, **dict.fromkeys(form.texts, "")},
        "nothing": {},
        "long": {**form.hidden, **pressed, **dict.fromkeys(form.texts, LONG)},
        "odd": {**dict.fromkeys([*form.hidden, *form.texts], ODD)},
    }


def complaint(response: Any, kind: str, sent: dict[str, Any], form: Form) -> str:
    """What is wrong with an answer; "" when it is as it should be."""
    status = response.status_code
    if status in {200, 302, 303}:
        return ""
    if status not in {400, 403, 404, 409, 413, 422, 429, 503}:
        return f"status {status}"
    text = response.content.decode()
    if "gh-page" not in text:
        return f"{status} without a page of the house"
    if kind == "typed" and status == 422:
        kept = text.replace("&amp;", "&")
        lost = [name for name in form.texts if not any(word in name.lower() for word in NOT_KEPT) and TYPED not in kept]
        if lost:
            return f"lost what was typed in {lost}"
    return ""


@pytest.mark.parametrize("person", PEOPLE)
def test_badly_filled_forms_get_a_page_and_keep_what_was_typed(world: dict[str, Any], person: str) -> None:  # noqa: F811
    wrong, forms = [], 0
    for target, form in list(every_form(world, person)):
        forms += 1
        for kind, sent in fillings(form).items():
            client = browser(world, person)
            for again in ("", " again") if kind == "typed" else ("",):
                cache.clear()
                response = client.post(target, sent)
                if found := complaint(response, kind, sent, form):
                    wrong.append(f"{target} {kind}{again}: {found}")
    assert not wrong, "\n".join(wrong)
    assert forms, "no form was met: the walk is broken"


@pytest.mark.parametrize("person", ["learner", "adviser", "administrator"])
def test_a_form_without_its_token_is_refused_and_its_text_comes_back(world: dict[str, Any], person: str) -> None:  # noqa: F811
    """Forms of students carry their own token and no cookie (content.reporting): they show the page again."""
    wrong = []
    for target, form in list(every_form(world, person)):
        client = Client(enforce_csrf_checks=True)
        user = world["people"][person]
        if user is not None:
            sign_in(client, user)
        sent = {name: value for name, value in fillings(form)["typed"].items() if "csrf" not in name}
        response = client.post(target, sent, headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"})
        if "csrfmiddlewaretoken" not in form.hidden:
            continue
        text = response.content.decode().replace("&amp;", "&")
        if response.status_code != 403 or "gh-page" not in text:
            wrong.append(f"{target}: {response.status_code}")
        elif any(not any(word in name.lower() for word in NOT_KEPT) for name in form.texts) and TYPED not in text:
            wrong.append(f"{target}: the text is lost")
    assert not wrong, "\n".join(wrong)


def test_another_site_puts_no_words_on_our_page(world: dict[str, Any]) -> None:  # noqa: F811
    client = sign_in(Client(enforce_csrf_checks=True), world["people"]["administrator"])
    for headers in ({"origin": "https://kwaad.example"}, {"origin": "http://testserver", "sec-fetch-site": "cross-site"}, {}):
        response = client.post("/beheer/uitnodigen/", {"name": TYPED}, headers=headers)
        assert response.status_code == 403
        assert TYPED not in response.content.decode().replace("&amp;", "&")


UNKNOWN = ("/bestaat-niet/", "/melden/geen-school/", "/geen-school/", "/leren/geen-module/", "/q/geen-code/", "/scherm/geen-code/",
           "/beheer/uitnodiging/oud/", "/account/school/oidc/geen/login/", "/en/bestaat-niet/", "/documents/9/x.pdf", "/media/x.jpg")  # fmt: skip


@pytest.mark.parametrize("person", ["anonymous", "learner", "administrator"])
@pytest.mark.parametrize("path", UNKNOWN)
def test_what_does_not_exist_is_a_page_of_the_house(world: dict[str, Any], person: str, path: str) -> None:  # noqa: F811
    response = browser(world, person).get(path)
    if response.status_code == 302:
        assert response["Location"].startswith("/account/login/")
        return
    assert response.status_code in {403, 404}
    assert "gh-page" in response.content.decode()
