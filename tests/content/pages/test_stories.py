"""A student's story stands on the site only with a yes that was recorded and under another name; we ship none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site

from content.pages.models import HomePage, StoryPage
from tests.architecture.house import ROOT

pytestmark = pytest.mark.django_db
GOOD: dict[str, Any] = {
    "title": "Ik mocht alleen vegen", "slug": "vegen", "lead": "Het begon op de eerste dag.", "content_notice": "Dit gaat over grapjes over huidskleur.",
    "consent_on": date(2026, 11, 1), "names_changed": True,
}  # fmt: skip


@pytest.fixture
def home() -> HomePage:
    page = Page.get_first_root_node().add_child(instance=HomePage(title="Start", slug="gehoord-nl", lead="x"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "port": 8000, "root_page": page})
    return page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names_changed": False}, "names_changed"),
        ({"consent_on": None}, "consent_on"),
        ({"consent_on": date.today() + timedelta(days=2)}, "consent_on"),
        ({"content_notice": ""}, "content_notice"),
    ],
)
def test_without_a_recorded_yes_and_other_names_there_is_no_story(home: HomePage, change: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        home.add_child(instance=StoryPage(**{**GOOD, **change}))
    assert field in refused.value.message_dict


def test_a_story_warns_first_can_be_skipped_and_ends_in_you_may_tell(home: HomePage, client: Client) -> None:
    home.add_child(instance=StoryPage(**GOOD)).save_revision().publish()
    text = client.get("/vegen/").content.decode()
    assert text.index("Dit gaat over grapjes") < text.index("Het begon op de eerste dag")
    assert 'href="#na-het-verhaal"' in text
    assert "Je mag het vertellen." in text
    assert "<title>Stage</title>" in text


def test_we_ship_no_story() -> None:
    shipped = [path.read_text(encoding="utf-8") for path in (ROOT / "content" / "starter" / "pages").rglob("*.yaml")]
    assert shipped
    assert not any("consent_on" in text or "type: story" in text for text in shipped)
