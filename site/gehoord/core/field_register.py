"""The register of fields: every field of every table has its class, and a class has a term and a ground.

``docs/privacy/register/``: classes.yaml, one file per room, and packages.yaml for tables of packages. A guard test and
``manage.py field_register`` read it; a field without an entry fails the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.apps import AppConfig, apps
from django.conf import settings

SENSITIVITIES = frozenset({"none", "ordinary", "special"})
PARTS = ("what", "of", "sensitivity", "term", "ground")


def folder() -> Path:
    return Path(settings.ROOT) / "docs" / "privacy" / "register"


def _read(name: str) -> dict[str, Any]:
    path = folder() / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {} if path.exists() else {}


@dataclass(frozen=True, order=True)
class Field:
    """One column: room, table, name."""

    room: str
    table: str
    name: str


def classes() -> dict[str, dict[str, str]]:
    return _read("classes")


def _is_ours(config: AppConfig) -> bool:
    ours = (Path(settings.ROOT) / part for part in ("site", "content", "learning"))
    return any(Path(config.path).is_relative_to(part) for part in ours)


def our_fields() -> Iterator[Field]:
    """Every column of our own tables, links between tables included."""
    for config in apps.get_app_configs():
        if _is_ours(config):
            for model in config.get_models(include_auto_created=True):
                for field in model._meta.local_fields:
                    yield Field(config.label, model.__name__, field.name)


def registered() -> dict[Field, list[str]]:
    """Every field that the register names, with its classes (there should be one)."""
    found: dict[Field, list[str]] = {}
    for config in apps.get_app_configs():
        if _is_ours(config):
            for table, by_class in _read(config.label).items():
                for kind, names in by_class.items():
                    for name in names:
                        read = {True: "on", False: "off"}.get(name, name)  # YAML takes a field called "on" for a truth
                        found.setdefault(Field(config.label, table, read), []).append(kind)
    return found


def package_labels() -> set[str]:
    """Packages with tables."""
    return {config.label for config in apps.get_app_configs() if not _is_ours(config) and list(config.get_models())}


def problems() -> list[str]:
    """What is wrong with the register, each with the line that mends it. Empty when all is well."""
    kinds, known, ours = classes(), registered(), set(our_fields())
    found = [f"{field.room}.yaml: add under {field.table}:  <class>: [{field.name}]" for field in sorted(ours - set(known))]
    found += [
        f"{field.room}.yaml: {field.table}.{field.name} does not exist: take it out" for field in sorted(set(known) - ours)
    ]
    for field, names in sorted(known.items()):
        found += [f"{field.room}.yaml: {field.table}.{field.name}: no class {name}" for name in names if name not in kinds]
        if len(names) > 1:
            found.append(f"{field.room}.yaml: {field.table}.{field.name} stands in {len(names)} classes")
    packages = _read("packages")
    found += [f"packages.yaml: add  {label}: <class>" for label in sorted(package_labels() - set(packages))]
    found += [f"packages.yaml: {label}: no class {kind}" for label, kind in packages.items() if kind not in kinds]
    for name, parts in kinds.items():
        if set(parts) != set(PARTS) or parts["sensitivity"] not in SENSITIVITIES:
            found.append(f"classes.yaml: {name} needs {', '.join(PARTS)}")
    return found
