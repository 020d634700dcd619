from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from gehoord.core import pulse
from gehoord.core.registry import HealthCheck, Registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def alive() -> None:
    for part in ("outbox", "clock"):
        pulse.beat(part)


@pytest.mark.usefixtures("alive")
def test_all_alive_is_200_and_names_nobody(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["alive"] is True
    assert {"database", "core.outbox", "core.clock"} <= set(response.json()["parts"])
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("alive")
@pytest.mark.parametrize("part", ["outbox", "clock"])
def test_one_part_silent_for_ten_minutes_is_503(client: Client, part: str) -> None:
    pulse.beat(part, timezone.now() - timedelta(minutes=10, seconds=1))
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["parts"][f"core.{part}"]["alive"] is False


def test_a_product_that_never_ran_is_503(client: Client) -> None:
    assert client.get("/healthz").status_code == 503


@pytest.mark.usefixtures("alive")
def test_a_check_that_cannot_read_its_tables_is_dead_not_a_500(client: Client, slots: Registry) -> None:
    def broken(now: object) -> None:
        raise DatabaseError("relation of somebody@school.example")

    slots.add(HealthCheck(key="core.broken", check=broken))  # type: ignore[arg-type]
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["parts"]["core.broken"] == {"alive": False, "detail": "DatabaseError"}


@pytest.mark.usefixtures("alive")
def test_the_clocks_jobs_all_run_well_on_a_fresh_installation(client: Client) -> None:
    pulse.run_due_jobs()
    call_command("retention", dry_run=True, verbosity=0)
    assert client.get("/healthz").json()["parts"]["core.clock"]["alive"] is True
