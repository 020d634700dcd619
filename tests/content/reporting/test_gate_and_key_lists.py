from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from content.reporting import checks, gate, key_lists, vault
from content.reporting.clock import key_health
from content.reporting.demo_keys import demo_advisers, demo_fingerprints
from content.reporting.models import AdviserKey, FormOpening, KeyListVersion
from content.reporting.starter import load_demo_vault
from gehoord.core.registry import StarterRun
from gehoord.core.sealed.keylists import sign_key_list
from gehoord.core.sealed.keys import PRODUCTION_COST, PrivateKeys
from gehoord.core.sealed.phrases import has_six_words, mistyped_positions
from tests.factories import MembershipFactory, OrganisationFactory

from .conftest import NOW, School, enrol


def test_the_form_opens_with_two_proven_ways_of_two_people(db: None) -> None:
    organisation = OrganisationFactory()
    samira = enrol(organisation, "Samira")
    assert not gate.form_is_open(organisation)

    joost = enrol(organisation, "Joost")
    assert not gate.form_is_open(organisation)

    vault.admit_key(key=joost.key, vault=samira.vault, now=NOW)
    assert gate.form_is_open(organisation)


def test_a_lapsed_proof_never_closes_an_open_form_but_no_key_at_all_does(school: School, pins: Path) -> None:
    AdviserKey.objects.update(phrase_proven_at=None, code_proven_at=None)
    assert gate.form_is_open(school.organisation)

    (pins / f"{school.organisation.pk}.json").unlink()
    assert not gate.form_is_open(school.organisation)


def test_a_planted_key_is_not_sealed_to_and_raises_an_alarm(school: School) -> None:
    """Somebody who can write in the database puts a key of his own in the list."""
    thief = PrivateKeys.generate()
    last = KeyListVersion.objects.filter(organisation=school.organisation).last()
    assert last is not None
    planted = sign_key_list(school=key_lists.school_id(school.organisation.pk), keys=[thief.public], before=None, signer=thief)
    KeyListVersion.objects.filter(pk=last.pk).update(serialised=planted.serialise())
    AdviserKey.objects.filter(pk=school.joost.key.pk).update(
        fingerprint=thief.public.fingerprint.hex(), x25519=thief.public.x25519, ed25519=thief.public.ed25519
    )

    submitted = school.submit()

    assert [adviser.name for adviser in submitted.readers] == ["Samira"]
    assert key_lists.has_alarm(school.organisation.pk)
    assert key_health(NOW).detail == "key list alarms 1, lapsed proofs 0"
    assert key_health(NOW).alive
    with pytest.raises(key_lists.KeyListAlarmError):
        key_lists.write_pin(school.organisation)
    with pytest.raises(CommandError):
        call_command("pin_keys", "--yes")


def test_a_list_rolled_back_or_deleted_is_an_alarm_and_the_form_stays_open(school: School) -> None:
    KeyListVersion.objects.filter(organisation=school.organisation, version=2).delete()
    assert key_lists.has_alarm(school.organisation.pk)

    KeyListVersion.objects.all().delete()
    assert key_lists.has_alarm(school.organisation.pk)
    assert [adviser.name for adviser in school.submit().readers] == ["Samira", "Joost"]


def test_another_schools_list_is_no_list_of_ours(school: School, make_school: Callable[..., School], pins: Path) -> None:
    other = make_school()
    (pins / f"{school.organisation.pk}.json").write_text((pins / f"{other.organisation.pk}.json").read_text())

    assert key_lists.read_pin(school.organisation.pk) is None
    assert not gate.form_is_open(school.organisation)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"root": "zz", "list": "00"}', '{"root": "00", "list": "00"}'])
def test_a_broken_pin_is_no_pin(school: School, pins: Path, content: str) -> None:
    (pins / f"{school.organisation.pk}.json").write_text(content)

    assert key_lists.read_pin(school.organisation.pk) is None


