from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from content.outreach.charts import weekly
from content.outreach.models import ShortLink
from content.outreach.queries import counts_of
from content.outreach.services import count_scan
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)


def test_a_place_that_moved_leads_on_and_still_counts_its_own_old_paper(client: Client, place: ShortLink) -> None:
    fresh = ShortLink.objects.create(organisation=place.organisation, place="Kantine, nieuw", code="nieuw")
    place.retired_on, place.moved_to = WEDNESDAY, fresh
    place.full_clean()
    place.save()
    assert client.get("/q/deltion-kantine/")["Location"] == "/melden/deltion/"
    assert place.days.count() == 1
    assert fresh.days.count() == 0


def test_a_place_whose_follower_stopped_too_leads_to_the_page_that_helps(client: Client, place: ShortLink) -> None:
    fresh = ShortLink.objects.create(organisation=place.organisation, place="Nieuw", code="nieuw", retired_on=WEDNESDAY)
    ShortLink.objects.filter(pk=place.pk).update(retired_on=WEDNESDAY, moved_to=fresh)
    assert client.get("/q/deltion-kantine/").status_code == 404


def test_a_place_may_lead_to_the_schools_own_page(client: Client, place: ShortLink) -> None:
    ShortLink.objects.filter(pk=place.pk).update(target=ShortLink.Target.SCHOOL)
    assert client.get("/q/deltion-kantine/")["Location"] == "/deltion/"


@pytest.mark.parametrize("wrong", ["open", "other_school", "stopped", "itself"])
def test_only_a_retired_place_moves_on_and_only_to_an_open_one_of_the_same_school(place: ShortLink, wrong: str) -> None:
    to = ShortLink(organisation=place.organisation, place="Nieuw", code="nieuw")
    if wrong == "other_school":
        to.organisation = OrganisationFactory()
    if wrong == "stopped":
        to.retired_on = WEDNESDAY
    to.save()
    place.retired_on = None if wrong == "open" else WEDNESDAY
    place.moved_to = place if wrong == "itself" else to
    with pytest.raises(ValidationError):
        place.full_clean()


def test_counts_are_added_up_per_week_and_days_without_a_scan_are_zero(place: ShortLink) -> None:
    for day in (date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 22), date(2026, 8, 1)):
        count_scan(short_link=place, on=day)
    counts = counts_of(place, WEDNESDAY)
    assert len(counts.weeks) == 13
    assert counts.weeks[-2:] == [(date(2026, 11, 16), 1), (date(2026, 11, 23), 2)]
    assert counts.days[:3] == [(date(2026, 11, 25), 1), (date(2026, 11, 24), 0), (date(2026, 11, 23), 1)]
    assert counts.total == 4, "what is older than the drawing is counted too"


def test_the_drawing_says_the_numbers_and_survives_nothing_at_all() -> None:
    weeks = [(date(2026, 11, 16), 0), (date(2026, 11, 23), 12)]
    assert ">12<" in weekly(weeks)
    assert "gh-chart" in weekly([])
