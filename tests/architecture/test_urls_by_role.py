"""Every URL that the resolver knows, asked by everybody: one table says what each gets (urls_by_role.txt).

An address that is not in the table fails, so does one that answers otherwise. After a change that is meant, run
``GEHOORD_WRITE_URL_TABLE=1 pytest tests/architecture/test_urls_by_role.py`` and read the difference line by line.
"""

from __future__ import annotations

import os
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.db import transaction

from content.outreach.models import Screen, ShortLink
from content.reporting.models import AdviserKey, Report
from gehoord.accounts.models import User
from gehoord.core.registry import StarterRun
from gehoord.organisations.enums import Role
from gehoord.organisations.models import ClosedPeriod, Organisation, Team
from learning.catalogue.starter import load_catalogue
from learning.trainings.models import LiveTraining
from tests.architecture.house import ROOT
from tests.architecture.url_walk import Place, walk
from tests.content.reporting.conftest import School, enrol
from tests.factories import ContactFactory, MembershipFactory, OrganisationFactory, SignedIn, UserFactory
from tests.learning.catalogue.test_freezing import MODULE, QUIZ
from tests.learning.engine.sample import SAMPLE

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("urls_by_role.txt")
ROLES = [role.value for role in Role]
PEOPLE = ["anonymous", *ROLES, *(f"other-{role}" for role in ROLES), "superuser", "nobody"]
# Wagtail's own admin: asked as one place per kind below, not view by view.
WAGTAILS_OWN = ("cms/",)
UNKNOWN = uuid.UUID(int=7)


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> dict[str, Any]:
    """Two schools with everybody, a report, a module, places in the hall."""
    settings.KEY_PINS_DIR = tmp_path / "key-pins"
    own, other = OrganisationFactory(slug="deltion", name="Deltion"), OrganisationFactory(slug="cibap", name="Cibap")
    people: dict[str, User | None] = {
        "anonymous": None,
        "superuser": UserFactory(is_superuser=True),
        "nobody": UserFactory(demo=True),
    }
    school = School(own)
    samira = enrol(own, "Samira Haddad")
    school.advisers = [samira, enrol(own, "Joost Veenstra", admitted_by=samira)]
    for role in Role:
        people[role.value] = samira.user if role == Role.ADVISER else MembershipFactory(organisation=own, role=role).user
        people[f"other-{role.value}"] = MembershipFactory(organisation=other, role=role).user
    AdviserKey.objects.filter(pk=samira.key.pk).update(id=4711)
    submitted = school.submit()
    load_sample(tmp_path)
    return {
        "own": own,
        "other": other,
        "people": people,
        "signed_in": SignedIn(),
        "report": Report.objects.get(pk=submitted.report.pk),
        "arguments": arguments(own),
    }


def load_sample(folder: Path) -> None:
    for kind, content in (("scenarios", SAMPLE), ("quizzes", QUIZ), ("modules", MODULE)):
        path = folder / kind / "nl" / f"{content['slug']}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(yaml.safe_dump(content))
    load_catalogue(StarterRun(folder=folder, today=date(2026, 11, 24), say=lambda _: None))


def arguments(own: Organisation) -> dict[str, Any]:
    """What fills the placeholders of a route: the own school's objects."""
    link = ShortLink.objects.create(organisation=own, place="Aula", code="aula")
    Screen.objects.create(organisation=own, place="Aula", code="aula", short_link=link, title="Anders?", text="Vertel het.")
    ContactFactory(organisation=own, pk=4711)
    Team.objects.create(organisation=own, name="Zorg", pk=4711)
    MembershipFactory(organisation=own, pk=4711)
    ClosedPeriod.objects.create(organisation=own, name="Kerst", first_day=date(2027, 1, 4), last_day=date(2027, 1, 8), pk=4711)
    soon = datetime.now(UTC) + timedelta(days=7)
    LiveTraining.objects.create(
        organisation=own, title="Samen", starts_at=soon, ends_at=soon + timedelta(hours=2), place="Zaal 3", pk=4711
    ).schools.add(own)
    return {
        "pk": 4711,
        "school": own.slug, "code": "aula", "module_key": "basis", "step_key": "lezen", "number": 1, "token": "oud.token", "name": "geen.log",
        "report_id": Report.objects.values_list("pk", flat=True).first() or UNKNOWN, "path": "", "provider_id": "geen", "place": "A",
        "document_id": 999, "document_filename": "x.pdf",
    }  # fmt: skip


