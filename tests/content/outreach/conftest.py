from __future__ import annotations

import pytest

from content.outreach.models import Playlist, Screen, ShortLink
from gehoord.organisations.models import Organisation
from tests.factories import OrganisationFactory


@pytest.fixture
def school() -> Organisation:
    return OrganisationFactory(slug="deltion", name="Deltion College", short_name="Deltion", phone="038 000 00 00")


@pytest.fixture
def place(school: Organisation) -> ShortLink:
    return ShortLink.objects.create(organisation=school, place="Kantine", code="deltion-kantine", kind=ShortLink.Kind.POSTER)


@pytest.fixture
def playlist(school: Organisation) -> Playlist:
    return Playlist.objects.create(organisation=school, name="Gewone weken")


@pytest.fixture
def screen(school: Organisation, place: ShortLink, playlist: Playlist) -> Screen:
    return Screen.objects.create(
        organisation=school,
        place="Aula",
        code="aula",
        short_link=place,
        playlist=playlist,
        title="Er is altijd iemand",
        text="Kom langs.",
    )
