from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import Page

from content.pages.models import HomePage, SchoolPage
from gehoord.organisations.models import Organisation
from gehoord.organisations.services import sync_groups
from learning.catalogue.models import CatalogueRoot, ModulePage
from tests.factories import MembershipFactory, OrganisationFactory, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    found = OrganisationFactory(slug="deltion", name="Deltion College", short_name="Deltion")
    sync_groups(organisation=found)
    return found


def home(school: Organisation, **role: bool) -> str:
    user = MembershipFactory(organisation=school, **role).user
    sync_groups(organisation=school)
    return str(sign_in(Client(), user).get("/cms/").content.decode())


def test_the_list_before_going_live_stands_in_the_cms_and_counts_down(school: Organisation) -> None:
    def left(text: str) -> int:
        found = re.search(r"nog (\d+) van (\d+)", text)
        assert found is not None
        return int(found[1])

    first = left(home(school, administrator=True))
    school.phone = "038 000 00 00"
    school.save()
    MembershipFactory(organisation=school, coordinator=True)
    assert left(home(school, editor=True)) == first - 2, "a phone number and a coordinator are there now"


def test_only_an_administrator_is_led_to_the_list(school: Organisation) -> None:
    assert "/beheer/voor-je-live-gaat/?organisatie=deltion" in home(school, administrator=True)
    text = home(school, editor=True)
    assert "Voor je live gaat" in text
    assert "/beheer/voor-je-live-gaat/" not in text


def test_a_trainer_has_no_such_list(school: Organisation) -> None:
    assert "Voor je live gaat" not in home(school, trainer=True)


def test_lists_of_people_sites_and_reports_are_not_in_the_menu(school: Organisation) -> None:
    text = home(school, editor=True)
    for address in ("/cms/users/", "/cms/groups/", "/cms/sites/", "/cms/reports/"):
        assert address not in text


def pages_item(text: str) -> tuple[str, int] | None:
    found = re.search(r'href="(/cms/pages/\d+/)">(\d+) pagina', text)
    return (found[1], int(found[2])) if found else None


@pytest.mark.parametrize("role", ["editor", "trainer"])
def test_the_number_of_pages_is_of_ones_own_and_leads_to_them(school: Organisation, role: str) -> None:
    other = OrganisationFactory(slug="cibap")
    root = Page.get_first_root_node()
    home_page = root.add_child(instance=HomePage(title="Start", slug="gehoord-nl", lead="Start"))
    catalogue = root.add_child(instance=CatalogueRoot(title="Catalogus", slug="catalogus-nl"))
    for organisation in (school, other):
        home_page.add_child(
            instance=SchoolPage(title="School", slug=organisation.slug, organisation=organisation, lead="School")
        )
        catalogue.add_child(
            instance=ModulePage(title="Module", slug=f"module-{organisation.slug}", organisation=organisation, lead="M")
        )
        sync_groups(organisation=organisation)
    user = MembershipFactory(organisation=school, **{role: True}).user
    sync_groups(organisation=school)
    client = sign_in(Client(), user)
    text = client.get("/cms/").content.decode()
    found = pages_item(text)
    assert found is not None
    assert len(re.findall(r'<li>\s*<svg[^>]*>.*?</svg>\s*<a href="/cms/pages/', text, re.S)) == 1, "Wagtail's own count is gone"
    address, number = found
    assert client.get(address).status_code == 200
    assert 0 < number < Page.objects.count() - 2


def test_without_a_page_of_ones_own_nothing_is_counted(school: Organisation) -> None:
    assert pages_item(home(school, editor=True)) is None
