"""Every URL that the resolver knows, as patterns with names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern


@dataclass(frozen=True)
class Place:
    """One URL pattern: its route as written (language prefix left out), and its full name."""

    route: str
    name: str

    def __str__(self) -> str:
        return self.name or self.route


def walk(resolver: URLResolver | None = None, route: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[Place]:
    for item in (resolver or get_resolver()).url_patterns:
        part = "" if isinstance(item.pattern, LocalePrefixPattern) else str(item.pattern)
        if isinstance(item, URLResolver):
            inner = (*namespaces, item.namespace) if item.namespace else namespaces
            yield from walk(item, route + part, inner)
        elif isinstance(item, URLPattern):
            name = ":".join([*namespaces, item.name]) if item.name else ""
            yield Place(route=route + part, name=name)
