"""What the import contract cannot see: foreign keys as strings, and page types that name each other."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from wagtail.models import Page

from tests.architecture.house import FOLDER, may_use

MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in FOLDER]


def relations(model: type[Model]) -> set[str]:
    """Rooms that a model's own forward relations point to. The user is Django's swappable one: every room may point there."""
    rooms = set()
    for field in [*model._meta.get_fields(), *model._meta.private_fields]:
        target = getattr(field, "related_model", None)
        forward = not getattr(field, "auto_created", False) or getattr(field, "concrete", False)
        if forward and isinstance(target, type) and target is not get_user_model() and target._meta.app_label in FOLDER:
            rooms.add(target._meta.app_label)
    return rooms


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_relations_point_downward(model: type[Model]) -> None:
    wrong = {room for room in relations(model) if not may_use(model._meta.app_label, room)}
    assert not wrong, f"{model._meta.label} points up or across to {sorted(wrong)}"


@pytest.mark.parametrize("model", [model for model in MODELS if issubclass(model, Page)], ids=lambda model: model._meta.label)
def test_page_types_name_only_rooms_below(model: type[Page]) -> None:
    for name in [*(getattr(model, "parent_page_types", None) or []), *(getattr(model, "subpage_types", None) or [])]:
        label = (name if isinstance(name, str) else name._meta.label).split(".")[0]
        if label in FOLDER:
            assert may_use(model._meta.app_label, label), f"{model._meta.label} names {name}"


def test_what_was_learned_and_what_was_reported_never_meet() -> None:
    for model in MODELS:
        assert not ({"reporting"} & relations(model) and model._meta.app_label != "reporting"), model._meta.label