def test_in_production_the_pins_owner_writes_the_list(db: None, settings: Any, pins: Path) -> None:
    settings.KEY_PINS_BY_HAND = True
    organisation = OrganisationFactory()
    samira = enrol(organisation, "Samira")
    enrol(organisation, "Joost", admitted_by=samira)
    assert not pins.exists()
    assert key_lists.waits_for_pin(organisation.pk)
    assert not gate.form_is_open(organisation)

    call_command("pin_keys", "--yes")

    assert json.loads((pins / f"{organisation.pk}.json").read_text())["school"] == f"organisation:{organisation.pk}"
    assert not key_lists.waits_for_pin(organisation.pk)
    assert gate.form_is_open(organisation)


@pytest.fixture
def demo_school(db: None) -> Any:
    organisation = OrganisationFactory(slug="deltion")
    for adviser in demo_advisers()["deltion"]:
        MembershipFactory(adviser=True, organisation=organisation, user__demo=True, user__name=adviser.name)
    return organisation


def _run() -> StarterRun:
    return StarterRun(folder=Path(), today=timezone.localdate(), say=lambda sentence: None)


def test_the_demo_school_passes_the_gate_with_the_phrases_in_the_repository(demo_school: Any) -> None:
    load_demo_vault(_run())
    load_demo_vault(_run())

    assert gate.form_is_open(demo_school)
    for adviser in demo_advisers()["deltion"]:
        key = AdviserKey.objects.get(user__name=adviser.name)
        assert vault.unlock_vault(key=key, phrase=adviser.phrase, now=NOW)
        assert vault.prove_recovery_code(key=key, code=adviser.code, now=NOW)


def test_the_demo_bureau_takes_reports_too_so_that_the_choice_shows(demo_school: Any) -> None:
    bureau = OrganisationFactory(bureau=True, slug="vizier", region=demo_school.region)
    for adviser in demo_advisers()["vizier"]:
        MembershipFactory(adviser=True, organisation=bureau, user__demo=True, user__name=adviser.name)
    load_demo_vault(_run())

    assert gate.form_is_open(bureau)
    assert "Iemand buiten school" in Client().get("/melden/deltion/").content.decode()


def test_every_demo_phrase_is_made_of_words_of_the_list() -> None:
    phrases = [adviser.phrase for advisers in demo_advisers().values() for adviser in advisers]
    assert all(has_six_words(phrase) and not mistyped_positions(phrase) for phrase in phrases)
    assert len(set(phrases)) == 4


def test_production_refuses_the_demo_keys(demo_school: Any, settings: Any) -> None:
    load_demo_vault(_run())
    settings.DEMO_PEOPLE = False

    assert [found.id for found in checks.check_pinned_demo_keys()] == ["reporting.E001"]
    assert [found.id for found in checks.check_stored_demo_keys(databases=["default"])] == ["reporting.E002"]
    assert all(found.hint for found in checks.check_pinned_demo_keys())
    assert not gate.form_is_open(demo_school)


def test_a_real_school_in_production_has_nothing_to_refuse(school: School, settings: Any) -> None:
    settings.DEMO_PEOPLE = False

    assert checks.check_pinned_demo_keys() == checks.check_stored_demo_keys(databases=["default"]) == []
    assert gate.form_is_open(school.organisation)
    assert len(demo_fingerprints()) == 4


def test_production_refuses_a_cheap_try(settings: Any) -> None:
    assert [found.id for found in checks.check_cost_of_a_try()] == ["reporting.E003"]
    settings.VAULT_ARGON2 = {
        "iterations": PRODUCTION_COST.iterations, "lanes": 1, "memory_cost": PRODUCTION_COST.memory_kib,
    }  # fmt: skip
    assert checks.check_cost_of_a_try() == []


def test_a_real_person_with_a_demo_name_gets_no_public_key(db: None) -> None:
    organisation = OrganisationFactory(slug="deltion")
    MembershipFactory(adviser=True, organisation=organisation, user__name=demo_advisers()["deltion"][0].name)

    load_demo_vault(_run())

    assert not AdviserKey.objects.exists()
    assert not FormOpening.objects.exists()
