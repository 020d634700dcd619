"""What a target is. Adding one is one declaration in a module of bench/targets/ (README.md has an example)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .world import World

Supply = Callable[[int], Iterator[bytes]]
BASELINES = {
    "W": "the home page of a fresh `wagtail start` site",
    "H": "a bare WSGI hello",
    "N": "nginx serving one static file of the same size",
    "F": "plain Django: session, CSRF, one select, two inserts",
}


@dataclass(frozen=True, kw_only=True)
class Target:
    """One kind of request, and what is asked of it.

    ``prepare`` runs once, in Django, before the servers start; it may write rows, and gives a function from the number of
    a client to that client's requests as bytes. ``beside`` names baselines, or other targets, with the least ratio of
    answers per second (None: shown, nothing asked). ``tail`` is the most that p95/p50 may be with 16 clients.
    ``reset`` runs after each slot, and where it gives a number, that is how many answers were really stored: fewer than
    were confirmed are errors. A supply that ends before its time ends the slot early. ``quick`` is False for what
    `make bench-quick` leaves to `make bench`; ``through_nginx`` asks behind the nginx configuration that we ship.
    """

    name: str
    prepare: Callable[[World], Supply]
    beside: Mapping[str, float | None]
    expects: int = 200
    marker: bytes = b""
    most_queries: int | None = None
    tail: float | None = None
    clients: int = 64
    reset: Callable[[World], int | None] | None = None
    quick: bool = True
    through_nginx: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One number that is not a load: what it is, what it is now, what is asked, and whether that is met (None: shown)."""

    name: str
    value: str
    aim: str
    met: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Something to compute and print beside the loads, such as how well a rule finds what it should find."""

    name: str
    compute: Callable[[], list[Reading]]


@dataclass
class Declared:
    """Everything that the modules of bench/targets/ declare."""

    targets: list[Target] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


def find_declared(only: str = "") -> Declared:
    """All targets and figures, in the order of their modules' names; ``only`` is a part of a name. Raises ValueError
    when two have one name."""
    package = importlib.import_module("bench.targets")
    found = Declared()
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        for item in importlib.import_module(f"bench.targets.{module.name}").TARGETS:
            (found.targets if isinstance(item, Target) else found.figures).append(item)
    names = [item.name for item in [*found.targets, *found.figures]]
    if len(set(names)) != len(names):
        raise ValueError(f"two targets have one name: {sorted(name for name in names if names.count(name) > 1)}")
    if only:
        wanted = {target.name for target in found.targets if only in target.name}
        wanted |= {name for target in found.targets if target.name in wanted for name in target.beside}
        found.targets = [target for target in found.targets if target.name in wanted]
        found.figures = [figure for figure in found.figures if only in figure.name]
    return found


def same_for_all(make: Callable[[World], bytes]) -> Callable[[World], Supply]:
    """A target whose clients all ask the same."""

    def prepare(world: World) -> Supply:
        request = make(world)

        def supply(_number: int) -> Iterator[bytes]:
            while True:
                yield request

        return supply

    return prepare


Declaration = Target | Figure
Json = dict[str, Any]
