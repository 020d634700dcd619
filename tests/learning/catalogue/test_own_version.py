"""A school keeps a copy of a module, and sees what changed in the original."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from gehoord.organisations.models import Organisation
from learning.catalogue.copying import changes_in_original, copy_module, note_original_seen
from learning.catalogue.errors import NothingToCopyError
from learning.catalogue.models import FrozenVersion, ModulePage
from learning.catalogue.queries import modules_of
from tests.factories import OrganisationFactory
from tests.learning.factories import MODULE, published_module, root, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def original() -> ModulePage:
    return published_module(MODULE, steps=[step("lezen"), step("meer")])


def copied(original: ModulePage, school: Organisation) -> ModulePage:
    copy = copy_module(page=original, organisation=school, by=None)
    copy.save_revision().publish()
    return ModulePage.objects.get(pk=copy.pk)


def test_a_copy_is_the_schools_own_draft_with_a_name_of_its_own(original: ModulePage, school: Organisation) -> None:
    copy = copy_module(page=original, organisation=school, by=None)
    assert (copy.slug, copy.organisation, copy.live) == (f"{MODULE}-{school.slug}", school, False)
    assert copy.translation_key != original.translation_key
    assert [module.key for module in modules_of(school)] == [MODULE]
    copy.save_revision().publish()
    assert {module.key for module in modules_of(school)} == {MODULE, copy.slug}
    assert [module.key for module in modules_of(OrganisationFactory())] == [MODULE]
    assert copy_module(page=original, organisation=school, by=None).slug == f"{MODULE}-{school.slug}-2"


def test_the_copy_shows_what_changed_in_the_original_until_it_was_seen(original: ModulePage, school: Organisation) -> None:
    copy = copied(original, school)
    assert changes_in_original(copy) == []
    original.lead = "Anders horen."
    original.steps = [step("lezen", title="Nieuwe naam"), step("extra")]
    original.save_revision().publish()
    found = {change.what: (change.before, change.after) for change in changes_in_original(copy)}
    assert found["Waar het over gaat"] == ("Horen wat er gebeurt.", "Anders horen.")
    assert found["Stap: Nieuwe naam"][0].startswith("Stap lezen")
    assert found["Stap: Stap extra"][0] == ""
    assert found["Stap: Stap meer"][1] == ""
    note_original_seen(page=copy, by=None)
    assert changes_in_original(ModulePage.objects.get(pk=copy.pk)) == []


def test_a_change_of_the_copy_is_no_change_of_the_original(original: ModulePage, school: Organisation) -> None:
    copy = copied(original, school)
    copy.lead = "Op onze manier."
    copy.save_revision().publish()
    assert changes_in_original(copy) == []
    assert FrozenVersion.objects.filter(slug=MODULE).count() == 1


def test_what_was_never_published_cannot_be_copied(school: Organisation) -> None:
    draft = ModulePage(title="Concept", slug="concept", lead="Nog niet.", live=False)
    root().add_child(instance=draft)
    with pytest.raises(NothingToCopyError):
        copy_module(page=draft, organisation=school, by=None)


@pytest.fixture
def trainer(original: ModulePage, cms: Client) -> Client:
    """A trainer of the school in the CMS, once there is something to copy."""
    return cms


def test_a_trainer_makes_a_copy_and_reads_the_changes(trainer: Client, school: Organisation, original: ModulePage) -> None:
    edit = trainer.get(reverse("wagtailadmin_pages:edit", args=[original.pk])).content.decode()
    assert "Maak een eigen versie" in edit
    made = trainer.post(reverse("module_copy:copy", args=[original.pk]), {"organisation": school.pk})
    copy = ModulePage.objects.get(organisation=school)
    assert made["Location"] == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    original.lead = "Anders horen."
    original.save_revision().publish()
    page = trainer.get(reverse("module_copy:changes", args=[copy.pk])).content.decode()
    assert "Anders horen." in page
    assert "1 veranderd" in trainer.get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).content.decode()
    trainer.post(reverse("module_copy:changes", args=[copy.pk]))
    assert "Niets. Het origineel" in trainer.get(reverse("module_copy:changes", args=[copy.pk])).content.decode()


def test_a_trainer_of_another_school_sees_no_copy_and_copies_for_nobody_else(
    trainer: Client, school: Organisation, original: ModulePage
) -> None:
    other = OrganisationFactory()
    theirs = copied(original, other)
    assert trainer.get(reverse("module_copy:changes", args=[theirs.pk])).status_code == 404
    assert trainer.get(reverse("module_copy:copy", args=[theirs.pk])).status_code == 404
    trainer.post(reverse("module_copy:copy", args=[original.pk]), {"organisation": other.pk})
    assert ModulePage.objects.filter(organisation=other).count() == 1
