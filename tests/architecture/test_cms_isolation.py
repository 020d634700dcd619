"""Inside the CMS people of one school never meet another school's things: pages, drafts, pictures, documents, people.

Every address of Wagtail's admin is asked by the editor, the trainer and the administrator of one school with the
numbers of another school's things. Nothing of that other school may show, and nothing of it may change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, Revision, Site
from wagtail_localize.models import Translation, TranslationSource

from content.pages.models import ArticlePage, HomePage, SchoolPage
from gehoord.accounts.models import User
from gehoord.core.models import Document, Image
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.services import sync_groups
from learning.catalogue.models import CatalogueRoot, ModulePage
from tests.architecture.url_walk import Place, walk
from tests.factories import MembershipFactory, OrganisationFactory, sign_in

# Wagtail leaves a temporary file to the collector when it makes a rendition.
# A walk of thousands of requests: the fences are the same code on both databases, so it is walked once.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# A word that stands in everything of the other school, and nowhere else.
MARK = "Verborgenbos"
SEARCHED = "Zonnewijzer"
# An administrator has an editor's rights in the CMS (content.pages.permissions), so these two ask for all.
ASKING = (Role.EDITOR, Role.TRAINER)
# What is put in a page number's place, per placeholder.
PAGE_WORDS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id"}


@dataclass
class Theirs:
    """What the other school has."""

    organisation: Organisation
    school_page: SchoolPage
    live: ArticlePage
    draft: ArticlePage
    module: ModulePage
    image: Image
    document: Document
    editor: User
    translation: Translation

    @property
    def pages(self) -> list[Page]:
        return [self.school_page, self.live, self.draft, self.module]


def article(parent: Page, title: str, *, live: bool, by: User) -> ArticlePage:
    page = ArticlePage(title=title, slug=title.lower().replace(" ", "-"), lead=title, live=live)
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    return page


def school_with_things(word: str, slug: str, home: HomePage, catalogue: CatalogueRoot) -> Theirs:
    organisation = OrganisationFactory(slug=slug, name=f"Instelling {slug}")
    editor = MembershipFactory(organisation=organisation, editor=True, user__name=f"Vera {word}").user
    page = SchoolPage(title=f"{word} school", slug=slug, organisation=organisation)
    home.add_child(instance=page)
    sync_groups(organisation=organisation)
    organisation.refresh_from_db()
    module = ModulePage(title=f"{word} module", slug=f"module-{slug}", lead=word, organisation=organisation)
    catalogue.add_child(instance=module)
    image = Image.objects.create(title=f"{word} foto", file=get_test_image_file(), collection=organisation.collection)
    document = Document.objects.create(
        title=f"{word} stuk", file=ContentFile(b"x", "stuk.txt"), collection=organisation.collection
    )
    english, _made = Locale.objects.get_or_create(language_code="en")
    source, _made = TranslationSource.get_or_create_from_instance(module)
    source.update_from_db()
    translation = Translation.objects.create(source=source, target_locale=english)
    return Theirs(
        organisation, page, article(page, f"{word} live", live=True, by=editor),
        article(page, f"{word} concept", live=False, by=editor), module, image, document, editor,
        translation,
    )  # fmt: skip


@pytest.fixture
def schools(settings: Any, tmp_path: Any) -> tuple[Theirs, Theirs]:
    """Ours, and theirs under one home page."""
    settings.MEDIA_ROOT = tmp_path
    Locale.objects.get_or_create(language_code="nl")
    root = Page.get_first_root_node()
    home = HomePage(title="Start", slug="gehoord-nl")
    root.add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "port": 8000, "root_page": home})
    catalogue = CatalogueRoot(title="Catalogus", slug="catalogus-nl")
    root.add_child(instance=catalogue)
    ours = school_with_things("Eigenweide", "onze-school", home, catalogue)
    return ours, school_with_things(f"{SEARCHED} {MARK}", "hun-school", home, catalogue)


def person(school: Theirs, role: Role) -> Client:
    user = school.editor if role == Role.EDITOR else MembershipFactory(organisation=school.organisation, role=role).user
    sync_groups(organisation=school.organisation)
    return sign_in(Client(raise_request_exception=False), user)


def numbers(place: Place, theirs: Theirs) -> Iterator[dict[str, Any]]:
    """What fills the placeholders of an address: each of their things once."""
    route = place.route
    base: dict[str, Any] = {
        "image_id": theirs.image.pk, "document_id": theirs.document.pk, "doc_id": theirs.document.pk,
        "content_type_app_name": "pages", "content_type_model_name": "articlepage", "app_label": "pages",
        "model_name": "articlepage", "app_name": "core", "collection_id": theirs.organisation.collection_id,
        "filter_spec": "original", "revision_id_a": "earliest", "revision_id_b": "latest", "action": "publish",
        "action_name": "copy", "mode": "", "object_id": theirs.draft.pk, "session_id": 1, "translation_id": theirs.translation.pk,
        "translation_source_id": theirs.translation.source_id,
    }  # fmt: skip
    if "images" in route:
        base["pk"] = theirs.image.pk
    elif "documents" in route:
        base["pk"] = theirs.document.pk
    elif "collections" in route:
        base["pk"] = theirs.organisation.collection_id
    elif "users" in route:
        base["pk"] = theirs.editor.pk
    if "page" not in route or ("<" not in route and "(?P" not in route):
        yield base
        return
    for page in theirs.pages:
        revision = Revision.objects.filter(object_id=str(page.pk)).first()
        yield {
            **base, **dict.fromkeys(PAGE_WORDS, page.pk), "pk": base.get("pk", page.pk),
            "revision_id": revision.pk if revision else 1, "object_id": page.pk,
        }  # fmt: skip


def address(place: Place, filled: dict[str, Any]) -> str:
    route = place.route
    for name in re.findall(r"\(\?P<(\w+)>", route):
        route = re.sub(rf"\(\?P<{name}>[^()]*\)", str(filled.get(name, 1)), route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(filled.get(found[1], 1)), route)
    return "/" + route.replace("^", "").replace("$", "").replace("\\.", ".")


def questions(place: Place, theirs: Theirs) -> list[str]:
    """What may be asked of a list: plain, searched (not by the mark: pages repeat a search), narrowed to their things."""
    if not any(
        word in place.route
        for word in ("choose", "search", "results", "index", "api/", "images/", "documents/", "usage", "reports")
    ):
        return [""]
    pages = "&".join(f"id={page.pk}" for page in theirs.pages)
    return [
        "", f"?q={SEARCHED}&term={SEARCHED}", f"?collection_id={theirs.organisation.collection_id}",
        f"?user={theirs.editor.pk}&{pages}", f"?child_of={theirs.school_page.pk}&for_explorer=1&fields=*", f"?id={theirs.image.pk}",
    ]  # fmt: skip


def shown(response: Any) -> bool:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return MARK.lower() in content.decode(errors="ignore").lower()


def places() -> list[Place]:
    return [place for place in walk() if place.route.startswith("cms/") and place.name != "wagtailadmin_logout"]


@pytest.mark.parametrize("role", ASKING)
def test_no_page_of_the_cms_shows_another_schools_things(schools: tuple[Theirs, Theirs], role: Role) -> None:
    ours, theirs = schools
    client = person(ours, role)
    leaks = []
    for place in places():
        for filled in numbers(place, theirs):
            for question in questions(place, theirs):
                response = client.get(address(place, filled) + question)
                if response.status_code == 200 and shown(response):
                    leaks.append(f"{place} {address(place, filled)}{question}")
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("role", ASKING)
def test_no_form_of_the_cms_changes_another_schools_things(schools: tuple[Theirs, Theirs], role: Role) -> None:
    ours, theirs = schools
    client = person(ours, role)

    def state() -> Any:
        return (
            sorted(Page.objects.filter(pk__in=[page.pk for page in theirs.pages]).values_list("pk", "title", "live", "path", "locked")),
            list(Image.objects.filter(pk=theirs.image.pk).values_list("title", "collection")),
            list(Document.objects.filter(pk=theirs.document.pk).values_list("title", "collection")),
            Page.objects.descendant_of(theirs.school_page).count(),
            User.objects.get(pk=theirs.editor.pk).name,
        )  # fmt: skip

    before = state()
    for place in places():
        for filled in numbers(place, theirs):
            client.post(
                address(place, filled),
                {
                    "title": "Van ons",
                    "name": "Van ons",
                    "new_title": "x",
                    "new_slug": "x",
                    "new_parent_page": theirs.school_page.pk,
                },
            )
            assert state() == before, str(place)


@pytest.mark.parametrize("role", [*ASKING, Role.ADMINISTRATOR])
def test_everybody_sees_their_own_things(schools: tuple[Theirs, Theirs], role: Role) -> None:
    """The guard above would also pass when nobody saw anything."""
    ours, _ = schools
    client = person(ours, role)
    seen = client.get("/cms/images/").content.decode() + client.get("/cms/documents/").content.decode()
    assert "Eigenweide foto" in seen
    assert "Eigenweide stuk" in seen
    page = ours.module if role == Role.TRAINER else ours.draft
    assert client.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    assert client.get(f"/cms/pages/{page.pk}/history/").status_code == 200


def test_the_explorer_and_the_search_show_the_way_to_ones_own_pages(schools: tuple[Theirs, Theirs]) -> None:
    ours = schools[0]
    client = person(ours, Role.EDITOR)
    listed = client.get(f"/cms/pages/{ours.school_page.get_parent().pk}/", follow=True).content.decode()
    assert "Eigenweide concept" in listed
    menu = client.get(f"/cms/api/main/pages/?child_of={ours.school_page.pk}&for_explorer=1").content.decode()
    assert "Eigenweide concept" in menu
    assert "Eigenweide concept" in client.get("/cms/pages/search/?q=Eigenweide").content.decode()


def test_an_editor_of_the_bureau_covers_the_region(schools: tuple[Theirs, Theirs]) -> None:
    bureau = OrganisationFactory(bureau=True, region=schools[0].organisation.region)
    editor = MembershipFactory(organisation=bureau, editor=True).user
    sync_groups(organisation=bureau)
    client = sign_in(Client(), editor)
    for school in schools:
        assert client.get(f"/cms/pages/{school.draft.pk}/edit/").status_code == 200
    assert f"{MARK} foto" in client.get("/cms/images/").content.decode()


def test_files_have_no_tags_that_another_school_could_read() -> None:
    for model in (Image, Document):
        assert "tags" not in model.admin_form_fields
