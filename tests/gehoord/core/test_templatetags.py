from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from gehoord.core import registry as registry_module
from gehoord.core.registry import FooterLink, FooterLinks, MenuEntry, Registry
from tests.factories import UserFactory


@pytest.fixture
def slots(monkeypatch: pytest.MonkeyPatch) -> Registry:
    from gehoord.core.templatetags import gehoord

    empty = Registry()
    monkeypatch.setattr(registry_module, "registry", empty)
    monkeypatch.setattr(gehoord, "registry", empty)
    return empty


def rendered(source: str, path: str = "/", **context: Any) -> str:
    request = RequestFactory().get(path)
    request.user = context.pop("user", AnonymousUser())
    return Template("{% load gehoord %}" + source).render(Context({"request": request, **context}))


MENU = "{% menu as links %}{% for link in links %}[{{ link.label }}{% if link.current %}*{% endif %}]{% endfor %}"


@pytest.mark.django_db
def test_the_menu_shows_only_what_somebody_may_open(slots: Registry) -> None:
    for key, url_name, allowed in [("a.x", "wiring:overview", True), ("a.y", "account_login", False)]:
        slots.add(MenuEntry(key=key, label=key, url_name=url_name, visible=lambda user, allowed=allowed: allowed))
    assert rendered(MENU, user=UserFactory()) == "[a.x]"
    assert rendered(MENU) == ""


@pytest.mark.django_db
def test_the_menu_marks_the_deepest_place_that_one_is_in(slots: Registry) -> None:
    for key, url_name in [("a.one", "mfa_index"), ("a.two", "mfa_activate_totp")]:
        slots.add(MenuEntry(key=key, label=key, url_name=url_name, visible=lambda user: True))
    assert rendered(MENU, "/account/2fa/totp/activate/", user=UserFactory()) == "[a.one][a.two*]"


@pytest.mark.django_db
def test_the_menu_asks_once_per_request(slots: Registry) -> None:
    asked = []
    slots.add(MenuEntry(key="a.x", label="x", url_name="mfa_index", visible=lambda user: bool(asked.append(user)) or True))
    rendered(MENU + MENU, user=UserFactory())
    assert len(asked) == 1


LANGUAGES = "{% language_links as all %}{% for one in all %}{{ one.code }}={{ one.url }} {% endfor %}"


def test_a_page_offers_its_other_language() -> None:
    assert rendered(LANGUAGES, "/") == "en=/en/ "
    with translation.override("en"):
        assert rendered(LANGUAGES, "/en/") == "nl=/ "


def test_a_page_that_knows_its_addresses_decides() -> None:
    given = {"nl": "/privacy/", "en": "/en/privacy/", "ar": "/ar/x/"}
    assert rendered(LANGUAGES, "/privacy/", alternates=given) == "en=/en/privacy/ ar=/ar/x/ "
    right = "{% language_links as all %}{% for one in all %}{{ one.right_to_left }} {% endfor %}"
    assert rendered(right, "/privacy/", alternates=given) == "False True "


def test_the_foot_asks_the_rooms_for_their_pages_in_the_language(slots: Registry) -> None:
    slots.add(FooterLinks(key="a.foot", links=lambda language: [FooterLink(f"Privacy {language}", "/privacy/")]))
    source = "{% footer_links as pages %}{% for page in pages %}{{ page.label }} {{ page.url }}{% endfor %}"
    assert rendered(source) == "Privacy nl /privacy/"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ '038 – 000 00 00'|tel }}", "0380000000"),
        ("{{ '+31 6 12'|tel }}", "+31612"),
        ("{{ ' eva'|initial }}", "E"),
        ("{{ 'g.example/q/<k7>'|breakable }}", "g.example/<wbr>q/<wbr>&lt;k7&gt;"),
    ],
)
def test_small_filters(source: str, expected: str) -> None:
    assert rendered(source) == expected