def address_of(place: Place, filled: dict[str, Any]) -> str:
    """A real address for a route; numbers without a better value are 1."""

    def value(match: re.Match[str]) -> str:
        kind, _, name = match.group(1).rpartition(":")
        return str(filled.get(name, 1 if kind == "int" else UNKNOWN if kind == "uuid" else "onbekend"))

    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda match: str(filled.get(match.group(1), "onbekend")), place.route)
    route = re.sub(r"<([^>]+)>", value, route)
    return "/" + route.replace("^", "").replace("$", "").replace("((?:[\\w\\-]+/)*)", "")


def answer(world: dict[str, Any], person: str, method: str, address: str) -> str:
    cache.clear()  # limits on tries are somebody else's test
    browser = world["signed_in"].browser(world["people"][person])
    with transaction.atomic():  # what one person ends or deletes is there again for the next
        response = getattr(browser, method)(address)
        transaction.set_rollback(True)
    if response.status_code in {301, 302}:
        where = response["Location"].split("?")[0]
        return "sign-in" if where.startswith("/account/login") else "second" if where.startswith("/account/2fa") else "302"
    return str(response.status_code)


def row(place: Place, world: dict[str, Any], method: str) -> str:
    """One line of the table: the address, the method, and who gets what (equal answers together)."""
    address = address_of(place, world["arguments"])
    groups: dict[str, list[str]] = {}
    for person in PEOPLE:
        groups.setdefault(answer(world, person, method, address), []).append(person)
    cells = "; ".join(
        f"{code}: {'everybody' if len(who) == len(PEOPLE) else ' '.join(who)}" for code, who in sorted(groups.items())
    )
    return f"{method.upper():4} {place!s:34} {cells}"


def the_table(world: dict[str, Any]) -> list[str]:
    places = [place for place in walk() if not place.route.startswith(WAGTAILS_OWN)]
    return [row(place, world, method) for place in places for method in ("get", "post")]


def test_everybody_gets_at_every_address_what_the_table_says(world: dict[str, Any]) -> None:
    found = sorted(the_table(world))
    if os.environ.get("GEHOORD_WRITE_URL_TABLE"):
        TABLE.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == sorted(TABLE.read_text(encoding="utf-8").splitlines())


# Pieces of Wagtail's admin that hold no content: its translations, its icons.
WAGTAIL_HARMLESS = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite", "wagtailadmin_api"}


WRITERS = {"trainer", "editor", "administrator", "superuser"}


@pytest.mark.parametrize("person", [person for person in PEOPLE if person.removeprefix("other-") not in WRITERS])
def test_wagtails_admin_opens_for_its_roles_alone(world: dict[str, Any], person: str) -> None:
    """Inside the CMS a redirect to its own pages or to the sign-in counts as a refusal."""
    opened = [
        place.name
        for place in walk()
        if place.route.startswith("cms/") and "<" not in place.route and "(?P" not in place.route
        if place.name not in WAGTAIL_HARMLESS and answer(world, person, "get", f"/{place.route}") == "200"
    ]
    assert not opened


def test_addresses_are_where_they_were_promised() -> None:
    """Stable from the first release on (README)."""
    routes = {place.route for place in walk()}
    for promised in (
        "melden/",
        "melden/<slug:school>/",
        "melding/",
        "weg/",
        "leren/",
        "balie/",
        "overzicht/",
        "q/<str:code>/",
        "scherm/<str:code>/",
        "healthz",
    ):
        assert promised in routes


def test_the_walk_reaches_every_room() -> None:
    prefixes = {place.name.split(":")[0] for place in walk() if ":" in place.name}
    assert {"wiring", "outreach", "desk", "reporting", "progress"} <= prefixes
    assert (ROOT / "tests" / "architecture" / "urls_by_role.txt").exists()
