"""Pages for everybody."""

from __future__ import annotations

import time

from django.test import Client
from wagtail.models import Page

from bench.declare import Declaration, Supply, Target, same_for_all
from bench.world import World, anonymous


def richest_page(_world: World) -> bytes:
    """The public page that takes longest to make, asked with a query so that no cache answers."""
    client = Client(headers={"host": "localhost"})
    times: list[tuple[float, str]] = []
    for page in Page.objects.live().public().specific():
        url = page.url if page.depth > 1 else None
        if url is None:
            continue
        path = f"{url}?vers=1"
        client.get(path)
        began = time.perf_counter()
        if all(client.get(path).status_code == 200 for _ in range(3)):
            times.append((time.perf_counter() - began, path))
    return anonymous(max(times)[1])


def kept_page(world: World) -> Supply:
    return same_for_all(lambda _world: anonymous("/"))(world)


TARGETS: list[Declaration] = [
    Target(name="kept public page", prepare=kept_page, beside={"H": None, "N": 0.25}, most_queries=0),
    Target(
        name="kept public page behind our nginx",
        prepare=kept_page,
        beside={"N": 0.8},
        most_queries=0,
        quick=False,
        through_nginx=True,
    ),
    Target(
        name="richest public page, not kept",
        prepare=same_for_all(richest_page),
        beside={"W": 0.5},
        marker=b"</html>",
        most_queries=8,
        quick=False,
    ),
    Target(
        name="sign-in page",
        prepare=same_for_all(lambda _world: anonymous("/account/login/")),
        beside={"W": None},
        marker=b"</html>",
        quick=False,
    ),
]
