"""A scenario as plain dictionaries again; what `reading` reads. What is empty or as usual is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from .scenario import FORMAT, Scenario

RENAMED = {"at_least": "from", "partner": "with"}
# Written although it may have its usual value: who reads the text wants to see it.
ALWAYS = frozenset({"openness", "role", "minutes"})
LAST = ("start", "moments")


def scenario_to_dict(scenario: Scenario) -> dict[str, Any]:
    """Plain data with ``scenario_from_dict(scenario_to_dict(s)) == s``."""
    plain = {"format": FORMAT, **_plain(scenario)}
    plain.pop("cast")
    cast = {speaker: _plain(person) for speaker, person in scenario.cast.items()}
    for name, people in (("student", cast.pop("student", None)), ("cast", cast)):
        if people:
            plain[name] = people
    for name in LAST:  # the moments are the long part
        plain[name] = plain.pop(name)
    return plain


def _plain(thing: Any) -> Any:
    if is_dataclass(thing):
        return {
            RENAMED.get(one.name, one.name): _plain(getattr(thing, one.name))
            for one in fields(thing)
            if one.name in ALWAYS or getattr(thing, one.name) != _usual(one)
        }
    if isinstance(thing, Mapping):
        return [_plain(value) for value in thing.values()]
    if isinstance(thing, tuple):
        return [_plain(value) for value in thing]
    return thing


def _usual(one: Any) -> Any:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else MISSING
