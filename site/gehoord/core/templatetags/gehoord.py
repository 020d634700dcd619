"""The house's drawings and menus in templates: ``{% load gehoord %}``."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.urls import translate_url
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from gehoord.core import components
from gehoord.core.addresses import address
from gehoord.core.folding import folds
from gehoord.core.registry import FooterLink, FooterLinks, MenuEntry, registry

register = template.Library()

for drawing in (components.icon, components.art, components.logo, components.qr):
    register.simple_tag(folds(drawing), name=getattr(drawing, "__name__", ""))


@register.simple_tag
@folds
def arcs(on: int | str, total: int | str = 4, css: str = "") -> SafeString:
    """``{% arcs 2 3 %}``"""
    return components.arcs(int(on), int(total), css)


@register.simple_tag
@folds
def meter(percent: float | str, css: str = "") -> SafeString:
    """``{% meter 64 %}``"""
    return components.meter(float(percent), css)


@register.simple_tag
@folds
def clock(hours: float | str, label: str, unit: str, state: str = "", of: float | str = 24) -> SafeString:
    """``{% clock 5.5 "5½" "uur" state="soon" %}``"""
    return components.clock(float(hours), str(label), str(unit), state, float(of))


MOST_KEPT = 256


class SameForNode(template.Node):
    """``{% same_for links %}…{% endsame_for %}``: rendered once for each value of one variable, and language, and kept.

    Inside there is nothing but that variable, so that nothing of a person or a request can be kept along. The value is a
    tuple of frozen things, and no person's: a menu, the doors of a school.
    """

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.value = template.Variable(name)
        self.nodelist = nodelist
        self.kept: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()

    def render(self, context: Context) -> SafeString:
        value = self.value.resolve(context)
        key = (value, get_language(), context.autoescape)
        found = self.kept.get(key)
        if found is None:
            found = self.nodelist.render(context.new({self.name: value}))
            self.kept[key] = found
            if len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)
        return found


@register.tag
def same_for(parser: Parser, token: Token) -> SameForNode:
    """``{% same_for links %}…{% endsame_for %}``"""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endsame_for",))
    parser.delete_first_token()
    return SameForNode(name, nodelist)


@dataclass(frozen=True)
class MenuLink:
    label: str
    url: str
    icon: str
    current: bool


@register.simple_tag(takes_context=True)
def menu(context: Context) -> tuple[MenuLink, ...]:
    """What this person's roles may open: ``{% menu as links %}``. Asked once per request; empty without a person."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return ()
    links: tuple[MenuLink, ...] | None = getattr(request, "_gehoord_menu", None)
    if links is None:
        entries = [(entry, address(entry.url_name)) for entry in registry.all(MenuEntry) if entry.visible(user)]
        here = max((url for _, url in entries if request.path.startswith(url)), key=len, default="")
        links = tuple(MenuLink(str(entry.label), url, entry.icon, url == here) for entry, url in entries)
        request._gehoord_menu = links
    return links


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    right_to_left: bool


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """The same page in the other languages: ``{% language_links as languages %}``.

    A view or page that knows better gives ``alternates`` (language → address); otherwise the address is translated, and
    a language in which it stays the same is left out. Only the form and the page behind the code speak more than the pages do.
    """
    request = context.get("request")
    if request is None:
        return []
    here = get_language()
    alternates: dict[str, str] | None = context.get("alternates")
    if alternates is None:
        found = {code: translate_url(request.path, code) for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES}
        alternates = {code: url for code, url in found.items() if url != request.path}
    links = []
    for code, url in alternates.items():
        if code != here:
            info = get_language_info(code)
            links.append(LanguageLink(code, info["name_local"].capitalize(), url, bool(info["bidi"])))
    return links


@register.simple_tag
def footer_links() -> list[FooterLink]:
    """Pages that every public page leads to, from the rooms that have them: ``{% footer_links as links %}``."""
    language = get_language() or settings.LANGUAGE_CODE
    return [link for entry in registry.all(FooterLinks) for link in entry.links(language)]


@register.filter
def initial(name: Any) -> str:
    """The letter in an avatar."""
    return str(name).strip()[:1].upper()


@register.filter
def breakable(address: str) -> SafeString:
    """An address that may go on to a next line after each slash."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in re.findall(r"[^/]*/|[^/]+$", address)))  # nosec B308 B703 - a constant


@register.filter
def tel(number: str) -> str:
    """A telephone number as the target of a ``tel:`` or ``sms:`` link."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
