"""A school whose form is open: two advisers with proven keys, a pinned list outside the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from content.reporting import gate, key_lists, public_door, vault
from content.reporting.models import AdviserKey
from content.reporting.services import Submitted, Told, submit_report
from content.reporting.vault import OpenVault
from gehoord.accounts.models import User
from gehoord.core.sealed.tokens import new_seed
from gehoord.organisations.models import Organisation
from tests.factories import ContactFactory, MembershipFactory, OrganisationFactory

NOW = datetime(2026, 11, 24, 14, 20, tzinfo=ZoneInfo("Europe/Amsterdam"))  # a Tuesday


@pytest.fixture(autouse=True)
def pins(settings: Any, tmp_path: Path) -> Path:
    """Every test has its own folder for pinned key lists."""
    settings.KEY_PINS_DIR = tmp_path / "key-pins"
    return settings.KEY_PINS_DIR


@dataclass
class Adviser:
    user: User
    key: AdviserKey
    phrase: str
    code: str
    vault: OpenVault


@dataclass
class School:
    organisation: Organisation
    advisers: list[Adviser] = field(default_factory=list)

    @property
    def samira(self) -> Adviser:
        return self.advisers[0]

    @property
    def joost(self) -> Adviser:
        return self.advisers[1]

    def told(self, **given: Any) -> Told:
        return Told(**{"story": "Ze noemen me Ali, maar zo heet ik niet.", **given})

    def submit(self, *, seed: bytes | None = None, now: datetime = NOW, **given: Any) -> Submitted:
        in_bin = given.pop("in_bin", False)
        check = given.pop("check", "")
        return submit_report(
            organisation=self.organisation,
            told=self.told(**given),
            seed=seed or new_seed(),
            now=now,
            in_bin=in_bin,
            check=check,
        )


def enrol(organisation: Organisation, name: str, *, admitted_by: Adviser | None = None, now: datetime = NOW) -> Adviser:
    """An adviser with a proven key, in the list when somebody may sign (the first founds it)."""
    user = MembershipFactory(adviser=True, organisation=organisation, user__name=name).user
    ContactFactory(organisation=organisation, user=user, name=name)
    enrolment = vault.enrol_adviser(user=user, organisation=organisation)
    key = enrolment.key
    private = vault.prove_phrase(key=key, phrase=enrolment.phrase, now=now)
    vault.prove_recovery_code(key=key, code=enrolment.grouped_code, now=now)
    if admitted_by is None:
        vault.found_key_list(key=key, private=private, now=now)
    else:
        vault.admit_key(key=key, vault=admitted_by.vault, now=now)
    return Adviser(user, key, enrolment.phrase, enrolment.code, OpenVault(key, private))


@pytest.fixture
def make_school(db: None) -> Callable[..., School]:
    def make(**given: Any) -> School:
        school = School(OrganisationFactory(**given))
        samira = enrol(school.organisation, "Samira Haddad")
        joost = enrol(school.organisation, "Joost Veenstra", admitted_by=samira)
        school.advisers = [samira, joost]
        assert gate.form_is_open(school.organisation)
        assert not key_lists.has_alarm(school.organisation.pk)
        return school

    return make


@pytest.fixture
def school(make_school: Callable[..., School]) -> School:
    return make_school(slug="deltion", name="Deltion College", short_name="Deltion")


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests type faster than anybody: the door takes it, and remembers no earlier knock."""
    cache.clear()
    monkeypatch.setattr(public_door, "FASTEST", timedelta())
    monkeypatch.setattr("content.reporting.views.public.FASTEST", timedelta())
