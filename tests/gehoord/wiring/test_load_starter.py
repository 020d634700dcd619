"""The starter content arrives whole, and a second time adds nothing."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings

from gehoord.core.registry import Registry, StarterLoader, StarterRun
from gehoord.wiring.starter import is_empty
from tests.architecture.house import FOLDER

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.app_label in FOLDER}


def load() -> str:
    out = StringIO()
    call_command("load_starter", stdout=out)
    return out.getvalue()


def test_a_second_time_adds_nothing() -> None:
    load()
    first = counts()
    load()
    assert counts() == first


def test_loaders_run_in_order_and_demo_people_stay_out_of_production(slots: Registry) -> None:
    ran: list[str] = []
    slots._entries[StarterLoader] = {}
    slots.add(StarterLoader(key="core.second", order=20, load=lambda run: ran.append("second")))
    slots.add(StarterLoader(key="core.demo", order=30, demo=True, load=lambda run: ran.append("demo")))
    slots.add(StarterLoader(key="core.first", order=10, load=lambda run: ran.append("first")))
    with override_settings(DEMO_PEOPLE=False):
        load()
    assert ran == ["first", "second"]
    load()
    assert ran[2:] == ["first", "second", "demo"]


def test_a_loader_that_fails_leaves_nothing_behind(slots: Registry) -> None:
    def broken(run: StarterRun) -> None:
        raise ValueError("no")

    slots.add(StarterLoader(key="core.broken", order=10_000, load=broken))
    with pytest.raises(ValueError, match="no"):
        load()
    assert is_empty()
