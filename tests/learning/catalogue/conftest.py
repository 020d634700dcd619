"""A trainer of a school in the CMS, and a conversation to work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.services.groups import sync_groups, sync_member
from learning.catalogue.models import ScenarioPage
from tests.factories import MembershipFactory, OrganisationFactory, sign_in
from tests.learning.factories import root, scenario_page


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory(slug="deltion", name="Deltion")


@pytest.fixture
def scenario(db: None) -> ScenarioPage:
    return scenario_page()


@pytest.fixture
def trainer_of(db: None) -> Callable[[Organisation], Client]:
    """A signed-in trainer of an organisation, with what the organisation may do in the catalogue."""
    root()

    def make(organisation: Organisation) -> Client:
        membership = MembershipFactory(organisation=organisation, role=Role.TRAINER)
        sync_groups(organisation=organisation)
        sync_member(membership=membership)
        client = sign_in(Client(), membership.user)
        client.user = membership.user
        return client

    return make


@pytest.fixture
def cms(trainer_of: Callable[[Organisation], Client], school: Organisation) -> Client:
    return trainer_of(school)


def moment_data(lines: list[dict[str, Any]], replies: list[dict[str, Any]], **main: Any) -> dict[str, Any]:
    """What a browser sends for one moment; each row also carries its place in the list."""
    data: dict[str, Any] = {f"moment-{name}": value for name, value in main.items()}
    for prefix, rows, initial in (
        ("line", lines, None),
        ("reply", replies, None),
        ("point", main.pop("points", []), 0),
        ("reaction", main.pop("reactions", []), 0),
    ):
        known = sum("key" in row for row in rows) if initial is None else initial
        known = main.get(f"{prefix}_initial", known)
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": known}
        for number, row in enumerate(rows):
            data |= {f"{prefix}-{number}-ORDER": number + 1 if number < known else ""}
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data
