"""Loads the region with its organisations, and in development the demo people.

A row that is there is the organisation's own: a later release fills a fact that was still empty, and overwrites nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from gehoord.accounts.models import User
from gehoord.core.models import StarterText
from gehoord.core.registry import GoLiveItems, StarterRun, registry
from gehoord.core.starter import checksum_of

from . import services
from .enums import Role
from .models import ClosedPeriod, Contact, GoLiveConfirmation, Organisation, Region, Team

FACTS = ("website", "phone", "email", "short_name", "bol_students")


def read(path: Path) -> dict[str, Any]:
    """One starter file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict), path
    return content


def load_region(run: StarterRun) -> None:
    """Bring in every region of the folder with its organisations."""
    for path in sorted((run.folder / "region").glob("*.yaml")):
        content = read(path)
        if "region" not in content:
            continue
        region, _ = Region.objects.get_or_create(slug=content["region"]["slug"], defaults={"name": content["region"]["name"]})
        for facts in content["organisations"]:
            _bring_organisation(run, region, dict(facts))


def _bring_organisation(run: StarterRun, region: Region, facts: dict[str, Any]) -> None:
    """A new organisation arrives whole; of a known one only facts that are still empty are filled, once per release."""
    key, checksum = f"organisations/{facts['slug']}", checksum_of(facts)
    known = StarterText.objects.filter(key=key).first()
    found = Organisation.objects.filter(slug=facts["slug"]).first()
    if known is not None and known.checksum == checksum:
        return
    StarterText.objects.update_or_create(key=key, defaults={"checksum": checksum})
    if found is not None:
        fill_facts(found, facts)
    elif known is None:
        services.save_organisation(organisation=Organisation(region=region, **facts), by=None)
        run.count("organisations")


def fill_facts(organisation: Organisation, facts: dict[str, Any]) -> None:
    """Fill what is still empty."""
    empty = {name: facts[name] for name in FACTS if facts.get(name) and not getattr(organisation, name)}
    for name, value in empty.items():
        setattr(organisation, name, value)
    if empty:
        services.save_organisation(organisation=organisation, by=None)


def sync_all_groups(run: StarterRun) -> None:
    """After every room brought its pages: the rights of each role in the CMS."""
    for organisation in Organisation.objects.all():
        services.sync_groups(organisation=organisation)


def load_demo(run: StarterRun) -> None:
    """Made-up people with roles, teams, cards, closed days and promises, where none of them is there yet."""
    path = run.folder / "region" / "demo.yaml"
    if not path.exists():
        return
    content = read(path)
    schools = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    for slug, facts in content.get("facts", {}).items():
        fill_facts(schools[slug], facts)
    for slug, periods in content.get("closed", {}).items():
        if not schools[slug].closed_periods.exists():
            ClosedPeriod.objects.bulk_create(ClosedPeriod(organisation=schools[slug], **period) for period in periods)
    for slug, names in content.get("teams", {}).items():
        for name in names:
            Team.objects.get_or_create(organisation=schools[slug], name=name)
    for person in content["people"]:
        _bring_demo_person(run, schools, person)
    for card in content.get("contacts", []):
        _bring_demo_contact(schools, dict(card))
    for slug in content.get("promised", []):
        _promise_everything(schools[slug])


def demo_email(key: str) -> str:
    return f"{key}@{settings.DEMO_EMAIL_DOMAIN}"


def _bring_demo_person(run: StarterRun, schools: dict[str, Organisation], person: dict[str, Any]) -> None:
    email = demo_email(person["key"])
    if User.objects.filter(email=email).exists():
        return
    user = User.objects.create_user(email, person["name"])
    for role in person["roles"]:
        organisation = schools[role["at"]]
        services.add_membership(
            user=user, organisation=organisation, role=Role(role["role"]), by=None, functions=role.get("functions", ()),
            teams=list(organisation.teams.filter(name__in=role.get("teams", ()))),
        )  # fmt: skip
    run.count("demo people")


def _bring_demo_contact(schools: dict[str, Organisation], card: dict[str, Any]) -> None:
    organisation, account = schools[card.pop("at")], card.pop("account", None)
    if organisation.contacts.filter(name=card["name"]).exists():
        return
    user = User.objects.get(email=demo_email(account)) if account else None
    Contact.objects.create(organisation=organisation, user=user, sort_order=10 + organisation.contacts.count(), **card)


def _promise_everything(organisation: Organisation) -> None:
    if GoLiveConfirmation.objects.filter(organisation=organisation).exists():
        return
    for entry in registry.all(GoLiveItems):
        for item in entry.items(organisation):
            if item.kind == "promise" and not item.done:
                services.confirm_promise(organisation=organisation, key=item.key, by=None)
