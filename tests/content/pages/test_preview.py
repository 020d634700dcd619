"""Editors see their page beside the words they are writing: Wagtail shows it in a frame of its own."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page, Site

from content.pages.models import ArticlePage, HomePage, SchoolPage
from gehoord.organisations.services import sync_groups
from tests.factories import MembershipFactory, OrganisationFactory, sign_in

pytestmark = pytest.mark.django_db


def test_the_preview_may_stand_in_the_frame_of_the_cms_and_nowhere_else() -> None:
    school = OrganisationFactory(slug="deltion")
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Start", slug="gehoord-nl", lead="x"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "port": 8000, "root_page": home})
    own = home.add_child(instance=SchoolPage(title="Deltion", slug="deltion", lead="x", organisation=school))
    page = own.add_child(instance=ArticlePage(title="Artikel", slug="artikel", lead="Zoals het er staat."))
    page.save_revision()
    user = MembershipFactory(organisation=school, editor=True).user
    sync_groups(organisation=school)
    response = sign_in(Client(), user).get(f"/cms/pages/{page.pk}/view_draft/")
    assert "Zoals het er staat." in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "private" in response["Cache-Control"]
    assert "script-src 'self';" in response["Content-Security-Policy"], "no inline script, as on the page itself"
    public = Client().get("/deltion/")
    assert "frame-ancestors 'none'" in public["Content-Security-Policy"]
    assert public["X-Frame-Options"] == "DENY"
